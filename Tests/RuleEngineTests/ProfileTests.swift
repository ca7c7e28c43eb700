import Foundation
import ModerationModel
import RuleEngine
import Synchronization
import Testing

@Suite struct ProfileTests {
  /// A clock that moves by one whenever somebody looks.
  private final class Steps: Sendable {
    private let count = Mutex<UInt64>(0)
    func next() -> UInt64 {
      count.withLock {
        $0 += 1
        return $0
      }
    }
  }

  @Test func costsAreCountedByRuleAndExpression() throws {
    let rules = try ruleSet(
      """
      rules:
        - { id: often, match: { pcre: ['[а-я]{2}', 'кот\\w'], words: [дом] }, score: 1 }
        - { id: seldom, match: { pcre: 'слон\\w' }, score: 1 }
        - { id: plain, match: { words: [дом] }, score: 1 }
      """)
    let steps = Steps()
    let texts = ["кот и дом", "слоны", "коты"].map { FieldTexts(body: $0) }
    let profile = rules.profile(texts, now: morning) { steps.next() }
    #expect(profile.texts == 3)
    #expect(profile.nanoseconds > profile.searchNanoseconds)
    #expect(profile.rules.map(\.id) == ["often", "seldom", "plain"])
    #expect(profile.rules.map(\.hits) == [3, 1, 1])
    let often = profile.rules[0]
    #expect(often.patterns.map(\.pattern) == ["[а-я]{2}", #"кот\w"#])
    #expect(often.patterns.map(\.tries) == [3, 2])
    // Each try is one step of the clock.
    #expect(often.patterns.map(\.nanoseconds) == [3, 2])
    #expect(often.patterns.map(\.hasLiteral) == [false, true])
    #expect(profile.rules[1].tries == 1)
    #expect(profile.expressionCount == 3)
    #expect(profile.withoutLiteralCount == 1)
  }

  @Test func replacingAFolderChangesWhatDiffersAlone() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("replace-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("lists"), withIntermediateDirectories: true)
    func write(_ name: String, _ text: String) throws {
      try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    try write("ruleset.yaml", "schema: 1\n")
    try write("a.yaml", "rules: []\n")
    try write("lists/l.txt", "раз\n")
    try write("README.md", "hands off")
    let before = try RuleFiles(folder: folder.path)
    let after = RuleFiles(["ruleset.yaml": "schema: 1\nname: n\n", "a.yaml": "rules: []\n", "lists/m.txt": "два\n"])
    try after.replace(in: folder.path)
    #expect(try RuleFiles(folder: folder.path) == after)
    #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent("README.md").path))
    #expect(RuleSetChanges(from: before, to: after).files.added == ["lists/m.txt"])
    #expect(RuleSetChanges(from: before, to: after).files.changed == ["ruleset.yaml"])
    #expect(RuleSetChanges(from: before, to: after).files.removed == ["lists/l.txt"])
    try before.replace(in: folder.path)
    #expect(try RuleFiles(folder: folder.path) == before)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["README.md", "a.yaml", "lists", "ruleset.yaml"])

    // What cannot be written leaves everything as it was: a folder stands where a file should.
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("z.yaml"), withIntermediateDirectories: true)
    var impossible = after
    impossible["z.yaml"] = "rules: []\n"
    #expect(throws: RuleSetError.self) { try impossible.replace(in: folder.path) }
    #expect(try RuleFiles(folder: folder.path) == before)
  }
}
