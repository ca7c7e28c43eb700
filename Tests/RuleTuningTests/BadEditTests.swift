import HistoryFixtures
import ModerationModel
import ModerationPipeline
import RuleEngine
import RuleTuning
import Testing

/// Sixty edits that somebody might make by mistake, and what stands between them and the readers.
@Suite struct BadEditTests {
  enum Gate: String { case loading, lint, tests, replay, share }

  private static let now = Timestamp(milliseconds: 1_783_000_000_000)

  @Test func nearlyEveryBadEditIsCaught() async throws {
    #expect(BadEdit.all.count == 60)
    let files = RuleFiles(NewsroomRules.files)
    let before = Set(RuleSet.lint(files, now: Self.now).map { "\($0.code) \($0.message)" })
    #expect(before.isEmpty, "the newsroom's own rules lint clean: \(before)")
    let set = try RuleSet(files: files)
    let rows = HistoryJudge(pipeline: ModerationPipeline(ruleSet: set), threads: 2).judge(Rehearsal.decided(1_500))
    #expect(rows.count > 400)

    var caught: [String: [String]] = [:]
    var missed: [String] = []
    for edit in BadEdit.all {
      let text = try #require(files[edit.file])
      // The edits are written as they stand in the source, two columns to the right of the file.
      let find = Self.shifted(edit.find)
      #expect(text.ranges(of: find).count == 1, "«\(edit)» edits one place")
      var edited = files
      edited[edit.file] = text.replacing(find, with: Self.shifted(edit.put))
      if let gate = Self.gate(edited, before, set, rows) {
        caught[gate.rawValue, default: []].append(edit.description)
      } else {
        missed.append(edit.description)
      }
    }
    let share = Double(BadEdit.all.count - missed.count) / Double(BadEdit.all.count)
    let byGate = caught.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.count)" }.joined(separator: ", ")
    print(
      "bad edits: \(BadEdit.all.count - missed.count) of \(BadEdit.all.count) caught (\(byGate)); missed: \(missed)")
    for (gate, edits) in caught.sorted(by: { $0.key < $1.key }) { print("  \(gate): \(edits.joined(separator: "; "))") }
    #expect(share >= 0.95, "missed: \(missed)")
  }

  /// The first gate that an edit does not pass.
  private static func gate(
    _ files: RuleFiles, _ before: Set<String>, _ old: RuleSet, _ rows: [JudgedRow]
  ) -> Gate? {
    guard let new = try? RuleSet(files: files) else { return .loading }
    let findings = RuleSet.lint(files, now: now).filter {
      $0.severity != .note && !before.contains("\($0.code) \($0.message)")
    }
    if findings.contains(where: { $0.code != .testFailed }) { return .lint }
    if !findings.isEmpty { return .tests }
    let judged = HistoryJudge(pipeline: ModerationPipeline(ruleSet: new), threads: 2).judge(rows.map(\.row))
    let flips = DecisionFlips(rows, judged)
    if flips.wrong >= 3, flips.wrong > flips.right { return .replay }
    let hits = judged.reduce(into: [String: Int]()) { counts, row in
      for signal in row.verdict.signals where signal.source == .rule && signal.score > 0 {
        counts[signal.name, default: 0] += 1
      }
    }
    let isTripped = hits.values.contains { count in
      new.guards.contains { $0.isTripped(share: Double(count) / Double(judged.count), hits: count) }
    }
    return isTripped ? .share : nil
  }

  private static func shifted(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
      line.hasPrefix("        ") ? String(line.dropFirst(4)) : String(line)
    }
    .joined(separator: "\n")
  }
}
