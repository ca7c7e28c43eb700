import CommentFlow
import ModerationModel

/// A comment with all that led to its state, as its moderators see it.
struct ExplanationView {
  var explanation: CommentExplanation
  var console: Console
  var waiting = Premoderation.unsaid

  func lines() -> [String] {
    let comment = explanation.comment
    let ink = console.ink
    var lines = [
      ink.strong(comment.authorName.isEmpty ? "(no name)" : Harmless.line(comment.authorName))
        + ink.faint("  on \(Harmless.line(comment.article.key))")
        + "  " + Self.label(comment.state, ink: ink),
      ink.faint("comment \(comment.id) · version \(comment.version) · \(Ago.minute(comment.createdAt))"),
    ]
    if let parent = comment.parent { lines.append(ink.faint("in reply to \(parent)")) }
    lines.append("")
    if comment.state == .deleted {
      let words = comment.cause == .erasure ? "erased: its author is forgotten" : "withdrawn by its author"
      lines.append("  (\(words); the words are gone)")
    } else if explanation.isBlind, let revision = explanation.revisions.last {
      lines += Paragraph.lines(
        Harmless.line(revision.text), width: min(console.width, Terminal.columnsUsual), indent: "  ")
      lines.append(ink.faint("  chosen by chance; what the machine found is shown once it is decided"))
    } else if let revision = explanation.revisions.last {
      let fields: [TextField: String] = [.authorName: comment.authorName, .authorURL: comment.authorURL ?? ""]
      lines += VerdictView(
        verdict: revision.verdict, text: revision.text, fields: fields, console: console, indent: "  ",
        waiting: waiting
      ).lines()
    } else {
      lines.append("  (the words are gone)")
    }
    if let author = explanation.author { lines += [""] + AuthorView.lines(author, ink: ink) }
    if let moderationCase = explanation.moderationCase {
      var line = "case \(moderationCase.id) · \(moderationCase.state.rawValue) · \(moderationCase.cause.rawValue)"
      line += " · priority \(Points.plain(moderationCase.priority))"
      if moderationCase.state == .open, let lease = moderationCase.lease, Timestamp.now < lease.until {
        line += " · held by \(Harmless.line(lease.holder)) until \(lease.until)"
      }
      lines.append(line)
    }
    lines += history()
    return lines
  }

  private func history() -> [String] {
    let entries = Self.entries(of: explanation)
    guard !entries.isEmpty else { return [] }
    return ["", "History"] + entries.map { "  \(console.ink.faint(Ago.minute($0.at)))  \($0.words)" }
  }

  /// What happened to a comment, oldest first, in harmless words.
  static func entries(of explanation: CommentExplanation) -> [(at: Timestamp, words: String)] {
    var entries: [(at: Timestamp, words: String)] = []
    for revision in explanation.revisions.dropLast() where !revision.text.isEmpty {
      let words = Harmless.line(revision.text, widthMax: 60)
      entries.append(
        (revision.createdAt, "wording \(revision.number): «\(words)» → \(revision.verdict.action.rawValue)"))
    }
    for report in explanation.reports {
      let note = report.note.isEmpty ? "" : " «\(Harmless.line(report.note, widthMax: 80))»"
      entries.append((report.at, "reported as \(report.reason.rawValue)\(note)"))
    }
    for review in explanation.reviews {
      let item = review.items.first { $0.comment == explanation.comment.id }
      let move = item.map { " (\($0.before.rawValue) → \($0.after.rawValue))" } ?? ""
      let reason = review.reason.map { ", \($0.rawValue)" } ?? ""
      let note = review.note.isEmpty ? "" : " «\(Harmless.line(review.note, widthMax: 80))»"
      let undone = review.undoneAt.map { " — undone \(Ago.minute($0))" } ?? ""
      entries.append(
        (
          review.at,
          "\(review.decision.rawValue)\(move) by \(Harmless.line(review.moderator))\(reason)\(note)\(undone); review \(review.id)"
        ))
    }
    for appeal in explanation.appeals {
      let words = appeal.text.isEmpty ? "" : " «\(Harmless.line(appeal.text, widthMax: 200))»"
      let against =
        appeal.decider.map { " against \(Harmless.line($0))'s decision" } ?? " against the machine's verdict"
      entries.append((appeal.filedAt, "appeal\(against), \(appeal.state.rawValue)\(words)"))
    }
    return entries.sorted { $0.at < $1.at }
  }

  static func label(_ state: CommentState, ink: Ink) -> String {
    switch state {
    case .published, .approved: ink.good(state.rawValue)
    case .pending: ink.doubtful(state.rawValue)
    case .rejected, .spam, .deleted: ink.bad(state.rawValue)
    }
  }
}

/// An author in two lines.
enum AuthorView {
  static func lines(_ author: Author, ink: Ink) -> [String] {
    let kind = if case .account = author.identity { "account" } else { "guest" }
    let record = CommentState.allCases.filter { author.record[$0] > 0 }.map { "\(author.record[$0]) \($0.rawValue)" }
    var lines = [
      "author \(author.id) · \(Harmless.line(author.name)) · \(kind) · since \(Ago.minute(author.firstSeenAt))",
      "  comments: \(record.isEmpty ? "none" : record.joined(separator: ", "))",
    ]
    if let sanction = author.sanction {
      var line = "  \(sanction.kind.rawValue) by \(Harmless.line(sanction.setBy)) since \(Ago.minute(sanction.setAt))"
      if let until = sanction.until { line += " until \(Ago.minute(until))" }
      if !sanction.reason.isEmpty { line += ": \(Harmless.line(sanction.reason, widthMax: 120))" }
      lines.append(ink.doubtful(line))
    }
    return lines
  }
}
