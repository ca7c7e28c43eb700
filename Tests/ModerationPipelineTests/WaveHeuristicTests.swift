import ModerationModel
import ModerationPipeline
import RuleEngine
import Testing

@Suite struct WaveHeuristicTests {
  private let settings = HeuristicSettings()

  private func wave(
    size: Int = 4, authors: Int = 4, held: Int = 0, refused: Int = 0, regulars: Int = 0, ruling: Decision? = nil
  ) -> Wave {
    Wave(
      id: WaveID(bits: 7), size: size, authors: authors, articles: 2, held: held, refused: refused, regulars: regulars,
      ruling: ruling.map { Wave.Ruling(decision: $0, review: ReviewID(bits: 9)) })
  }

  private func signals(_ wave: Wave?, isAlarmed: Bool = false) -> [String: Double] {
    var context = SubmissionContext(now: Timestamp(milliseconds: 1_795_000_000_000))
    context.neighbourhood.wave = wave
    context.neighbourhood.isAlarmed = isAlarmed
    return Dictionary(
      uniqueKeysWithValues: WaveHeuristic(settings: settings).signals(context, links: []).map { ($0.name, $0.score) })
  }

  @Test func aWaveIsHeldFromTheFifthCommentByThreeAuthorsOn() {
    #expect(signals(wave()) == ["heuristic.wave_size": 5])
    #expect(signals(wave(size: 3)) == [:])
    #expect(signals(wave(authors: 2)) == [:])
    #expect(signals(nil) == [:])
  }

  @Test func whatKnownReadersSayAlikeIsAnIdiom() {
    #expect(signals(wave(regulars: 3)) == [:])
    #expect(signals(wave(regulars: 2)) == ["heuristic.wave_size": 5])
  }

  @Test func decisionsAreInherited() {
    #expect(signals(wave(ruling: .spam)) == ["heuristic.wave_spam": 12])
    #expect(signals(wave(size: 2, ruling: .spam)) == ["heuristic.wave_spam": 6])
    #expect(signals(wave(ruling: .reject)) == ["heuristic.wave_rejected": 12])
    #expect(signals(wave(ruling: .approve)) == [:])
    #expect(signals(wave(ruling: .hold)) == ["heuristic.wave_size": 5])
  }

  @Test func alarmAsksForCaughtCommentsByStrangers() {
    let heuristic = WaveHeuristic(settings: settings)
    #expect(heuristic.alarmSeconds(for: wave(held: 5)) == 1_800)
    #expect(heuristic.alarmSeconds(for: wave(held: 3, refused: 2)) == 1_800)
    #expect(heuristic.alarmSeconds(for: wave(held: 4)) == nil)
    #expect(heuristic.alarmSeconds(for: wave(authors: 2, held: 9)) == nil)
    #expect(heuristic.alarmSeconds(for: wave(held: 9, regulars: 4)) == nil)
    #expect(heuristic.alarmSeconds(for: wave(held: 9, ruling: .approve)) == nil)
  }

  @Test func bucketFillsWithTime() {
    let bucket = TokenBucket(burst: 3, perMinute: 1)
    #expect(bucket.admits(after: []))
    #expect(bucket.admits(after: [1, 2]))
    #expect(!bucket.admits(after: [1, 2, 3]))
    #expect(bucket.admits(after: [61, 62, 63]))
    // One token a minute came back, and was taken again.
    #expect(!bucket.admits(after: [1, 62, 63, 64]))
    #expect(bucket.admits(after: [3_600, 3_600, 3_600, 3_600, 3_600]))
  }

  @Test func reputationIsDrawnTowardTheMeanAndCapped() {
    var record = Reputation()
    #expect(record.refusedShare == Reputation.priorShare)
    record.count(isRefusal: true, ageSeconds: 0)
    #expect(record.refusedShare == 0.4)
    for _ in 0..<1_000 { record.count(isRefusal: true, ageSeconds: 0) }
    #expect(record.refusedShare < 1)
    let bad = Neighbourhood(author: record, address: record)
    let scores = ReputationHeuristic(settings: settings).signals(bad).map(\.score)
    #expect(scores == [2, 1.5])
    #expect(scores.reduce(0, +) < Thresholds().hold)
    // A reader with a good record does not answer for the neighbours.
    #expect(
      ReputationHeuristic(settings: settings).signals(Neighbourhood(author: Reputation(approved: 3), address: record))
        == [])
  }

  @Test func oldDecisionsCountLess() {
    let day = 86_400.0
    #expect(Reputation.weight(days: 0) == 1)
    #expect(Reputation.weight(days: 10) == 0.5)
    #expect(Reputation.weight(days: 20) == 0.25)
    for days in stride(from: 0.0, to: 29, by: 0.5) {
      #expect(Reputation.weight(days: days) > Reputation.weight(days: days + 0.5))
    }
    var record = Reputation()
    record.count(isRefusal: true, ageSeconds: 31 * day)
    #expect(record.isEmpty)
  }

  @Test func anAuthorNamedLikeTheLink() throws {
    let worker = ModerationPipeline(ruleSet: try RuleSet(files: RuleFiles(["ruleset.yaml": "schema: 1\nname: bare\n"])))
      .makeWorker()
    func isFound(_ text: String, by name: String) throws -> Bool {
      let article = try #require(ArticleID("bridge"))
      let prepared = worker.prepare(Submission(article: article, text: text, author: AuthorClaim(name: name)))
      return worker.verdict(on: prepared, in: .standalone(now: Timestamp(milliseconds: 0))).signals
        .contains { $0.name == "heuristic.name_in_link" }
    }
    #expect(try isFound("Смотрите https://www.best-okna.ru/kiev", by: "Best Okna"))
    #expect(try isFound("[url=https://okna.example/x]Пластиковые окна[/url]", by: "Пластиковые окна"))
    #expect(try isFound("<a href=\"https://okna.example/x\">cheap windows</a>", by: "Cheap Windows"))
    #expect(try !isFound("Вот источник: https://gazeta.example/most", by: "Оля"))
    #expect(try !isFound("Просто слова", by: "Best Okna"))
  }
}
