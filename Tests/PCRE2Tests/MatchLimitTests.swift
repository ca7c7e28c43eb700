import PCRE2
import Testing

@Suite struct MatchLimitTests {
  /// Doubles its work with every further letter.
  let evil = "(?:a|aa|a)+$"
  let bait = String(repeating: "a", count: 60) + "b"

  func error(_ pattern: String, _ text: String, _ limits: MatchLimits = MatchLimits()) throws -> MatchError? {
    let pattern = try Pattern(pattern)
    var worker = try MatchWorker(limits: limits)
    do throws(MatchError) {
      _ = try worker.firstMatch(of: pattern, in: text.utf8Span)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: ["", "(*NO_JIT)"])
  func runawayMatchIsAnError(prefix: String) throws {
    #expect(try error(prefix + evil, bait)?.code == .matchLimit)
  }

  @Test func interpreterHasItsOwnLimits() throws {
    let nested = "(*NO_JIT)(?:(a)(?=.))*[bc]"
    let text = String(repeating: "a", count: 50_000)
    #expect(try error(nested, text, MatchLimits(steps: 10_000_000, depth: 100))?.code == .depthLimit)
    #expect(
      try error(nested, text, MatchLimits(steps: 10_000_000, depth: .max, heapKibibytes: 64))?.code == .heapLimit)
  }

  @Test func machineCodeStackIsBounded() throws {
    let limits = MatchLimits(steps: 10_000_000, jitStackBytes: 32 * 1024)
    #expect(try error("(?:(a)|(b))*[cd]", String(repeating: "ab", count: 50_000), limits)?.code == .jitStackLimit)
  }

  @Test func longTextIsRefused() throws {
    #expect(try error("a", "aaaa", MatchLimits(textBytes: 3))?.code == .textTooLong)
    #expect(try error("a", "aaa", MatchLimits(textBytes: 3)) == nil)
  }

  @Test func patternCannotRaiseItsLimits() throws {
    #expect(try error("(*LIMIT_MATCH=4000000000)" + evil, bait, MatchLimits(steps: 1000))?.code == .matchLimit)
    #expect(try error("(*LIMIT_MATCH=1)(?:a|b)+[cd]", "abab")?.code == .matchLimit)
  }

  @Test func startInsideCharacterIsRefused() throws {
    let pattern = try Pattern("я")
    var worker = try MatchWorker()
    for start in [-1, 1, 3, 5] {
      #expect(throws: MatchError.self) { _ = try worker.firstMatch(of: pattern, in: "яя".utf8Span, from: start) }
    }
    #expect(try worker.firstMatch(of: pattern, in: "яя".utf8Span, from: 4) == nil)
  }

  @Test func workerGoesOnAfterError() throws {
    let evil = try Pattern(evil)
    let plain = try Pattern("b")
    var worker = try MatchWorker()
    #expect(throws: MatchError.self) { _ = try worker.firstMatch(of: evil, in: bait.utf8Span) }
    #expect(try worker.firstMatch(of: plain, in: bait.utf8Span) == 60..<61)
    worker.limits.steps = 1
    #expect(throws: MatchError.self) { _ = try worker.firstMatch(of: evil, in: "aab".utf8Span) }
  }

  @Test func threadsShareOnePattern() async throws {
    let shared = try SharedPattern("(к)[аa](з+)ино|(?:a|aa|a)+$")
    let total = try await withThrowingTaskGroup(of: Int.self) { group in
      for task in 0..<8 {
        group.addTask {
          var worker = try MatchWorker()
          var hits = 0
          for round in 0..<2_000 {
            let text = String(repeating: "лук ", count: (task + round) % 7) + "казззино и кaзино"
            try worker.forEachMatch(of: shared.pattern, in: text.utf8Span) { _ in
              hits += 1
              return true
            }
          }
          if (try? worker.firstMatch(of: shared.pattern, in: (String(repeating: "a", count: 60) + "b").utf8Span)) == nil
          {
            hits += 1
          }
          return hits
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(total == 8 * 4_001)
  }
}
