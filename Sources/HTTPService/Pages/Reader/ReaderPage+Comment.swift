import CommentStore
import ModerationModel

extension ReaderPage {
  /// Levels that are set in; deeper replies stand below one another and name whom they answer.
  private static let indentMax = 5

  /// One comment in the words of its template. Every name is there, so that none is looked for further out.
  func commentView(_ item: ThreadPage.Item) -> PageView {
    let (comment, times) = (item.comment, visit.times)
    let own = visit.own.first { $0.comment.id == comment.id }
    let answered = comment.parent.flatMap { known($0) }
    var view: PageView = [
      "id": "\(comment.id)", "depth": comment.depth, "indent": min(comment.depth, Self.indentMax),
      "level": comment.depth + 1, "isFocused": focus == .comment(comment.id) && opened == nil, "isShell": item.isShell,
      "isOwn": own != nil,
      "ownProof": own?.proof ?? false, "proof": own?.proof ?? "", "version": comment.version,
      "name": comment.authorName, "initial": Self.initial(of: comment.authorName),
      "hue": Int(truncatingIfNeeded: comment.author.bits % 8),
      "parentID": answered.flatMap { item.isShell ? nil : "\($0.id)" as Any } ?? false,
      "parentName": answered.map { $0.authorName.isEmpty ? "…" : $0.authorName } ?? "",
      "at": comment.createdAt.description, "atLong": times.long(comment.createdAt), "ago": times.ago(comment.createdAt),
      "isRecent": times.isRecent(comment.createdAt), "isEdited": comment.editedAt != nil,
      "textLanguage": (comment.language ?? comment.revision.verdict.language).map { $0.code as Any } ?? false,
      "pieces": TextPiece.pieces(of: comment.revision.text).map { piece -> PageView in
        ["words": String(piece.words), "link": piece.isLink ? String(piece.words) : false]
      },
      "isPending": own != nil && comment.state == .pending,
      "isRefused": own?.isRefused ?? false,
    ]
    let isHere = answered.map { parent in items.contains { $0.comment.id == parent.id } } ?? false
    view["parentAddress"] =
      answered.map { isHere ? "#comment-\($0.id)" : onlyAddress(of: $0.id) } ?? ""
    view["ownAddress"] = onlyAddress(of: comment.id)
    addActions(to: &view, comment: comment, own: own)
    addOpened(to: &view, comment: comment)
    let isAnswered = form.form.target.parent == comment.id && !item.isShell
    view["replyForm"] =
      isAnswered && visit.article.accepts(at: visit.now, policy: visit.policy) || isAnswered && !form.form.draft.isEmpty
    return view
  }

  private func onlyAddress(of id: CommentID) -> String {
    let fields = visit.choice.with { $0.cursor = nil }.fields + [("only", "\(id)")]
    return PageAddress.query(visit.base, fields, fragment: "comment-\(id)")
  }

  private func addActions(to view: inout PageView, comment: Comment, own: OwnComment?) {
    let (words, policy) = (visit.words, visit.policy)
    let isVisible = comment.state.isVisible
    let windowEnd = comment.createdAt.adding(seconds: policy.editWindowSeconds)
    let isInWindow = own != nil && visit.now <= windowEnd
    let isVoted = voted.contains(comment.id)
    view["canVote"] = isVisible && own == nil
    view["votes"] = comment.votes
    view["isVoted"] = isVoted ? "true" : "false"
    view["voteName"] = isVoted ? "unvote" : "vote"
    view["voteTitle"] = words[isVoted ? "unvote" : "vote"]
    view["canReply"] =
      isVisible && comment.depth < policy.depthMax && visit.article.accepts(at: visit.now, policy: policy)
    view["canReport"] = isVisible && own == nil
    view["canEdit"] = isInWindow && (isVisible || comment.state == .pending)
    view["canDelete"] = isInWindow
    let isAppealed = appealed.contains(comment.id)
    view["canAppeal"] = own?.isRefused == true && !isAppealed
    view["refusal"] = words[isAppealed ? "appealed" : "refusedWhy"]
    view["editUntil"] = words.filled("editUntil", ["time": visit.times.clock(windowEnd)])
  }

  private func addOpened(to view: inout PageView, comment: Comment) {
    view["editor"] = false
    view["remover"] = false
    view["reporter"] = false
    view["appellant"] = false
    view["hasText"] = true
    switch opened {
    case .editor(comment.id, let text, let problem):
      view["editor"] = [["editText": Self.forTextarea(text), "problem": problem ?? false] as PageView]
      view["hasText"] = false
    case .remover(comment.id): view["remover"] = true
    case .reporter(comment.id, let note, let problem):
      let reasons = Report.Reason.allCases.map { reason -> PageView in
        ["reason": reason.rawValue, "label": visit.words["reason_\(reason.rawValue)"]]
      }
      view["reporter"] = [["note": note, "problem": problem ?? false, "reasons": reasons] as PageView]
    case .appellant(comment.id, let note, let problem):
      view["appellant"] = [["note": note, "problem": problem ?? false] as PageView]
    default: break
    }
  }

  /// The first letter of a name, for the little disc beside it.
  private static func initial(of name: String) -> String {
    name.first { $0.isLetter || $0.isNumber }.map { $0.uppercased() } ?? "•"
  }
}
