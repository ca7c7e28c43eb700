import CommentFlow
import CommentStore
import ModerationModel

/// How pages of the newsroom name what the model knows.
extension NewsroomVisit {
  func label(_ state: CommentState) -> String { words["state_\(state.rawValue)"] }
  func label(_ cause: ModerationCase.Cause) -> String { words["cause_\(cause.rawValue)"] }
  func label(_ category: Category) -> String { words["category_\(category.rawValue)"] }
  func label(_ reason: DecisionReason) -> String { words["reason_\(reason.rawValue)"] }

  /// A report's reason in the words that decisions use, where both have the same.
  func label(_ reason: Report.Reason) -> String { words["reason_\(reason.rawValue)"] }

  func label(_ decision: Decision) -> String { words["did_\(decision.rawValue)"] }

  /// «за вами до 14:05», or whose it is.
  func label(_ lease: ModerationCase.Lease) -> String? {
    guard now < lease.until else { return nil }
    let time = times.clock(lease.until)
    return lease.holder == name
      ? words.filled("claimedByYou", ["time": time]) : words.filled("claimed", ["name": lease.holder, "time": time])
  }

  /// Points as people write them: whole ones without a fraction.
  func points(_ score: Double) -> String {
    let tenths = (score * 10).rounded() / 10
    let text = tenths == tenths.rounded() ? "\(Int(max(-1e9, min(1e9, tenths))))" : "\(tenths)"
    return text.replacing("-", with: "−").replacing(".", with: words.language == .english ? "." : ",")
  }

  var reasonChoices: [PageView] {
    DecisionReason.allCases.enumerated().map { index, reason in
      ["value": reason.rawValue, "label": label(reason), "digit": index < 9 ? "\(index + 1)" : "0"]
    }
  }

  func address(of comment: CommentID) -> String { "/admin/comments/\(comment)" }

  /// An author in the words of the author card.
  func card(_ author: Author) -> PageView {
    let isAccount = if case .account = author.identity { true } else { false }
    return [
      "address": "/admin/authors/\(author.id)", "name": author.name,
      "kind": words[isAccount ? "authorAccount" : "authorGuest"],
      "since": words.filled("authorSince", ["date": times.date(author.firstSeenAt)]),
      "record": CommentState.allCases.filter { author.record[$0] > 0 }.map { state -> PageView in
        ["state": state.rawValue, "label": label(state), "count": author.record[state]]
      },
      "sanction": author.sanction.flatMap(sanctionWords).map { $0 as Any } ?? false,
    ]
  }

  func sanctionWords(_ sanction: Sanction) -> String? {
    guard sanction.isInForce(at: now) else { return nil }
    var text = words["sanction_\(sanction.kind.rawValue)"]
    if let until = sanction.until { text += " " + words.filled("until", ["time": times.long(until)]) }
    text += " · \(sanction.setBy)"
    return sanction.reason.isEmpty ? text : text + " · \(sanction.reason)"
  }

  /// Titles of articles by key, each read once.
  func titles(of articles: some Sequence<ArticleID>) async throws -> [ArticleID: String] {
    var titles: [ArticleID: String] = [:]
    for id in Set(articles) {
      titles[id] = try await flow.store.article(id, site: site)?.title ?? id.key
    }
    return titles
  }
}
