import Foundation
import ModerationModel
import RuleEngine
import Testing

@Suite struct RuleSetTests {
  static let ruleset = """
    schema: 1
    name: default
    policy: { hold: 4, reject: 10, spam: 11, on_rule_error: hold, group_caps: { links: 6 } }
    defaults: { owner: desk, fields: [body], view: fold, status: live }
    heuristics: { flood: { posts_max: 7 }, first_comment: { score: 0 } }
    lists: { w: { file: lists/w.txt, kind: words } }
    guards: { window: 24h, trip_if: { share: '> 0.05', hits: '>= 20' }, then: shadow }
    """
  static let files = RuleFiles([
    "ruleset.yaml": ruleset,
    "a.yaml": "rules:\n  - { id: a, match: { words: [раз, два] }, score: 3.5 }\n  - { id: b, meta: a }\n",
    "c.yaml": "rules:\n  - { id: c, match: { list: w }, score: { fit: [0, 5], initial: 2 } }\n",
    "lists/w.txt": "три\nчетыре\n",
  ])

  @Test func readsTheWholeSet() throws {
    let rules = try RuleSet(files: Self.files)
    #expect(rules.name == "default")
    #expect(rules.policy.thresholds == Thresholds(hold: 4, reject: 10, spam: 11))
    #expect(rules.policy.groupCaps == ["links": 6])
    #expect(rules.policy.heuristics.value("heuristic.flood", "posts_max") == 7)
    #expect(rules.rules.map(\.id) == ["a", "b", "c"])
    #expect(rules.rules.map(\.owner) == ["desk", "desk", "desk"])
    #expect(rules.rules.map(\.patternCount) == [2, 0, 2])
    #expect(rules.rules[2].score.fit == 0...5)
    #expect(rules.rules[1].place == SourcePlace(file: "a.yaml", line: 3, column: 11))
    #expect(rules.guards.map(\.windowSeconds) == [86_400])
    #expect(rules.guards[0].isTripped(share: 0.06, hits: 20))
    #expect(!rules.guards[0].isTripped(share: 0.06, hits: 19))
  }

  /// Edits that leave the revision alone, and edits that do not.
  @Test func revisionStandsForTheContent() throws {
    let revision = try RuleSet(files: Self.files).revision
    #expect(revision.count == 64)
    var moved = RuleFiles(["ruleset.yaml": Self.ruleset, "lists/w.txt": "# list\nчетыре\n\n  три\nтри\n"])
    moved["z.yaml"] = """
      # the same rules in one file, in another order
      rules:
        - id: c
          score: { initial: 2.0, fit: [0, 5.00] }
          match: { list: "w" }
        - { meta: a, id: b }
        - id: 'a'
          match:
            words:
              - раз
              - "два"
          score: 3.50
      """
    #expect(try RuleSet(files: moved).revision == revision)
    for (path, old, new) in [
      ("a.yaml", "3.5", "3.6"), ("a.yaml", "два", "двa"), ("a.yaml", "id: b", "id: bb"), ("lists/w.txt", "три", "тpи"),
      ("ruleset.yaml", "hold: 4", "hold: 5"), ("ruleset.yaml", "posts_max: 7", "posts_max: 8"),
    ] {
      var changed = Self.files
      changed[path] = changed[path]?.replacingOccurrences(of: old, with: new)
      #expect(try RuleSet(files: changed).revision != revision, "\(path) \(new)")
    }
  }

  @Test func orderOfRulesNeverMatters() throws {
    let blocks = [
      "  - { id: a, match: { words: [раз] }, group: g, score: 1 }\n",
      "  - { id: b, meta: a and not d, group: g, score: 1 }\n",
      "  - { id: c, meta: group.g >= 2, reason: '{{a.match}}' }\n",
      "  - { id: d, when: { links: '> 1' } }\n",
      "  - { id: e, match: { any: [{ words: [два] }, { words: [раз] }] }, max_hits: 3, score: 1 }\n",
    ]
    var random = SeededGenerator(seed: 7)
    let expected = try outcome(blocks)
    #expect(expected.signals.count == 4)
    for _ in 0..<20 { #expect(try outcome(blocks.shuffled(using: &random)) == expected) }
  }

  private func outcome(_ blocks: [String]) throws -> RuleOutcome {
    var worker = try ruleSet("rules:\n" + blocks.joined()).makeWorker()
    return worker.evaluate(FieldTexts(body: "раз, два, раз"), now: morning)
  }

  @Test func damagedSetNeverReplacesAGoodOne() throws {
    let holder = RuleSetHolder()
    try holder.replace(with: Self.files)
    let good = holder.current.revision
    var damaged = Self.files
    damaged["a.yaml"] = "rules: [{ id: a, match: { pcre: '(' } }]"
    #expect(throws: RuleSetError.self) { try holder.replace(with: damaged) }
    #expect(holder.current.revision == good)
    #expect(holder.latestDiagnostics.contains { $0.code == .badPattern })

    damaged["a.yaml"] = "rules: [{ id: a, match: { words: [раз] }, tests: { hit: [два] } }]"
    let error = #expect(throws: RuleSetError.self) { try holder.replace(with: damaged) }
    #expect(error?.code == .testsFailed)
    #expect(holder.current.revision == good)
    try holder.replace(with: Self.files)
    #expect(holder.latestDiagnostics.isEmpty)
  }

  @Test func readsFoldersWithoutFollowingLinks() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("rules-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let lists = folder.appendingPathComponent("lists")
    try FileManager.default.createDirectory(at: lists, withIntermediateDirectories: true)
    for path in Self.files.paths {
      try Self.files[path]?.write(to: folder.appendingPathComponent(path), atomically: true, encoding: .utf8)
    }
    try "not yaml: [".write(to: folder.appendingPathComponent(".hidden.yaml"), atomically: true, encoding: .utf8)
    let rules = try RuleSet.load(folder: folder.path)
    #expect(try rules.revision == RuleSet(files: Self.files).revision)

    try FileManager.default.createSymbolicLink(
      at: lists.appendingPathComponent("link.txt"), withDestinationURL: URL(fileURLWithPath: "/etc/hostname"))
    let error = #expect(throws: RuleSetError.self) { try RuleSet.load(folder: folder.path) }
    #expect(error?.errors.map(\.code) == [.unreadableFile])
    let missing = #expect(throws: RuleSetError.self) { try RuleSet.load(folder: folder.path + "/no") }
    #expect(missing?.code == .unreadable)
  }

  @Test func readsASingleRuleFile() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("rule-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    try rule("match: { words: [раз] }").write(to: file, atomically: true, encoding: .utf8)
    #expect(try RuleSet(files: RuleFiles(ruleFile: file.path)).rules.count == 1)
    try Data([0xFF, 0xFE, 0x00]).write(to: file)
    #expect(throws: RuleSetError.self) { try RuleFiles(ruleFile: file.path) }
  }
}

/// SplitMix64, so that a failure can be repeated from its seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
