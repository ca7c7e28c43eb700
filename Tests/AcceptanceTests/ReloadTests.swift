import Foundation
import RuleEngine
import ServiceAssembly
import Synchronization
import Testing

@Suite struct ReloadTests {
  private final class Record: Sendable {
    private let outcomes = Mutex<[String]>([])
    var all: [String] { outcomes.withLock { $0 } }

    func note(_ outcome: RuleReloader.Outcome) {
      let word =
        switch outcome {
        case .loaded(let rules): "loaded \(rules.rules.map(\.id).joined(separator: ","))"
        case .unchanged: "unchanged"
        case .refused(let error): "refused \(error.code.rawValue)"
        }
      outcomes.withLock { $0.append(word) }
    }
  }

  private func write(_ rules: String, to folder: URL) throws {
    try rules.write(to: folder.appending(path: "rules.yaml"), atomically: true, encoding: .utf8)
  }

  private func rule(_ id: String, hit: String = "казино") -> String {
    "rules:\n  - { id: \(id), owner: desk, category: spam, match: { words: [казино] }, score: 5, tests: { hit: [\(hit)] } }\n"
  }

  @Test func takesASoundEditAndNeverADamagedOne() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "reload-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try "schema: 1\nname: reload\n".write(
      to: folder.appending(path: "ruleset.yaml"), atomically: true, encoding: .utf8)
    try write(rule("first"), to: folder)
    let record = Record()
    let reloader = RuleReloader(
      folder: folder.path, revision: try RuleSet.load(folder: folder.path).revision, announce: record.note)
    await reloader.look()
    #expect(record.all == [])

    try write(rule("second"), to: folder)
    await reloader.look()
    #expect(record.all == [], "a folder that has just changed may be half written")
    await reloader.look()
    await reloader.look()
    #expect(record.all == ["loaded second"])

    try write("rules: [", to: folder)
    await reloader.look()
    await reloader.look()
    #expect(record.all.last == "refused damaged")

    // Well formed, but an example of its own fails.
    try write(rule("third", hit: "магазин"), to: folder)
    await reloader.reload()
    #expect(record.all.last == "refused tests_failed")

    try write(rule("second"), to: folder)
    await reloader.reload()
    #expect(record.all.last == "unchanged")
    #expect(record.all.count == 4)
  }
}
