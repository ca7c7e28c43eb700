import Foundation
import ModerationModel
import Testing

@testable import RuleEngine

@Suite struct RuleCacheTests {
  private let folder: URL
  private let cache: RuleCache

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "rule-cache-\(UUID().uuidString)")
    cache = RuleCache(folder: folder.appending(path: "cache").path)
  }

  /// Every kind of pattern, over views that are folded and not, with the same expression twice.
  private static let files = RuleFiles([
    "ruleset.yaml": """
    schema: 1
    name: cached
    macros: { GAP: '[ .]{0,3}' }
    lists: { shops: { file: lists/shops.txt, kind: words }, shapes: { file: lists/shapes.txt, kind: regex } }
    defaults: { owner: desk }
    """,
    "rules.yaml": """
    rules:
      - id: a.words
        match: { words: [казино, 'ставк(?:и|ок)', Straße], except: [редакции] }
        reason: "The word «{{match}}» — \\u00e9"
        score: 2
        tests: { hit: ['Лучшее кaзинo'], miss: [магазин] }
      - id: b.pattern
        match: { pcre: ['к{GAP}а{GAP}з', '\\bslot(?=s)|\\d{3,}', '.'] }
        score: 1.50
      - { id: c.raw, view: raw, flags: [case_sensitive], match: { any: [ { substring: [VIP] }, { pcre: '.' } ] } }
      - { id: d.list, match: { all: [ { list: shops }, { not: { list: shapes } } ] }, max_hits: 3 }
      - { id: e.meta, meta: a.words and not c.raw, score: 3 }
    """,
    "lists/shops.txt": "# shops\nмагазин\n18+\nпервый ряд\n",
    "lists/shapes.txt": "к[оа]т\n(?i)sh.p\n",
  ])
  private static let texts = [
    "Лучшее кaзинo города", "магазин VIP 18+", "К. А. З slots 1234 кот", "первый  ряд", "Strasse", "редакции", "",
  ]

  private func answers(_ rules: RuleSet) -> [String] {
    var worker = rules.makeWorker()
    return Self.texts.map { text in
      worker.evaluate(FieldTexts(body: text), now: Timestamp(milliseconds: 0)).signals
        .map { "\($0.name) \($0.score) \($0.evidence) \($0.reason)" }.joined(separator: "; ")
    } + [rules.revision]
  }

  private var path: String { cache.path(of: RuleCache.key(of: Self.files)) }

  @Test func whatIsCachedJudgesTheSame() throws {
    let plain = try answers(RuleSet(files: Self.files))
    #expect(try answers(RuleSet(files: Self.files, cache: cache)) == plain)
    let record = cache.record(of: Self.files)
    #expect(record.revision == plain.last && !record.testsPassed)
    #expect(try answers(RuleSet(files: Self.files, cache: cache)) == plain)

    // A replayed compilation has nothing new to say.
    let (compiled, _, _) = RuleSetCompiler.compile(Self.files, record: record)
    #expect(compiled != nil && !record.isChanged && !record.isUnfit)
  }

  @Test func testsThatPassedAreRememberedAndOthersAreNot() throws {
    _ = try RuleSet(files: Self.files, requireTests: true, cache: cache)
    #expect(cache.record(of: Self.files).testsPassed)
    #expect(
      try answers(RuleSet(files: Self.files, requireTests: true, cache: cache)) == answers(RuleSet(files: Self.files)))

    var failing = Self.files
    failing["rules.yaml"]?.replace("miss: [магазин]", with: "miss: [казино]")
    for _ in 0..<2 {
      #expect(throws: RuleSetError.self) { try RuleSet(files: failing, requireTests: true, cache: cache) }
    }
  }

  @Test func anyChangeOfAFileIsAnotherKey() {
    let key = RuleCache.key(of: Self.files)
    for path in Self.files.paths {
      var other = Self.files
      other[path]? += "\n"
      #expect(RuleCache.key(of: other) != key)
    }
    var moved = Self.files
    moved["other.yaml"] = moved["rules.yaml"]
    moved["rules.yaml"] = nil
    #expect(RuleCache.key(of: moved) != key)
  }

  @Test func aDamagedFileIsCompiledAnew() throws {
    let plain = try answers(RuleSet(files: Self.files, cache: cache))
    let whole = try Data(contentsOf: URL(filePath: path))
    for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 200)) {
      var damaged = whole
      damaged[place] ^= 0x41
      try write(damaged)
      #expect(cache.record(of: Self.files).revision == nil, "byte \(place)")
      if place % 7 == 0 { #expect(try answers(RuleSet(files: Self.files, cache: cache)) == plain, "byte \(place)") }
    }
    for length in stride(from: 0, to: whole.count, by: max(1, whole.count / 50)) {
      try write(whole.prefix(length))
      #expect(cache.record(of: Self.files).revision == nil, "\(length) bytes")
    }
    // What was compiled anew is kept anew.
    _ = try RuleSet(files: Self.files, cache: cache)
    #expect(try Data(contentsOf: URL(filePath: path)) == whole)
  }

  /// Even a file whose checksum is right may say anything; it must end in a sound rule set or none.
  @Test func aForgedRecordNeitherCrashesNorIsKept() throws {
    let plain = try answers(RuleSet(files: Self.files, cache: cache))
    let key = RuleCache.key(of: Self.files)
    let whole = CompileRecord(key: key)
    _ = RuleSetCompiler.compile(Self.files, record: whole)
    let bytes = whole.encoded()
    for place in bytes.indices {
      var forged = bytes
      forged[place] ^= 0x81
      guard let record = CompileRecord(key: key, bytes: forged, from: 0) else { continue }
      _ = RuleSetCompiler.compile(Self.files, record: record)
    }
    #expect(try answers(RuleSet(files: Self.files, cache: cache)) == plain)
  }

  @Test func onlyItsOwnerMayHaveWrittenIt() throws {
    _ = try RuleSet(files: Self.files, cache: cache)
    let manager = FileManager.default
    func mode(_ path: String) throws -> Int? {
      (try manager.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
    }
    #expect(try mode(path) == 0o600 && mode(cache.folder) == 0o700)
    try manager.setAttributes([.posixPermissions: 0o660], ofItemAtPath: path)
    #expect(cache.record(of: Self.files).revision == nil)
    try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try manager.setAttributes([.posixPermissions: 0o777], ofItemAtPath: cache.folder)
    #expect(cache.record(of: Self.files).revision == nil)
    try manager.removeItem(atPath: path)
    _ = try RuleSet(files: Self.files, cache: cache)
    #expect(!manager.fileExists(atPath: path), "nothing is written where others may write")
    try manager.setAttributes([.posixPermissions: 0o700], ofItemAtPath: cache.folder)

    // A link in the place of the file is not followed.
    _ = try RuleSet(files: Self.files, cache: cache)
    try manager.moveItem(atPath: path, toPath: path + ".moved")
    try manager.createSymbolicLink(atPath: path, withDestinationPath: path + ".moved")
    #expect(cache.record(of: Self.files).revision == nil)
  }

  @Test(arguments: ["/dev/null/cache", "/proc/cache", ""])
  func whereNothingCanBeKeptRulesAreCompiled(folder: String) throws {
    #expect(
      try answers(RuleSet(files: Self.files, cache: RuleCache(folder: folder))) == answers(RuleSet(files: Self.files)))
  }

  @Test func manyAtOnceAgree() async throws {
    let plain = try answers(RuleSet(files: Self.files))
    try await withThrowingTaskGroup(of: [String].self) { group in
      for _ in 0..<8 {
        group.addTask { try answers(RuleSet(files: Self.files, requireTests: true, cache: cache)) }
      }
      for try await found in group { #expect(found == plain) }
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: cache.folder)
    #expect(names.count == 1 && names[0].hasSuffix(".cache"), "\(names)")
  }

  @Test func theOldestAreDropped() throws {
    for number in 0..<(RuleCache.filesMax + 3) {
      _ = try RuleSet(files: RuleFiles(["ruleset.yaml": "schema: 1\nname: n\(number)\n"]), cache: cache)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: cache.folder).count == RuleCache.filesMax)
  }

  private func write(_ data: Data) throws {
    try data.write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }
}
