import ModerationModel
import ReviewDesk

/// What a server says of its queue, as far as a desk needs it (`Docs/HTTP.md`).
struct WireQueue: Decodable {
  var cases: [WireListing]
  var next: String?
}

struct WireListing: Decodable {
  var `case`: WireCase
  var comment: WireComment
  /// Missing where a case is decided blind.
  var verdict: WireVerdict?
}

struct WireCase: Decodable {
  struct Lease: Decodable {
    var holder: String
    var until: String
  }

  var id: String
  var comment: String
  var cause: String
  var state: String
  var priority: Double
  var openedAt: String
  var lease: Lease?
  var tags: [String]
  var escalation: String?
}

struct WireComment: Decodable {
  var id: String
  var article: String
  var parent: String?
  var author: String
  var authorName: String
  var state: String
  var text: String
  var createdAt: String
  var language: String?
  var version: Int
}

struct WireVerdict: Decodable {
  struct Limits: Decodable {
    var hold: Double
    var reject: Double
    var spam: Double
  }

  struct Finding: Decodable {
    struct Place: Decodable {
      var field: String
      var range: [Int]
    }

    var name: String
    var category: String
    var score: Double
    var status: String
    var evidence: [Place]
    var reason: String
  }

  var score: Double
  var categories: [String: Double]
  var thresholds: Limits
  var signals: [Finding]

  var leadingCategory: ModerationModel.Category? {
    categories.filter { $0.value > 0 }.max { ($0.value, $1.key) < ($1.value, $0.key) }
      .flatMap { ModerationModel.Category(rawValue: $0.key) }
  }

  fileprivate func ranges(_ isWanted: (Finding) -> Bool) -> [Range<Int>] {
    signals.filter(isWanted).flatMap(\.evidence).filter { $0.field == TextField.body.rawValue }.compactMap { place in
      guard place.range.count == 2, place.range[0] >= 0, place.range[0] <= place.range[1] else { return nil }
      return place.range[0]..<place.range[1]
    }
  }

  fileprivate var graphicRanges: [Range<Int>] {
    let covered: Set<String> = ["obscene", "hate", "threat"]
    return ranges { covered.contains($0.category) }
  }
}

struct WireReview: Decodable {
  struct Item: Decodable {
    var comment: String
    var before: String
    var after: String
  }

  var id: String
  var decision: String
  var reason: String?
  var note: String
  var moderator: String
  var at: String
  var undoneAt: String?
  var items: [Item]
}

struct WireExplanation: Decodable {
  struct Revision: Decodable {
    var number: Int
    var text: String
    var createdAt: String
    var verdict: WireVerdict?
  }

  struct Report: Decodable {
    var reason: String
    var note: String
    var at: String
  }

  struct Author: Decodable {
    struct Sanction: Decodable {
      var kind: String
      var until: String?
      var reason: String
      var setBy: String
    }

    var name: String
    var signedIn: Bool
    var firstSeenAt: String
    var record: [String: Int]
    var sanction: Sanction?
  }

  var comment: WireComment
  var revisions: [Revision]
  var reviews: [WireReview]
  var reports: [Report]
  var `case`: WireCase?
  var author: Author?
}

struct WireStatistics: Decodable {
  struct Queue: Decodable {
    var open: Int
    var leased: Int
    var escalated: Int
  }

  /// Whose token it is.
  var moderator: String
  var queue: Queue
}

extension DeskCase {
  /// `nil` for what this version does not understand.
  init?(_ listing: WireListing) {
    let (open, comment) = (listing.case, listing.comment)
    guard let id = CaseID(open.id), let commentID = CommentID(comment.id), let author = AuthorID(comment.author),
      let article = ArticleID(comment.article), let cause = ModerationCase.Cause(rawValue: open.cause),
      let openedAt = Timestamp(open.openedAt)
    else { return nil }
    var lease: ModerationCase.Lease?
    if let held = open.lease, let until = Timestamp(held.until) { lease = .init(holder: held.holder, until: until) }
    self.init(
      id: id, comment: commentID, version: comment.version, article: article, authorID: author,
      authorName: comment.authorName, text: comment.text, cause: cause, priority: open.priority, openedAt: openedAt,
      language: comment.language.flatMap { Language($0) }, category: listing.verdict?.leadingCategory, lease: lease,
      escalation: open.escalation, tags: open.tags, isBlind: listing.verdict == nil,
      graphic: listing.verdict?.graphicRanges ?? [])
  }
}

extension DeskDetail {
  init?(_ explanation: WireExplanation) {
    let comment = explanation.comment
    guard let id = CommentID(comment.id), let state = CommentState(rawValue: comment.state),
      let createdAt = Timestamp(comment.createdAt)
    else { return nil }
    self.init(comment: id, version: comment.version, state: state, createdAt: createdAt, text: comment.text)
    if let verdict = explanation.revisions.last?.verdict {
      evidence = verdict.ranges { _ in true }
      graphic = verdict.graphicRanges
      score = verdict.score
      thresholds = Thresholds(
        hold: verdict.thresholds.hold, reject: verdict.thresholds.reject, spam: verdict.thresholds.spam)
      findings = verdict.signals.map {
        Finding(
          name: Harmless.line($0.name, widthMax: 80),
          category: ModerationModel.Category(rawValue: $0.category) ?? .other,
          score: $0.score, isShadow: $0.status == Signal.Status.shadow.rawValue,
          reason: Harmless.line($0.reason, widthMax: 200))
      }
    }
    if let author = explanation.author { self.author = Self.lines(author) }
    history = Self.entries(explanation)
  }

  private static func lines(_ author: WireExplanation.Author) -> [String] {
    let record = CommentState.allCases.compactMap { state -> String? in
      guard let count = author.record[state.rawValue], count > 0 else { return nil }
      return "\(count) \(state.rawValue)"
    }
    var lines = [
      "author \(Harmless.line(author.name, widthMax: 60)) · \(author.signedIn ? "account" : "guest") · since "
        + String(author.firstSeenAt.prefix(10)),
      "  comments: \(record.isEmpty ? "none" : record.joined(separator: ", "))",
    ]
    if let sanction = author.sanction {
      let until = sanction.until.map { " until \($0.prefix(16))" } ?? ""
      lines.append("  \(sanction.kind) by \(Harmless.line(sanction.setBy, widthMax: 60))\(until)")
    }
    return lines
  }

  private static func entries(_ explanation: WireExplanation) -> [Entry] {
    var entries: [Entry] = []
    func add(_ at: String, _ words: String) {
      if let at = Timestamp(at) { entries.append(Entry(at: at, words: words)) }
    }
    for revision in explanation.revisions.dropLast() where !revision.text.isEmpty {
      add(revision.createdAt, "wording \(revision.number): «\(Harmless.line(revision.text, widthMax: 60))»")
    }
    for report in explanation.reports {
      let note = report.note.isEmpty ? "" : " «\(Harmless.line(report.note, widthMax: 80))»"
      add(report.at, "reported as \(Harmless.line(report.reason, widthMax: 40))\(note)")
    }
    for review in explanation.reviews {
      let item = review.items.first { $0.comment == explanation.comment.id }
      let move = item.map { " (\($0.before) → \($0.after))" } ?? ""
      let note = review.note.isEmpty ? "" : " «\(Harmless.line(review.note, widthMax: 80))»"
      let undone = review.undoneAt.map { " — undone \($0.prefix(16))" } ?? ""
      add(
        review.at,
        "\(review.decision)\(move) by \(Harmless.line(review.moderator, widthMax: 60))"
          + "\(review.reason.map { ", \($0)" } ?? "")\(note)\(undone)")
    }
    return entries.sorted { $0.at < $1.at }
  }
}
