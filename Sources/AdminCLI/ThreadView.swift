import CommentStore
import ModerationModel
import ReviewDesk

/// A page of a thread as readers see it, replies drawn under their comments.
struct ThreadView {
  var page: ThreadPage
  var now: Timestamp
  var console: Console
  var indent = ""
  /// Whether each comment's id stands with it, so that it can be answered or decided on.
  var showsIDs = true

  /// Deeper replies are drawn at this depth, so that words keep room.
  private static let depthShownMax = 8

  func lines() -> [String] {
    guard !page.items.isEmpty else { return [indent + "No comments yet."] }
    let width = min(console.width, Terminal.columnsUsual)
    var lines: [String] = []
    for item in page.items {
      let comment = item.comment
      let depth = min(comment.depth, Self.depthShownMax)
      let margin = indent + String(repeating: "│ ", count: depth)
      if item.isShell {
        lines.append(margin + console.ink.faint("(this comment was removed)"))
      } else {
        var head = console.ink.strong(Harmless.line(comment.authorName, widthMax: 40))
        head += console.ink.faint("  \(Ago.words(comment.createdAt, now: now))")
        if comment.editedAt != nil { head += console.ink.faint("  edited") }
        if comment.state == .pending { head += console.ink.doubtful("  waiting for a moderator") }
        let id = comment.id.description
        if showsIDs, DisplayWidth.of(margin + Harmless.line(comment.authorName, widthMax: 40)) + 40 + id.count > width {
          lines.append(margin + head)
          lines.append(margin + console.ink.faint(id))
        } else {
          lines.append(margin + head + (showsIDs ? console.ink.faint("  \(id)") : ""))
        }
        lines += MarkedText(text: comment.revision.text, ranges: []).lines(
          width: width, indent: margin, ink: console.ink)
      }
      lines.append(margin.trimmedEnd())
    }
    lines.append(indent + console.ink.faint(Complaint.count(page.total, "comment")))
    return lines
  }
}

extension String {
  func trimmedEnd() -> String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
