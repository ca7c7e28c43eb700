import DefaultRules
import Foundation
import RuleEngine
import Testing

/// The canonical layout: settled after one pass, the same to the engine, no comment lost.
@Suite struct RuleFormatTests {
  private func formatted(_ text: String) -> String {
    if case .changed(let result) = RuleFormat.format(text, file: "a.yaml") { return result }
    return text
  }

  @Test func keysAreOrderedAndCommentsStay() {
    let text = """
      # head
      rules:
        # first
        - score: 3
          # what it looks for
          match:
            # deep
            words: [a, b]   # beside
          id: a.b
          title: T


        - { id: c, match: { words: [x] } }
        # last
        - id: d
          match: { words: [y] }
      """
    #expect(
      formatted(text) == """
        # head
        rules:
          # first
          - id: a.b
            title: T
            # what it looks for
            match:
              # deep
              words: [a, b]   # beside
            score: 3

          - { id: c, match: { words: [x] } }
          # last
          - id: d
            match: { words: [y] }

        """)
  }

  @Test(arguments: [
    "rules:\n  - id: a\n    title: |\n      x  \n\n\n      y\n    match: { words: [x] }\n",
    "rules:\n  - title: 'x\n\n\n      y'\n    id: a\n    match: { words: [x] }\n",
    "rules:\n- title: x\n  id: a\n  match: { words: [x] }\n",
  ])
  func whatIsNotUnderstoodStays(text: String) {
    #expect(formatted(text) == text)
  }

  @Test func damagedFilesAreRefused() {
    guard case .damaged(let findings) = RuleFormat.format("rules: [\n", file: "a.yaml") else {
      Issue.record("a damaged file was formatted")
      return
    }
    #expect(findings.first?.code == .syntax)
  }

  @Test func shippedRulesKeepTheirRevision() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    var files = try RuleFiles(folder: root.appendingPathComponent("Rules").path)
    let revision = try RuleSet(files: files).revision
    for path in files.paths where path.hasSuffix(".yaml") {
      let text = try #require(files[path])
      let once = formatted(text)
      #expect(formatted(once) == once, "\(path)")
      files[path] = once
    }
    #expect(try RuleSet(files: files).revision == revision)
  }

  @Test func anyOrderOfKeysComesToTheSame() throws {
    var random = SystemSeed(state: 2026)
    let keys = [
      "id: a", "title: 'T: x'", "# note", "match:\n      words: [x]\n      # inner", "score: 3.50", "status: live",
      "tests:\n      hit:\n        - x", "owner: desk",
    ]
    for round in 0..<300 {
      let body = keys.shuffled(using: &random).joined(separator: "\n    ")
      guard !body.hasPrefix("#") else { continue }
      let text = "rules:\n  - \(body)\n"
      let files = RuleFiles(["ruleset.yaml": "schema: 1\n", "a.yaml": text])
      guard let revision = try? RuleSet(files: files).revision else { continue }
      let once = formatted(text)
      let settled = RuleFiles(["ruleset.yaml": "schema: 1\n", "a.yaml": once])
      #expect(try RuleSet(files: settled).revision == revision, "round \(round) of seed 2026")
      #expect(formatted(once) == once, "round \(round) of seed 2026:\n\(text)")
    }
  }
}

private struct SystemSeed: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
