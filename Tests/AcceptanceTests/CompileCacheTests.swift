import Foundation
import Testing

/// The compile cache between real programs: what one keeps, another uses, and nothing that goes wrong with it is seen.
@Suite struct CompileCacheTests {
  private let newsroom: Newsroom
  private let rules: String

  init() throws {
    newsroom = try Newsroom()
    try newsroom.write("schema: 1\nname: cached\n", to: "rules/ruleset.yaml")
    let entries = (0..<400).map { #"казино\W{0,3}бонус\#($0)\w*"# }
    try newsroom.write(
      """
      rules:
        - id: casino
          category: spam
          match: { pcre: [\(entries.map { "'\($0)'" }.joined(separator: ", "))] }
          score: 6
          tests: { hit: ['Казино: бонус7!'], miss: ['Сколько магазинов закрыли?'] }

      """, to: "rules/rules.yaml")
    rules = newsroom.path("rules")
    newsroom.environment["MODERATO_CACHE"] = newsroom.path("cache")
  }

  private var arguments: [String] { ["check", "--rules", rules, "--format", "json", "казино бонус399, заходи"] }

  private func kept() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: newsroom.path("cache"))) ?? []).sorted()
  }

  @Test func programsThatStartAtOnceAgreeAndLeaveOneWholeFile() throws {
    let running = try (0..<4).map { _ in try newsroom.start(arguments) }
    let outcomes = try running.map { try $0.outcome() }
    #expect(Set(outcomes.map(\.output)).count == 1)
    #expect(outcomes.allSatisfy { $0.status == 0 && $0.output.contains(#""action":"hold""#) }, "\(outcomes)")
    let names = kept()
    #expect(names.count == 1 && names[0].hasSuffix(".cache"), "\(names)")

    // Another program uses what they kept: it does not write it anew.
    let path = newsroom.path("cache/\(names[0])")
    let before = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
    #expect(try newsroom.run(arguments).output == outcomes[0].output)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int == before)
  }

  /// As on a full disk: nothing beyond the first 4 KB of a file can be written.
  @Test func whatCannotBeWrittenIsDoneWithout() throws {
    let program = try Newsroom.program.path
    let whole = try newsroom.run(arguments)
    try FileManager.default.removeItem(atPath: newsroom.path("cache"))
    let quoted = ([program] + arguments).map { "'\($0)'" }.joined(separator: " ")
    let full = try newsroom.start(
      ["-c", "trap '' XFSZ; ulimit -f 8; exec \(quoted)"], program: URL(filePath: "/bin/sh")
    ).outcome()
    #expect(full.status == 0 && full.output == whole.output, "\(full.errors)")
    #expect(kept().isEmpty, "half a file is no file")
  }

  @Test func aFileOfAnotherVersionIsNotRead() throws {
    let first = try newsroom.run(arguments)
    let path = newsroom.path("cache/\(try #require(kept().first))")
    var bytes = try #require(FileManager.default.contents(atPath: path))
    // The key behind the head says for which files and which versions of everything it was made.
    bytes[20] ^= 1
    try bytes.write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(try newsroom.run(arguments).output == first.output)
    #expect(FileManager.default.contents(atPath: path) != bytes, "it was compiled and kept anew")
  }
}
