import CommentFlow
import CommentStore
import DefaultRules
import Foundation
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning
import Synchronization

/// Sends labelled comments through the whole flow, with a person who decides at once on everything that is held, and says
/// what each heuristic found, what it would have held alone and what only it held.
///
/// A comment whose label is bad is decided to be spam, a good one is approved; what is published or refused is decided by
/// nobody. Addresses and forms are not known. Alone and last are counted on the verdicts as they were: what a heuristic's
/// absence would have changed in later decisions is not.
struct Ablation {
  var name: String
  var rows: [Row]

  private struct Judged {
    var isBad: Bool
    var verdict: Verdict
  }

  func run() async throws {
    let rules = try RuleSet.load(folder: try DefaultRules.folder().path(percentEncoded: false))
    let judged = try await judgements(rules)
    let policy = ActionPolicy(rules: rules.policy)
    func isHeld(_ signals: [Signal]) -> Bool {
      policy.outcome(of: signals, policy: CommentPolicy(), sanction: nil).action != .publish
    }
    let bad = judged.count { $0.isBad }
    let caught = judged.count { $0.isBad && $0.verdict.action != .publish }
    let wrong = judged.count { !$0.isBad && $0.verdict.action != .publish }
    print("\n\(name): \(bad) bad, \(judged.count - bad) good; held or refused: \(caught) bad, \(wrong) good")
    print("heuristic, hits on bad, hits on good, precision (95 %), alone bad, alone good, last bad, last good")
    for heuristic in HeuristicCatalogue.entries.map(\.name) {
      var counts = [0, 0, 0, 0, 0, 0]
      for row in judged {
        let signals = row.verdict.signals
        let own = signals.filter { $0.name == heuristic && $0.status == .live }
        guard !own.isEmpty else { continue }
        let side = row.isBad ? 0 : 1
        counts[side] += 1
        if isHeld(own) { counts[2 + side] += 1 }
        if isHeld(signals), !isHeld(signals.filter { $0.name != heuristic }) { counts[4 + side] += 1 }
      }
      guard counts[0] + counts[1] > 0 else { continue }
      print(
        "\(heuristic.dropFirst("heuristic.".count)), \(counts[0]), \(counts[1]), \(interval(counts[0], counts[0] + counts[1])), "
          + counts[2...].map(String.init).joined(separator: ", "))
    }
  }

  /// The Wilson interval of a share.
  private func interval(_ hits: Int, _ count: Int) -> String {
    let (n, z) = (Double(count), 1.96)
    let p = Double(hits) / n
    let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    func shown(_ share: Double) -> String { String(Double(Int((1000 * share).rounded())) / 1000) }
    return "\(shown(p)) [\(shown(max(0, middle - half))), \(shown(min(1, middle + half)))]"
  }

  private func judgements(_ rules: RuleSet) async throws -> [Judged] {
    let clock = Mutex(Timestamp(milliseconds: 0))
    let counter = Mutex(UInt128(0))
    let time: @Sendable () -> Timestamp = { clock.withLock { $0 } }
    let flow = CommentFlow(
      store: MemoryStore(), pipeline: ModerationPipeline(ruleSet: rules), secret: .ephemeral(),
      surroundings: Surroundings(
        now: time,
        random: {
          counter.withLock {
            $0 += 1
            return ($0 &* 0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835) ^ ($0 << 64)
          }
        }))
    var places: [String: ArticleID] = [:]
    var judged: [Judged] = []
    for row in rows {
      guard let isBad = row.isBad else { continue }
      clock.withLock { $0 = max($0, row.at) }
      if places[row.place] == nil {
        let id = try ArticleID(validating: "place-\(places.count)")
        try await flow.add(
          Article(id: id, url: "https://news.example/\(id.key)", title: "Article", publishedAt: time()))
        places[row.place] = id
      }
      guard let article = places[row.place] else { continue }
      let submission = Submission(
        article: article, text: String(row.text.prefix(4_000)).replacing("\0", with: ""),
        author: AuthorClaim(
          name: String(row.author.prefix(60)),
          email: row.author.unicodeScalars.map { String($0.value, radix: 36) }.joined().prefix(60) + "@post.example"))
      let comment: Comment
      do { comment = try await flow.submit(submission).comment } catch { continue }
      judged.append(Judged(isBad: isBad, verdict: comment.revision.verdict))
      guard comment.state == .pending else { continue }
      _ = try await flow.review(
        ReviewRequest(
          targets: [.init(comment: comment.id)], decision: isBad ? .spam : .approve, moderator: "editor"))
    }
    return judged
  }
}
