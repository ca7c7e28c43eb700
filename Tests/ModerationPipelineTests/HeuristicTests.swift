import ModerationModel
import ModerationPipeline
import RuleEngine
import Testing

/// Judges one text with the built-in heuristics alone.
private struct Judge {
  var settings: [String: [String: Double]] = [:]
  var context = SubmissionContext(now: Timestamp(milliseconds: 1_795_000_000_000))

  func verdict(_ text: String, name: String = "Оля") throws -> Verdict {
    var yaml = "schema: 1\nname: bare\n"
    if !settings.isEmpty {
      yaml += "heuristics:\n"
      for (heuristic, values) in settings.sorted(by: { $0.key < $1.key }) {
        yaml += "  \(heuristic.dropFirst("heuristic.".count)): { "
        yaml += values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + " }\n"
      }
    }
    let pipeline = ModerationPipeline(ruleSet: try RuleSet(files: RuleFiles(["ruleset.yaml": yaml])))
    let worker = pipeline.makeWorker()
    let article = try #require(ArticleID("bridge"))
    let prepared = worker.prepare(Submission(article: article, text: text, author: AuthorClaim(name: name)))
    return worker.verdict(on: prepared, in: context)
  }

  func names(_ text: String) throws -> Set<String> {
    Set(try verdict(text).signals.map { String($0.name.dropFirst("heuristic.".count)) })
  }
}

/// Someone with a good record, so that only the text speaks.
private let regular = AuthorHistory(
  key: "guest:1", firstSeenAt: Timestamp(milliseconds: 0), record: AuthorRecord(approved: 20))

@Suite struct HeuristicTests {
  private var judge: Judge {
    var judge = Judge()
    judge.context.author = regular
    return judge
  }

  private func marked(_ text: String, _ name: String) throws -> [String] {
    let signal = try #require(try judge.verdict(text).signals.first { $0.name == "heuristic.\(name)" })
    return signal.evidence.map { String(decoding: Array(text.utf8)[$0.range], as: UTF8.self) }
  }

  @Test(arguments: [
    "Сколько магазинов закрыли? Спасибо редакции.", "Скільки магазинів закрили? Дякую редакції.",
    "How many shops have closed? Thanks to the editors.", "Wi-Fi в отеле, iPhone и IT-отдел", "ООО «РОМАШКА» и МВД",
    "Ну да, ну да, конечно", "100000000 рублей", "Ха-ха-ха-ха, смешно!!!", "👨‍👩‍👧‍👦🏳️‍🌈 красота", "שלום לכולם", "ЖКХ УК ТСЖ",
  ])
  func ordinaryTextsSayNothing(text: String) throws {
    #expect(try judge.names(text) == [])
  }

  @Test func marksWhatIsDisguised() throws {
    #expect(try marked("Лучшее кaзинo города", "mixed_script") == ["кaзинo"])
    #expect(try marked("ка\u{200B}зи\u{200B}но", "invisible").count == 2)
    #expect(try marked("смотри \u{202E}gpj.exe", "bidi") == ["\u{202E}"])
  }

  @Test func oneSlipOfTheKeyboardWeighsLessThanAHabit() throws {
    let slip = try judge.verdict("Хорошaя новость").score
    let habit = try judge.verdict("Хорошaя нoвость, спaсибо рeдакции").score
    #expect(slip > 0)
    #expect(habit > slip)
  }

  @Test func shoutingAndRepetitionAreNoticed() throws {
    #expect(try judge.names("ПОЧЕМУ НИКТО НЕ ОТВЕЧАЕТ НА НАШИ ЗВОНКИ").contains("all_capitals"))
    #expect(try judge.names("позоооооооооооор").contains("repeated_characters"))
    #expect(try judge.names("купи купи купи купи купи купи").contains("repeated_words"))
  }

  @Test func linksWeighByWhoBringsThem() throws {
    let text = "Подробности на https://gazeta.example/bridge"
    #expect(try judge.names(text) == [])
    var stranger = judge
    stranger.context.author = AuthorHistory(key: "guest:2", record: AuthorRecord(published: 3))
    #expect(try stranger.names(text) == ["links_new_author"])
    var nobodyKnown = judge
    nobodyKnown.context.author = .unknown
    #expect(try nobodyKnown.names(text) == [])
    #expect(try judge.names("https://a.example https://b.example https://c.example").contains("many_links"))
  }

  @Test func authorsStandingIsWeighed() throws {
    var first = judge
    first.context.author = AuthorHistory(key: "guest:3")
    #expect(try first.names("Здравствуйте") == ["first_comment"])
    var refused = judge
    refused.context.author.decidedLastWeek = 4
    refused.context.author.refusedLastWeek = 2
    #expect(try refused.names("Здравствуйте") == ["recently_rejected"])
    refused.context.author.decidedLastWeek = 2
    refused.context.author.refusedLastWeek = 2
    #expect(try refused.names("Здравствуйте") == [])
  }

  @Test func floodCountsPostsInsideTheWindowOnly() throws {
    var fast = judge
    let now = fast.context.now
    fast.context.author.recentPosts = (1...4).map { now.adding(seconds: -Double($0) * 10) }
    #expect(try fast.names("пятое") == ["flood"])
    fast.context.author.recentPosts = (1...4).map { now.adding(seconds: -Double($0) * 15) }
    #expect(try fast.names("пятое") == [])
    fast.context.author.recentPosts = (1...4).map { now.adding(seconds: -Double($0) * 10) }
    fast.context.isEdit = true
    #expect(try fast.names("правка") == [])
  }

  @Test func shortThanksMayBeRepeated() throws {
    var repeated = judge
    repeated.context.copiesBySameAuthor = 3
    repeated.context.copiesByOthers = 9
    #expect(try repeated.names("Спасибо!") == [])
    #expect(
      try repeated.names("Заработок без вложений, пишите в личные сообщения, научу каждого")
        == ["duplicate_same_author", "duplicate_elsewhere"])
  }

  @Test func aScoreOfZeroSwitchesOff() throws {
    var quiet = judge
    quiet.settings = ["heuristic.all_capitals": ["score": 0]]
    #expect(try quiet.names("ПОЧЕМУ НИКТО НЕ ОТВЕЧАЕТ НА НАШИ ЗВОНКИ") == [])
  }

  @Test func equalTextsHaveEqualDigestsHoweverTheyAreDressed() throws {
    let pipeline = ModerationPipeline(ruleSet: .empty)
    let worker = pipeline.makeWorker()
    let article = try #require(ArticleID("bridge"))
    func digest(_ text: String) -> TextDigest? {
      worker.prepare(Submission(article: article, text: text, author: AuthorClaim(name: "x"))).digest
    }
    let plain = digest("Лёгкий заработок, пишите мне")
    #expect(plain != nil)
    for dressed in [
      "лёгкий заработок — пишите мне!!!", "ЛЕГКИЙ  ЗАРАБОТОК\nПИШИТЕ МНЕ", "Лeгкий зaработoк, пишите мне",
      "«Лёг\u{200B}кий» заработок: пишите… мне 👍",
    ] {
      #expect(digest(dressed) == plain, "\(dressed)")
    }
    #expect(digest("Лёгкий заработок, пишите ему") != plain)
    #expect(digest("Спасибо") == nil)
  }
}
