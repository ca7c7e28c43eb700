import CommentFlow
import CommentStore
import ModerationModel

extension ReaderPage {
  /// The page in the words of its template.
  func view() -> PageView {
    let (visit, choice, words) = (visit, visit.choice, visit.words)
    let carried = choice.fields
    var view = PageFrame.view(
      words: words, title: "\(words["comments"]) — \(visit.article.title)", styles: ["reader.css"],
      scripts: ["reader.js"], theme: choice.theme)
    view["base"] = visit.base
    view["articleKey"] = visit.article.id.key
    view["sort"] = choice.sort.rawValue
    view["cursor"] = choice.cursor ?? false
    view["chosenLanguage"] = choice.language?.code ?? false
    view["mine"] = visit.own.map(\.proof)
    view["feedAddress"] = "/v1/articles/\(PageAddress.encoded(visit.article.id.key))/feed.atom"
    view["eventsAddress"] = "/v1/articles/\(PageAddress.encoded(visit.article.id.key))/events"
    view["noIndex"] = true
    view["total"] = words.count("commentCount", total)
    view["totalForms"] = words.forms("commentCount")
    view["newForms"] = words.forms("newComments")
    view["said"] = said
    view["isPart"] = visit.isPart
    view["isOnly"] = extent != .thread
    view["allAddress"] = PageAddress.query(visit.base, choice.with { $0.cursor = nil }.fields)
    view["hasComments"] = !items.isEmpty
    view["sorts"] = ThreadSort.allCases.map { sort -> PageView in
      [
        "address": PageAddress.query(
          visit.base,
          choice.with {
            $0.sort = sort
            $0.cursor = nil
          }.fields), "label": words[sort.rawValue], "isCurrent": sort == choice.sort,
      ]
    }
    view["moreAddress"] =
      next.map { next in PageAddress.query(visit.base, choice.with { $0.cursor = next }.fields) } ?? false
    view["carryQuery"] = carried.map { "&\($0.0)=\(PageAddress.encoded($0.1))" }.joined()
    addShares(to: &view)
    addForm(to: &view)
    view["comments"] = items.map { commentView($0) }
    return view
  }

  private func addShares(to view: inout PageView) {
    let words = visit.words
    view["sharesTotal"] = shares.total.map { words.count("shareCount", $0) } ?? words["unknown"]
    view["sharesKnown"] = shares.total != nil
    view["networks"] = ShareTarget.shown(in: words.language).compactMap { target -> PageView? in
      guard let network = ShareNetwork(target.network) else { return nil }
      let count = shares.count(of: network).flatMap { $0 > 0 ? $0 : nil }
      let label = words.filled("shareOn", ["network": target.name(in: words.language)])
      return [
        "network": target.network, "networkName": target.name(in: words.language),
        "shareLabel": label + (count.map { " (\(words.count("shareCount", $0)))" } ?? ""), "hasCount": count != nil,
        "count": count.map { PageWords.grouped($0, in: words.language) } ?? "",
      ]
    }
  }

  private func addForm(to view: inout PageView) {
    let words = visit.words
    let parent = form.form.target.parent
    let isOpen = visit.article.accepts(at: visit.now, policy: visit.policy)
    let isUnderComment = parent.map { id in items.contains { $0.comment.id == id && !$0.isShell } } ?? false
    // A closed article keeps the form only where a text would be lost without it.
    let isShown = isOpen || !form.form.draft.isEmpty
    view["homeForm"] = isShown && !isUnderComment
    view["closedNotice"] = !isOpen
    view["formTitle"] = words[parent == nil ? "add" : "asReply"]
    view["isReply"] = parent != nil
    view["formParent"] = parent.map { "\($0)" } ?? ""
    let answered = parent.flatMap { known($0) }
    view["formParentName"] = answered?.authorName ?? ""
    view["formParentWords"] = answered.flatMap { Self.excerpt($0.revision.text) } ?? false
    view["token"] = token
    view["draft"] = Self.forTextarea(form.form.draft)
    view["draftName"] = form.name
    view["draftEmail"] = form.email
    view["problem"] = form.problem ?? false
    view["offersTop"] = form.offersTop
    view["textIsWrong"] = form.wrong == .text
    view["nameIsWrong"] = form.wrong == .name
    view["emailIsWrong"] = form.wrong == .email
    view["cancelAddress"] = PageAddress.query(visit.base, visit.choice.fields)
    view["isSignedIn"] = visit.reader != nil
    view["writingAs"] = words.filled("writingAs", ["name": visit.claim.name])
    view["focusForm"] = focus == .form
  }

  /// A browser drops a line's end that stands first in a text field, so a text that begins with one gets another.
  static func forTextarea(_ text: String) -> String { text.utf8.first == UInt8(ascii: "\n") ? "\n" + text : text }

  /// The first words of a text, for a line.
  static func excerpt(_ text: String, charactersMax: Int = 90) -> String? {
    let line = text.split(whereSeparator: \.isWhitespace).prefix(30).joined(separator: " ")
    guard !line.isEmpty else { return nil }
    return line.count <= charactersMax ? line : line.prefix(charactersMax) + "…"
  }
}
