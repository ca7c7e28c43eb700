import CommentFlow
import CommentStore
import DefaultRules
import Foundation
import ModerationModel
import ModerationPipeline
import ModerationTesting
import RuleEngine
import RuleTuning
import SQLiteStore

/// Prints how long a replay of stored comments takes, and how much memory.
///
///     swift run -c release ReplayBenchmark [COMMENTS [STORE]]
///
/// Fills an SQLite store with 1,000,000 made-up comments of about 160 bytes by 20,000 authors on 200 articles, each with its
/// verdict under the shipped rules and what it rested on; then judges all of them again with the whole shipped set, and
/// compares two sets that differ in one rule. A store that is there already is used as it is.
@main enum ReplayBenchmark {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let count = arguments.first.flatMap { Int($0) } ?? 1_000_000
    let own = FileManager.default.temporaryDirectory.path + "/moderato-replay-\(UUID().uuidString)"
    let path = arguments.dropFirst().first ?? own + "/store.sqlite"
    if arguments.count < 2 { try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true) }
    defer { if arguments.count < 2 { try? FileManager.default.removeItem(atPath: own) } }
    let rules = try RuleSet.load(folder: try DefaultRules.folder().path(percentEncoded: false))
    let pipeline = ModerationPipeline(ruleSet: rules)
    let isNew = !FileManager.default.fileExists(atPath: path)
    let store = try SQLiteStore(path: path)
    if isNew {
      let seconds = try await timed { try await Filling(store: store, pipeline: pipeline).run(count) }
      print("filled with \(count) comments in \(Int(seconds)) s")
    }
    let stored = try await store.judgementCount(HistoryQuery())
    let threads = ProcessInfo.processInfo.activeProcessorCount
    print("\(stored) comments, \(rules.rules.count) rules, \(threads) threads")

    let source = StoredHistory(store: store)
    let reading = try await timed {
      var cursor: HistoryCursor?
      while let last = try await source.rows(after: cursor, limit: 512).last {
        cursor = HistoryCursor(comment: last.comment)
      }
    }
    report("reading alone", reading, stored)
    for round in 1...3 {
      let seconds = try await timed {
        let state = try await Replay(before: nil, after: pipeline, threads: threads).run(source)
        guard state.isComplete, state.totals.flips.count == 0 else {
          print(
            "the replay differs from what was stored: \(state.totals.flips.count) flips, complete: \(state.isComplete)")
          return
        }
      }
      report("whole set against the verdicts of then, round \(round)", seconds, stored)
    }
    let other = try changed()
    let seconds = try await timed {
      let state = try await Replay(before: pipeline, after: other, threads: threads).run(source)
      print("two sets: \(state.totals.flips.count) flips")
    }
    report("two whole sets", seconds, stored)
    print("peak memory: \(peakMegabytes()) MB")
    try await store.close()
  }

  /// The shipped set and one rule more.
  private static func changed() throws -> ModerationPipeline {
    var files = try RuleFiles(folder: try DefaultRules.folder().path(percentEncoded: false))
    files["zz-more.yaml"] = """
      rules:
        - id: zz.more
          title: One more
          owner: desk
          category: other
          match: { words: [мост] }
          score: 6
      """
    return ModerationPipeline(ruleSet: try RuleSet(files: files))
  }

  private static func report(_ title: String, _ seconds: Double, _ count: Int) {
    let each = seconds / Double(max(1, count)) * 1_000_000
    print("\(title): \((seconds * 10).rounded() / 10) s, \((each * 10).rounded() / 10) µs a comment")
  }

  private static func timed(_ work: @Sendable () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await work()
    return Double((ContinuousClock.now - start) / .milliseconds(1)) / 1_000
  }

  private static func peakMegabytes() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) / 1_024
  }
}

/// Writes made-up comments, many at a time, as a busy site would.
private struct Filling {
  private static let words = [
    "мост", "город", "дорога", "ремонт", "спасибо", "редакция", "статья", "вчера", "наконец", "почему", "мэр", "школа",
    "дети", "погода", "река", "весна", "деньги", "автобус", "улица", "соседи", "говорят", "думаю", "хорошо", "плохо",
    "новость", "правда", "район", "вопрос", "ответ", "время", "людям", "сделали", "открыли", "закрыли", "обещали",
  ]
  private static let spam = [
    "лучшее казино города, бонус каждому", "заработок на дому от 5000 в день https://lohotron.example/win",
    "кредит без отказа, пишите в телеграм", "ставки на спорт, гарантия",
  ]

  let store: SQLiteStore
  let pipeline: ModerationPipeline

  func run(_ count: Int) async throws {
    var time = ManualTime()
    for number in 0..<200 { try await store.add(Examples.article("a\(number)"), stamp: time.stamp()) }
    var random = SeededRandom(seed: 1)
    let worker = pipeline.makeWorker()
    var done = 0
    while done < count {
      var batch: [(JudgedSubmission, WriteStamp)] = []
      for _ in 0..<min(512, count - done) {
        time.advance(seconds: 0.05)
        batch.append((submission(&random, &time, worker), time.stamp()))
        done += 1
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (submission, stamp) in batch { group.addTask { _ = try await store.submit(submission, stamp: stamp) } }
        try await group.waitForAll()
      }
    }
  }

  private func submission(
    _ random: inout SeededRandom, _ time: inout ManualTime, _ worker: PipelineWorker
  ) -> JudgedSubmission {
    let number = Int.random(in: 0..<20_000, using: &random)
    var text = (0..<Int.random(in: 8...20, using: &random)).compactMap { _ in random.choice(Self.words) }
      .joined(separator: " ")
    if random.chance(0.03) { text += ". " + (random.choice(Self.spam) ?? "") }
    let name = "Читатель \(number)"
    let submission = Submission(
      article: Examples.articleID("a\(number % 200)"), text: text, author: AuthorClaim(name: name))
    let record = AuthorRecord(published: number % 50, approved: number % 7)
    let context = SubmissionContext(
      now: time.now, articleTitle: Examples.article().title, articlePublishedAt: Examples.article().publishedAt,
      author: AuthorHistory(
        key: Examples.identity("\(number)").canonicalKey, firstSeenAt: time.now, record: record))
    let verdict = worker.verdict(on: worker.prepare(submission), in: context, isTraffic: false)
    var judged = Examples.submission(text, on: "a\(number % 200)", by: "\(number)", verdict: verdict, time: &time)
    judged.authorName = name
    judged.language = verdict.language
    judged.circumstances = Circumstances(
      articlePublishedAt: context.articlePublishedAt, record: record,
      audit: verdict.action == .publish ? AuditDraw(rate: 0.02, chance: Double.random(in: 0..<1, using: &random)) : nil)
    return judged
  }
}
