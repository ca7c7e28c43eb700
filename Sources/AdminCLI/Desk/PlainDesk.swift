import CommentFlow
import Foundation
import ModerationModel
import ReviewDesk

/// The desk as lines: one case after the other, and a line for each decision.
///
/// As text for screen readers; as JSON lines for scripts, which read a case and answer with a line such as
/// `{"case": "…", "decision": "reject", "reason": "insult"}`.
struct PlainDesk {
  let backend: any ReviewBackend
  let moderator: String
  let filter: String
  let console: Console

  private struct CasePayload: Encodable {
    struct FindingPayload: Encodable {
      var name: String
      var category: String
      var score: Double
      var reason: String
    }

    var `case`: String
    var comment: String
    var version: Int
    var article: String
    var author: String
    var cause: String
    var priority: Double
    var openedAt: String
    var language: String?
    var text: String
    var score: Double?
    var evidence: [[Int]]
    var findings: [FindingPayload]
    var parent: String?
  }

  private struct Answer: Decodable {
    var decision: String
    var reason: String?
    var note: String?
  }

  private struct OutcomePayload: Encodable {
    var `case`: String
    var outcome: String
    var review: String?
    var problem: String?
  }

  /// What a line asks for.
  private enum Wish {
    case act(DeskOrder.Act)
    case undo, skip, quit, help
    case unclear(String)
  }

  func run() async throws {
    var done: [(item: DeskCase, review: ReviewID)] = []
    var seen: Set<CaseID> = []
    var number = 0
    let sitting = UUID().uuidString
    var waiting: [DeskCase] = []
    while true {
      if waiting.isEmpty {
        waiting = try await backend.queue(filter: filter, after: nil).cases.filter { !seen.contains($0.id) }
      }
      guard !waiting.isEmpty else { break }
      var item = waiting.removeFirst()
      guard seen.insert(item.id).inserted, item.holder(besides: moderator, at: .now) == nil,
        (try? await backend.claim([item.id])) != nil, let detail = try? await backend.detail(of: item.comment)
      else { continue }
      item.version = detail.version
      try show(item, detail)
      asking: while true {
        try console.output.flush()
        guard let line = readLine() else {
          try? await backend.release([item.id])
          return
        }
        switch wish(line) {
        case .quit:
          try? await backend.release([item.id])
          return
        case .skip:
          try? await backend.release([item.id])
          break asking
        case .help: try tell("f approve · d [reason] reject · s spam · e QUESTION ask · x skip · z undo · q quit")
        case .unclear(let words): try report(item, "unclear", problem: words)
        case .undo:
          guard let last = done.popLast() else {
            try report(item, "unclear", problem: "nothing to take back")
            continue
          }
          number += 1
          let order = DeskOrder(id: number, act: .undo(of: 0, review: last.review), item: last.item)
          switch await backend.carryOut(order, key: "\(sitting)-\(number)") {
          case .done:
            seen.remove(last.item.id)
            try report(last.item, "undone")
          case .refused(let words), .unreachable(let words): try report(last.item, "failed", problem: words)
          }
        case .act(let act):
          number += 1
          switch await backend.carryOut(DeskOrder(id: number, act: act, item: item), key: "\(sitting)-\(number)") {
          case .done(let review, _):
            if let review { done.append((item, review)) }
            try report(item, "done", review: review)
            if case .escalate = act { continue asking }
            break asking
          case .refused(let words):
            try report(item, "refused", problem: words)
            break asking
          // The same line may be given again.
          case .unreachable(let words): try report(item, "failed", problem: words)
          }
        }
      }
    }
    try tell("Nothing waits any more.")
    try console.output.flush()
  }

  private func wish(_ line: String) -> Wish {
    let text = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if console.format == .json {
      guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(text.utf8)) else {
        return .unclear(
          "a line is {\"decision\": approve, reject, spam, hold, skip, undo or quit, \"reason\"?, \"note\"?}")
      }
      return wish(answer.decision, answer.reason, note: answer.note ?? "")
    }
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = parts.count > 1 ? parts[1] : nil
    switch parts.first {
    case "f", "a": return .act(.decide(.approve, nil, note: ""))
    case "s": return .act(.decide(.spam, .spam, note: ""))
    case "d", "r": return wish("reject", rest, note: "")
    case "e": return rest.map { .act(.escalate(question: $0)) } ?? .unclear("e wants a question behind it")
    case "x": return .skip
    case "z", "u": return .undo
    case "q": return .quit
    case "?", nil: return .help
    default: return wish(parts[0], rest, note: "")
    }
  }

  private func wish(_ word: String, _ reason: String?, note: String) -> Wish {
    switch word {
    case "skip": return .skip
    case "undo": return .undo
    case "quit": return .quit
    default: break
    }
    guard let decision = Decision(rawValue: word) else {
      return .unclear("«\(Harmless.line(word, widthMax: 40))» is no decision; ? shows all")
    }
    guard let reason else { return .act(.decide(decision, nil, note: note)) }
    guard let known = DecisionReason(rawValue: reason) else {
      let names = DecisionReason.allCases.map(\.rawValue).joined(separator: ", ")
      return .unclear("a reason is one of \(names)")
    }
    return .act(.decide(decision, known, note: note))
  }

  private func show(_ item: DeskCase, _ detail: DeskDetail) throws {
    guard console.format == .text else {
      return try console.send(
        CasePayload(
          case: item.id.description, comment: item.comment.description, version: item.version,
          article: item.article.key, author: item.authorName, cause: item.cause.rawValue, priority: item.priority,
          openedAt: item.openedAt.description, language: item.language?.code, text: detail.text, score: detail.score,
          evidence: detail.evidence.map { [$0.lowerBound, $0.upperBound] },
          findings: detail.findings.map {
            .init(name: $0.name, category: $0.category.rawValue, score: $0.score, reason: $0.reason)
          }, parent: detail.parent?.text), isUrgent: true)
    }
    let name = item.authorName.isEmpty ? "(no name)" : Harmless.line(item.authorName)
    try console.say("\(name) on \(Harmless.line(detail.articleTitle ?? item.article.key)), \(item.cause.rawValue):")
    if let parent = detail.parent { try console.say("  in reply to: \(Harmless.line(parent.text, widthMax: 200))") }
    try console.say(
      MarkedText(text: detail.text, ranges: detail.evidence).lines(
        width: min(console.width, Terminal.columnsUsual), indent: "  ", ink: console.ink))
    if item.isBlind {
      try console.say("  chosen by chance; what the machine found is shown once it is decided")
    } else if let score = detail.score, let thresholds = detail.thresholds {
      try console.say("  \(Points.plain(score)) points, held from \(Points.plain(thresholds.hold))")
      for finding in detail.findings.prefix(8) {
        try console.say("  \(Points.plain(finding.score)) \(finding.name): \(finding.reason)")
      }
    }
    for line in detail.author { try console.say("  " + line) }
    try tell("f, d, s, e, x, z, q or ?")
  }

  private func tell(_ words: String) throws {
    if console.format == .text { try console.say(console.ink.faint(words)) }
  }

  private func report(_ item: DeskCase, _ outcome: String, review: ReviewID? = nil, problem: String? = nil) throws {
    switch console.format {
    case .json:
      try console.send(
        OutcomePayload(case: item.id.description, outcome: outcome, review: review?.description, problem: problem),
        isUrgent: true)
    case .text: try console.say("  \(outcome)\(problem.map { ": \($0)" } ?? "")")
    }
  }
}
