import Foundation
import ModerationModel
import RuleEngine
import Testing

@Suite struct ScoreLockTests {
  static let rules = """
    rules:
      - { id: a, match: { words: [раз] }, score: { fit: [0, 5], initial: 2 } }
      - { id: b, match: { words: [два] }, score: 3 }
    """

  private static func time(_ text: String) -> Timestamp { Timestamp(text) ?? morning }

  static let lock = ScoreLock(
    tunedAt: time("2026-11-27T08:00:00Z"),
    data: .init(from: time("2026-05-01"), to: time("2026-11-01"), labels: 3400),
    holdout: .init(from: time("2026-11-01"), to: time("2026-11-27"), labels: 410),
    measures: ["f1": .init(before: 0.81, after: 0.86), "precision": .init(before: 0.9, after: 0.925)],
    scores: ["a": 3.25])

  private func set(_ lock: String?) throws(RuleSetError) -> RuleSet {
    var files = RuleFiles(["ruleset.yaml": "schema: 1\n", "rules.yaml": Self.rules])
    files[ScoreLock.path] = lock
    return try RuleSet(files: files)
  }

  @Test func tunedScoresTakeThePlaceOfInitialOnes() throws {
    let plain = try set(nil)
    #expect(plain.rules[0].score.points == 2)
    #expect(!plain.rules[0].score.isTuned)
    let tuned = try set(Self.lock.text)
    #expect(tuned.rules[0].score.points == 3.25)
    #expect(tuned.rules[0].score.initial == 2)
    #expect(tuned.rules[0].score.isTuned)
    #expect(!tuned.rules[1].score.isTuned)
    #expect(tuned.warnings == [])
    var worker = tuned.makeWorker()
    #expect(worker.evaluate(FieldTexts(body: "раз"), now: morning).signals.map(\.score) == [3.25])
  }

  @Test func whatIsWrittenIsRead() throws {
    #expect(try set(Self.lock.text).scoreLock == Self.lock)
    var empty = Self.lock
    empty.scores = [:]
    empty.measures = [:]
    #expect(try set(empty.text).scoreLock == empty)
  }

  @Test func theLockIsPartOfTheRevision() throws {
    let plain = try set(nil).revision
    let tuned = try set(Self.lock.text).revision
    #expect(plain != tuned)
    #expect(try set("# a remark\n" + Self.lock.text).revision == tuned)
    var other = Self.lock
    other.scores["a"] = 3.26
    #expect(try set(other.text).revision != tuned)
    other = Self.lock
    other.holdout.labels += 1
    #expect(try set(other.text).revision != tuned)
  }

  static let mistakes: [(String, DiagnosticCode, String, Bool)] = [
    ("scores: { a: 5.5 }", .scoreOutsideFit, "5.5 of «a» lies outside its fit", true),
    ("scores: { a: -1 }", .scoreOutsideFit, "lies outside its fit", true),
    ("scores: { b: 1 }", .scoreOutsideFit, "has a fixed score, which stands", false),
    ("scores: { gone: 1 }", .unknownRule, "there is no rule «gone» any more", false),
    ("scores: { a: much }", .wrongType, "a score is not a number", true),
    ("scores: { a: 1 }\nsecret: 1", .unknownKey, "unknown key of scores.lock «secret»", true),
  ]

  @Test(arguments: mistakes)
  func mistakesAreTold(_ scores: String, _ code: DiagnosticCode, _ words: String, _ isError: Bool) throws {
    var empty = Self.lock
    empty.scores = [:]
    let text = empty.text.replacingOccurrences(of: "scores: {}", with: scores)
    var files = RuleFiles(["ruleset.yaml": "schema: 1\n", "rules.yaml": Self.rules])
    files[ScoreLock.path] = text
    let found = RuleSet.lint(files, now: morning).filter { $0.place.file == ScoreLock.path }
    #expect(found.map(\.code) == [code], "\(found)")
    #expect(found.first?.message.contains(words) == true, "\(found)")
    #expect(found.first?.severity == (isError ? .error : .warning))
    if isError {
      #expect(throws: RuleSetError.self) { try RuleSet(files: files) }
    } else {
      #expect(try RuleSet(files: files).rules.map(\.score.points) == [2, 3])
    }
  }

  @Test(arguments: ["", "[]", "schema: 2\n", "scores: { a: 1 }", "tuned: yesterday\ndata: {}\nholdout: {}\n"])
  func damagedLocksRefuseTheSet(_ text: String) {
    let error = #expect(throws: RuleSetError.self) { try set(text) }
    #expect(error?.errors.allSatisfy { $0.place.file == ScoreLock.path } == true)
  }

  @Test func theFolderBringsItsLock() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lock-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in [("ruleset.yaml", "schema: 1\n"), ("rules.yaml", Self.rules), ("scores.lock", Self.lock.text)] {
      try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    #expect(try RuleSet.load(folder: folder.path).scoreLock == Self.lock)
  }
}
