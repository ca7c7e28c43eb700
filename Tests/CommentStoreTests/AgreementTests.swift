import CommentStore
import Foundation
import ModerationModel
import ModerationTesting
import SQLiteStore
import Testing

/// Random sequences of everything that people and machine may do, on memory and SQLite at once, beside a model.
@Suite struct AgreementTests {
  static let seeds: [UInt64] = {
    let count = ProcessInfo.processInfo.environment["MODERATO_SEQUENCES"].flatMap(UInt64.init) ?? 10
    return Array(1...max(1, count))
  }()

  @Test(arguments: seeds)
  func storesAndModelAgree(seed: UInt64) async throws {
    try await withTemporaryFolder { folder in
      let memory = MemoryStore()
      let sqlite = try SQLiteStore(path: folder + "/store.sqlite")
      var play = Play(seed: seed, stores: [memory, sqlite])
      try await play.open()
      for _ in 0..<200 {
        let step = try await play.step()
        #expect(step.answers[0] == step.answers[1], "seed \(seed): \(step.name): the stores differ")
        #expect(step.answers[0].errorName == step.expected, "seed \(seed): \(step.name): the model differs")
        guard step.answers[0] == step.answers[1], step.answers[0].errorName == step.expected else { return }
      }
      let dumps = (try await memory.dump(), try await sqlite.dump())
      #expect(dumps.0 == dumps.1, "seed \(seed): the dumps differ")
      for (index, remark) in play.model.remarks.enumerated() {
        let comment = try #require(try await sqlite.comment(play.comments[index], site: .default))
        #expect(comment.state == remark.state, "seed \(seed): comment \(index)")
        #expect(comment.cause == remark.cause, "seed \(seed): comment \(index)")
        #expect(comment.version == remark.version, "seed \(seed): comment \(index)")
        #expect(comment.replies == play.model.visibleBelow(index), "seed \(seed): comment \(index)")
        #expect(comment.votes == remark.voters.count, "seed \(seed): comment \(index)")
        let appeals = try await sqlite.appeals(on: comment.id, site: .default).map(\.state)
        #expect(appeals == remark.objections.map(\.state), "seed \(seed): comment \(index)")
      }
      #expect(try await sqlite.verify() == [], "seed \(seed)")
      #expect(try await memory.verify() == [], "seed \(seed)")
      try await sqlite.close()
    }
  }
}

/// One game: the same moves for every store and for the model.
private struct Play {
  enum Answer: Equatable {
    case comment(ModerationModel.Comment)
    case outcome(ReportOutcome)
    case review(Review)
    case listings([CaseListing])
    case vote(VoteOutcome)
    case appeal(Appeal)
    case refused(StoreError.Code)

    /// The error's name without what it carries.
    var errorName: String? {
      guard case .refused(let code) = self else { return nil }
      return String("\(code)".prefix { $0 != "(" })
    }
  }

  struct Step {
    var name: String
    var answers: [Answer]
    var expected: String?
  }

  var random: SeededRandom
  var time: ManualTime
  var model = ReferenceModel()
  var comments: [CommentID] = []
  var reviews: [ReviewID] = []
  let stores: [any CommentStore]
  let policy: CommentPolicy = {
    var policy = CommentPolicy()
    policy.depthMax = 3
    return policy
  }()

  init(seed: UInt64, stores: [any CommentStore]) {
    random = SeededRandom(seed: seed)
    time = ManualTime(seed: seed &+ 1000)
    self.stores = stores
  }

  mutating func open() async throws {
    let stamp = time.stamp()
    for store in stores { try await store.add(Examples.article(), stamp: stamp) }
  }

  private func ask(
    _ act: (any CommentStore) async throws(StoreError) -> Answer
  ) async -> [Answer] {
    var answers: [Answer] = []
    for store in stores {
      do throws(StoreError) {
        answers.append(try await act(store))
      } catch {
        answers.append(.refused(error.code))
      }
    }
    return answers
  }

  mutating func step() async throws -> Step {
    time.advance(seconds: Double(random.choice([0.5, 1, 5, 40, 200]) ?? 1))
    let action = random.choice(Action.allCases) ?? .publish
    let moderator = random.choice(["vera", "oleg"]) ?? "vera"
    let stamp = time.stamp(by: moderator)
    guard let index = comments.indices.randomElement(using: &random), !random.chance(0.25) else {
      let parent = random.chance(0.6) ? comments.indices.randomElement(using: &random) : nil
      return try await submit(action, under: parent, stamp: stamp)
    }
    let id = comments[index]
    let version = model.remarks[index].version - (random.chance(0.15) ? 1 : 0)
    switch Int.random(in: 0..<11, using: &random) {
    case 8:
      let visitor = random.choice(["v1", "v2", "v3"]) ?? "v1"
      let isWithdrawn = random.chance(0.4)
      let vote = Vote(site: .default, comment: id, visitor: visitor, at: time.now)
      return Step(
        name: "vote on \(index) by \(visitor), withdrawn: \(isWithdrawn)",
        answers: await ask { (store) throws(StoreError) in
          .vote(try await store.vote(vote, isWithdrawn: isWithdrawn, stamp: stamp))
        }, expected: model.vote(index, by: visitor, isWithdrawn: isWithdrawn))
    case 9, 10:
      // Mostly against what is refused, so that there is something to answer.
      let refused = model.remarks.indices.filter { [.rejected, .spam].contains(model.remarks[$0].state) }
      let target = random.chance(0.8) ? refused.randomElement(using: &random) ?? index : index
      let filing = AppealFiling(comment: comments[target], text: "прошу")
      return Step(
        name: "appeal against \(target)",
        answers: await ask { (store) throws(StoreError) in .appeal(try await store.file(filing, stamp: stamp)) },
        expected: model.appeal(target))
    case 0:
      var edit = JudgedEdit(
        site: .default, comment: id, version: version, revision: time.identifier(), text: "правка \(version)",
        verdict: Examples.verdict(action))
      edit.policy = policy
      let wanted = edit
      return Step(
        name: "edit \(index) to \(action)",
        answers: await ask { (store) throws(StoreError) in .comment(try await store.edit(wanted, stamp: stamp)) },
        expected: model.edit(index, version: version, action, at: time.now))
    case 1 where random.chance(0.4):
      return Step(
        name: "withdraw \(index)",
        answers: await ask { (store) throws(StoreError) in
          .comment(try await store.withdraw(id, site: .default, version: nil, stamp: stamp))
        }, expected: model.withdraw(index))
    case 2, 3:
      let reporter = random.choice(["r1", "r2", "r3", "r4"]) ?? "r1"
      let report = Report(
        site: .default, id: time.identifier(), article: Examples.articleID(), comment: id, reporter: reporter,
        reason: .insult, at: time.now)
      return Step(
        name: "report \(index) by \(reporter)",
        answers: await ask { (store) throws(StoreError) in
          .outcome(try await store.report(report, holdFrom: 3, stamp: stamp))
        }, expected: model.report(index, by: reporter))
    case 4:
      let verdict = Examples.verdict(action)
      return Step(
        name: "rescan \(index) to \(action)",
        answers: await ask { (store) throws(StoreError) in
          .comment(try await store.rescan(id, site: .default, version: version, verdict: verdict, stamp: stamp))
        }, expected: model.rescan(index, version: version, action))
    case 5:
      return try await claim(index, by: moderator, stamp: stamp)
    case 6 where !reviews.isEmpty:
      let number = random.chance(0.6) ? reviews.count - 1 : Int.random(in: reviews.indices, using: &random)
      let review = reviews[number]
      return Step(
        name: "undo \(number)",
        answers: await ask { (store) throws(StoreError) in
          .review(try await store.undo(review, site: .default, stamp: stamp))
        }, expected: model.undo(number))
    default:
      return await review(index, version: version, by: moderator, stamp: stamp)
    }
  }

  private mutating func submit(_ action: Action, under parent: Int?, stamp: WriteStamp) async throws -> Step {
    let author = random.choice(["olena", "ivan", "petro"]) ?? "olena"
    var submission = Examples.submission(
      "слово \(comments.count % 7)", under: parent.map { comments[$0] }, by: author,
      verdict: Examples.verdict(action), time: &time)
    submission.policy = policy
    let wanted = submission
    let answers = await ask { (store) throws(StoreError) in
      .comment(try await store.submit(wanted, stamp: stamp).comment)
    }
    let expected = model.submit(action, under: parent, at: time.now)
    if expected == nil { comments.append(submission.comment) }
    return Step(
      name: "submit \(action) under \(parent.map(String.init) ?? "the article")", answers: answers,
      expected: expected)
  }

  private mutating func claim(_ index: Int, by holder: String, stamp: WriteStamp) async throws -> Step {
    let known = try await stores[0].moderationCase(of: comments[index], site: .default)
    let request = ClaimRequest(holder: holder, cases: [known?.id ?? CaseID(bits: 1)])
    return Step(
      name: "claim \(index) for \(holder)",
      answers: await ask { (store) throws(StoreError) in
        .listings(try await store.claim(request, stamp: stamp))
      }, expected: model.claim(index, by: holder, at: time.now))
  }

  private mutating func review(
    _ index: Int, version: Int, by moderator: String, stamp: WriteStamp
  ) async -> Step {
    let decision = random.choice(Decision.allCases) ?? .approve
    var targets: [(index: Int, version: Int?)] = [(index, random.chance(0.5) ? version : nil)]
    if random.chance(0.4), let other = comments.indices.randomElement(using: &random), other != index {
      targets.append((other, nil))
    }
    let request = ReviewRequest(
      targets: targets.map { .init(comment: comments[$0.index], version: $0.version) }, decision: decision,
      moderator: moderator)
    let answers = await ask { (store) throws(StoreError) in
      .review(try await store.review(request, stamp: stamp))
    }
    let expected = model.review(targets, decision, by: moderator, at: time.now)
    if expected == nil, case .review(let review) = answers[0] { reviews.append(review.id) }
    return Step(name: "\(decision) \(targets.map(\.index)) by \(moderator)", answers: answers, expected: expected)
  }
}
