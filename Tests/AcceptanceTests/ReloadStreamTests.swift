import Foundation
import RuleEngine
import Synchronization
import Testing

/// An editor saves a rule file while a stream of checks goes on.
struct ReloadStreamTests {
  /// Rows of a stream that goes on until it is told to end, as fast as somebody looks at it.
  private final class Feed: Sendable {
    private struct State {
      var sent = 0
      var wanted = 500
      var isEnding = false
    }

    private let state = Mutex(State())
    private let writing: FileHandle

    init(to writing: FileHandle) { self.writing = writing }

    var sent: Int { state.withLock { $0.sent } }

    func end() { state.withLock { $0.isEnding = true } }

    /// Lets more rows come. Where nobody asks for them, because the machine is busy, the stream must not grow for ever.
    func goOn() { state.withLock { $0.wanted = max($0.wanted, $0.sent + 200) } }

    /// Writes blocks of rows as they are wanted; a full pipe makes it wait.
    func run() {
      while true {
        let (first, isWanted, isEnding) = state.withLock { ($0.sent, $0.sent < $0.wanted, $0.isEnding) }
        if isEnding { break }
        guard isWanted else {
          Thread.sleep(forTimeInterval: 0.002)
          continue
        }
        let rows = (first..<(first + 100)).map { "{\"id\": \($0), \"text\": \"Лучшее казино города номер \($0)\"}\n" }
        guard (try? writing.write(contentsOf: Data(rows.joined().utf8))) != nil else { break }
        state.withLock { $0.sent = first + 100 }
      }
      try? writing.close()
    }
  }

  private struct Answer {
    var id: Int
    var score: Double
    var revision: String
  }

  private func answers(_ lines: some Sequence<Substring>) throws -> [Answer] {
    try lines.map { line in
      let row = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      return Answer(
        id: try #require(row["id"] as? Int), score: try #require(row["score"] as? Double),
        revision: try #require(row["ruleset"] as? String))
    }
  }

  private func rule(score: Int) -> String {
    """
    rules:
      - { id: casino, owner: desk, category: spam, match: { words: [казино] }, score: \(score), tests: { hit: [казино] } }

    """
  }

  @Test func anEditTakesForceWhileTheStreamGoesOnAndADamagedOneNever() async throws {
    let newsroom = try Newsroom()
    let folder = newsroom.path("rules")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try newsroom.write("schema: 1\nname: stream\n", to: "rules/ruleset.yaml")
    try newsroom.write(rule(score: 3), to: "rules/rules.yaml")
    let before = try RuleSet.load(folder: folder).revision

    let pipe = Pipe()
    let (out, err) = (try newsroom.write("", to: "stream.out"), try newsroom.write("", to: "stream.err"))
    let process = Process()
    process.executableURL = try Newsroom.program
    process.arguments = ["check", "--jsonl", "-", "--watch", "--rules", folder]
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": newsroom.path("")]
    process.standardInput = pipe
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: out))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: err))
    try process.run()
    let running = Newsroom.Running(process: process, out: out, err: err)
    let feed = Feed(to: pipe.fileHandleForWriting)
    // A thread of its own: it waits in the kernel whenever the pipe is full.
    Thread { feed.run() }.start()
    defer {
      feed.end()
      if process.isRunning { process.terminate() }
    }

    /// Looks again soon; what is proven does not hang on how soon.
    func wait(until isDone: () throws -> Bool) async throws {
      while try !isDone() {
        try #require(process.isRunning, "the stream ended by itself")
        feed.goOn()
        try await Task.sleep(for: .milliseconds(20))
      }
    }
    func told(_ words: String) -> Bool {
      String(decoding: FileManager.default.contents(atPath: err) ?? Data(), as: UTF8.self).contains(words)
    }

    try await wait { !running.linesSoFar().isEmpty }
    let answeredBefore = running.linesSoFar().count
    try newsroom.write(rule(score: 4), to: "rules/rules.yaml")
    try await wait { told("are in force") }
    let sentAfter = feed.sent
    let after = try RuleSet.load(folder: folder).revision
    try #require(before != after)
    try await wait { running.linesSoFar().count > sentAfter + 1_000 }

    try newsroom.write("rules: [", to: "rules/rules.yaml")
    kill(process.processIdentifier, SIGHUP)
    try await wait { told("were not taken") }
    let sentDamaged = feed.sent
    try await wait { running.linesSoFar().count > sentDamaged + 1_000 }
    feed.end()
    let outcome = try running.outcome()
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("rules.yaml:2:1: error:"), "the damage is told with its place: \(outcome.errors)")

    let all = try answers(outcome.output.split(separator: "\n"))
    #expect(all.map(\.id) == Array(0..<feed.sent), "every row is answered once, in order")
    for answer in all {
      #expect(answer.revision == before || answer.revision == after)
      // A verdict is of one revision as a whole.
      #expect(answer.score == (answer.revision == before ? 3 : 4))
    }
    #expect(all.prefix(answeredBefore).allSatisfy { $0.revision == before })
    #expect(all.dropFirst(sentAfter).allSatisfy { $0.revision == after })
  }
}
