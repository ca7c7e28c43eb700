import CommentFlow
import CommentStore
import Foundation
import ModerationModel
import ModerationPipeline
import RuleTuning
import SQLiteStore
import Testing

/// Comments that read alike are found, decided and taken back together.
@Suite struct WaveTests {
  private static let spam =
    "Девочки, нашла подработку на дому! Плачу от 3000 р в день, пишите в телеграм, берут без опыта"

  private static func copy(_ number: Int) -> String {
    "Девочки, нашла подработку на дому! Плачу от \(number * 500) р в день, пишите в телеграм, берут без опыта"
  }

  /// Runs a test on every store that there is.
  private func onEveryStore(_ body: (any CommentStore) async throws -> Void) async throws {
    try await body(MemoryStore())
    let folder = FileManager.default.temporaryDirectory.appending(path: "moderato-waves-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try SQLiteStore(path: folder.path + "/store.sqlite")
    try await body(store)
    #expect(try await store.verify() == [])
    try await store.close()
  }

  private func flood(_ count: Int, in room: Newsroom, from start: Int = 1) async throws -> [ModerationModel.Comment] {
    var comments: [ModerationModel.Comment] = []
    for number in start..<start + count {
      comments.append(try await room.submit(Self.copy(number), by: "Гость \(number)").comment)
    }
    return comments
  }

  @Test func oneWaveIsOneCase() async throws {
    try await onEveryStore { store in
      let room = try await Newsroom(store: store)
      let other = try await room.addArticle("school")
      let comments = try await flood(6, in: room)
      #expect(comments.map(\.state) == [.published, .published, .published, .published, .pending, .pending])
      room.clock.advance(seconds: 61)
      let elsewhere = try await room.flow.submit(room.submission(Self.copy(9), by: "Ещё один", on: other)).comment
      #expect(elsewhere.state == .pending)
      try await room.submit("Когда же наконец откроют этот мост, сколько можно обещать и не делать", by: "Пётр")

      let queue = try await room.flow.queue()
      #expect(queue.map(\.comment.id) == [comments[4].id])
      let wave = try #require(queue.first?.wave)
      #expect(wave.size == 7)
      #expect(wave.authors == 7)
      #expect(wave.articles == 2)
      #expect(wave.held == 3)
      #expect(try await room.flow.queue(wavesAsOne: false).count == 3)
      #expect(try await room.flow.queue(article: other).map(\.comment.id) == [elsewhere.id])
      let query = try ModerationQuery("wave:\(wave.id)")
      #expect(try await room.flow.queue(filter: query).count == 3)
      #expect(try await room.flow.comments(of: wave.id).count == 7)
      let signal = try #require(elsewhere.revision.verdict.signals.first { $0.name == "heuristic.wave_size" })
      #expect(signal.reason == "6 comments by 6 authors on 1 articles read alike")
    }
  }

  @Test func decidedOnceAndTakenBackExactly() async throws {
    try await onEveryStore { store in
      let room = try await Newsroom(store: store)
      let comments = try await flood(7, in: room)
      let wave = try #require(try await room.flow.wave(of: comments[0].id))
      func states() async throws -> [CommentState?] {
        var states: [CommentState?] = []
        for comment in comments { states.append(try await store.comment(comment.id, site: .default)?.state) }
        return states
      }
      let before = try await states()
      let cases = try await room.flow.queue(wavesAsOne: false).map(\.moderationCase.id)
      room.clock.advance(seconds: 5)
      let review = try await room.flow.review(wave: wave.id, decision: .spam, moderator: "vera")
      #expect(review.items.count == 7)
      #expect(try await states().allSatisfy { $0 == .spam })
      #expect(try await room.flow.queue().isEmpty)

      // Later arrivals inherit.
      let late = try await flood(2, in: room, from: 20)
      #expect(late.map(\.state) == [.spam, .spam])
      let signal = try #require(late[0].revision.verdict.signals.first { $0.name == "heuristic.wave_spam" })
      #expect(signal.reason.contains("\(review.id)"))
      #expect(signal.reason.contains("\(wave.id)"))

      room.clock.advance(seconds: 5)
      _ = try await room.flow.undo(review.id, by: "vera")
      #expect(try await states() == before)
      let after = try await room.flow.queue(wavesAsOne: false)
      #expect(Set(after.map(\.moderationCase.id)).isSuperset(of: cases))
      // What had inherited the decision waits for a person now.
      for comment in late { #expect(try await store.comment(comment.id, site: .default)?.state == .pending) }
      #expect(after.count == cases.count + 2)
      let next = try await flood(1, in: room, from: 30)
      #expect(next[0].state == .pending)
      #expect(!next[0].revision.verdict.signals.contains { $0.name == "heuristic.wave_spam" })
    }
  }

  @Test func anApprovedWaveIsNotHeldAgainButRulesStillHold() async throws {
    let room = try await Newsroom(rules: Newsroom.casino)
    let comments = try await flood(6, in: room)
    let wave = try #require(try await room.flow.wave(of: comments[0].id))
    room.clock.advance(seconds: 5)
    _ = try await room.flow.review(wave: wave.id, decision: .approve, moderator: "vera")
    #expect(try await flood(1, in: room, from: 20)[0].state == .published)
    for name in ["Рая", "Майя", "Юля"] {
      #expect(try await room.submit(Self.copy(1), by: name).comment.state == .published)
    }
    let held = try await room.submit(Self.copy(21) + " казино", by: "Игрок").comment
    #expect(try await room.flow.wave(of: held.id)?.id == wave.id)
    #expect(held.state == .pending)
  }

  @Test func rulesAskForWaves() async throws {
    let room = try await Newsroom(
      rules: """
        rules:
          - id: pair
            title: Two alike
            owner: desk
            category: spam
            when: { wave.size: '>= 2', wave.authors: '>= 1' }
            score: 6
        """)
    #expect(try await flood(1, in: room)[0].state == .published)
    let second = try await flood(1, in: room, from: 2)[0]
    #expect(second.state == .pending)
    // Judged again later, it is judged as it was.
    let row = try #require(
      try await StoredHistory(store: room.flow.store).rows(after: nil, limit: 10).first { $0.comment == second.id })
    let again = room.flow.pipeline.makeWorker()
    #expect(again.verdict(on: again.prepare(row.submission), in: row.context) == second.revision.verdict)
  }

  @Test func aSecondLookAtASingleCopyOfASingleSpam() async throws {
    let room = try await Newsroom()
    let first = try await room.submit(Self.copy(1), by: "Анна").comment
    _ = try await room.flow.review(
      ReviewRequest(targets: [.init(comment: first.id)], decision: .spam, moderator: "vera"))
    let second = try await room.submit(Self.copy(2), by: "Инна").comment
    #expect(second.state == .pending)
    #expect(second.revision.verdict.signals.contains { $0.name == "heuristic.wave_spam" && $0.score == 6 })
  }

  /// Forty people say what people say, and quote each other.
  @Test func whatEverybodySaysIsNoWave() async throws {
    let room = try await Newsroom()
    let said = [
      "Спасибо!", "Согласен", "Дякую за статтю", "Thanks, great article", "Полностью поддерживаю", "Позор", "+1",
      "Вечная память",
    ]
    let parent = try await room.submit(
      "Мэр пообещал открыть новый мост через реку до конца весны, если позволит погода и придут деньги", by: "Хроникёр")
    for number in 0..<40 {
      #expect(try await room.submit(said[number % said.count], by: "Читатель \(number)").comment.state == .published)
      let quoting = try await room.submit(
        "«\(parent.comment.revision.text)» — уже \(number) раз", by: "Скептик \(number)", parent: parent.comment.id)
      #expect(quoting.comment.state == .published)
      #expect(try await room.flow.wave(of: quoting.comment.id) == nil)
    }
  }

  @Test func copiesThatArriveTogetherFindEachOther() async throws {
    try await onEveryStore { store in
      let room = try await Newsroom(store: store)
      let flow = room.flow
      let submissions = (1...24).map { room.submission(Self.copy($0), by: "Разом \($0)") }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for submission in submissions { group.addTask { _ = try await flow.submit(submission) } }
        try await group.waitForAll()
      }
      // The next one draws together whatever was apart.
      let last = try await room.submit(Self.copy(90), by: "Последний").comment
      let wave = try #require(try await flow.wave(of: last.id))
      #expect(wave.size == 25)
    }
  }

  @Test func anotherProcessAndTheNextOneKnowTheWave() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "moderato-waves-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path + "/store.sqlite"
    let store = try SQLiteStore(path: path)
    let secret = FlowSecret.ephemeral()
    let room = try await Newsroom(store: store, secret: secret)
    _ = try await flood(3, in: room)
    // A second flow on the same store, as another process has it.
    let beside = CommentFlow(
      store: store, pipeline: room.flow.pipeline, secret: secret,
      surroundings: Surroundings(now: { room.clock.now }, random: { .random(in: 0 ... .max) }), passwords: .forTests())
    room.clock.advance(seconds: 61)
    let fourth = try await beside.submit(room.submission(Self.copy(40), by: "Рядом")).comment
    #expect(try await beside.wave(of: fourth.id)?.size == 4)
    #expect(try await flood(1, in: room, from: 50)[0].state == .pending)
    try await store.close()

    let again = try SQLiteStore(path: path)
    let next = CommentFlow(
      store: again, pipeline: room.flow.pipeline, secret: secret,
      surroundings: Surroundings(now: { room.clock.now }, random: { .random(in: 0 ... .max) }), passwords: .forTests())
    room.clock.advance(seconds: 61)
    let sixth = try await next.submit(room.submission(Self.copy(60), by: "После")).comment
    #expect(sixth.state == .pending)
    #expect(try await next.wave(of: sixth.id)?.size == 6)
    // Beyond the window nobody remembers.
    room.clock.advance(seconds: Wave.windowSeconds + 60)
    let late = try await next.submit(room.submission(Self.copy(70), by: "Поздно")).comment
    #expect(late.state == .published)
    #expect(try await next.wave(of: late.id) == nil)
    try await again.close()
  }

  @Test func newcomersLinksAreHeldWhileAWaveRuns() async throws {
    try await onEveryStore { store in
      let room = try await Newsroom(store: store)
      let link = "Вот хороший разбор этой истории: https://gazeta.example/razbor"
      #expect(try await room.submit(link, by: "Новичок").comment.state == .published)
      _ = try await flood(11, in: room)
      let alarm = try #require(try await store.waveAlarm(site: .default, now: room.clock.now))
      #expect(try await store.queueStatistics(site: .default, now: room.clock.now).alarm == alarm)
      let held = try await room.submit(link + "-2", by: "Другой новичок").comment
      #expect(held.state == .pending)
      #expect(held.revision.verdict.signals.contains { $0.name == "heuristic.wave_alarm" })
      #expect(
        try await room.submit("Спасибо, очень интересно было читать про мост", by: "Без ссылок").comment.state
          == .published)
      // It ends by itself.
      room.clock.advance(seconds: 1_900)
      #expect(try await store.waveAlarm(site: .default, now: room.clock.now) == nil)
      #expect(try await room.submit(link + "-3", by: "Третий новичок").comment.state == .published)
    }
  }

  @Test func addressesAreRememberedOnlyByWhatPeopleDecided() async throws {
    try await onEveryStore { store in
      let room = try await Newsroom(store: store)
      var decided: [ModerationModel.Comment] = []
      for number in 0..<4 {
        room.clock.advance(seconds: 120)
        decided.append(
          try await room.flow.submit(
            room.submission(
              "Слова номер \(number) про совсем другое дело", by: "Гость \(number)", address: "203.0.113.\(number)")
          )
          .comment)
      }
      func record(_ address: String?) async throws -> Double? {
        room.clock.advance(seconds: 120)
        let comment = try await room.flow.submit(
          room.submission(
            "Обычный комментарий о погоде и природе, \(address ?? "без адреса")", by: "Новый \(address ?? "")",
            address: address)
        ).comment
        return comment.revision.verdict.signals.first { $0.name == "heuristic.address_record" }?.score
      }
      #expect(try await record("203.0.113.77") == nil)
      _ = try await room.flow.review(
        ReviewRequest(targets: decided.map { .init(comment: $0.id) }, decision: .spam, moderator: "vera"))
      let bad = try #require(try await record("203.0.113.78"))
      #expect(bad > 0 && bad <= 1.5)
      #expect(try await record("198.51.100.1") == nil)
      #expect(try await record(nil) == nil)
      // It fades.
      room.clock.advance(seconds: 20 * 86_400)
      let faded = try await record("203.0.113.79") ?? 0
      #expect(faded < bad)
    }
  }

  @Test func withdrawnWordsAreForgotten() async throws {
    try await onEveryStore { store in
      let room = try await Newsroom(store: store)
      let receipts = [
        try await room.submit(Self.copy(1), by: "Анна"), try await room.submit(Self.copy(2), by: "Инна"),
      ]
      #expect(try await room.flow.wave(of: receipts[0].comment.id)?.size == 2)
      _ = try await room.flow.withdraw(receipts[0].comment.id, proof: .editToken(receipts[0].editToken))
      #expect(try await room.flow.wave(of: receipts[1].comment.id) == nil)
      let third = try await room.submit(Self.copy(3), by: "Зоя").comment
      #expect(try await room.flow.wave(of: third.id)?.size == 2)
    }
  }

  @Test func anEditJoinsAndLeaves() async throws {
    let room = try await Newsroom()
    _ = try await flood(4, in: room)
    let innocent = try await room.submit("Хорошая новость для всего нашего города", by: "Хитрый")
    let edited = try await room.flow.edit(
      innocent.comment.id, text: Self.copy(77), proof: .editToken(innocent.editToken))
    #expect(edited.state == .pending)
    #expect(try await room.flow.wave(of: edited.id)?.size == 5)
  }
}
