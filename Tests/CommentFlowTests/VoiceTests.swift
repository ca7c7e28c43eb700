import CommentStore
import ModerationModel
import Testing

@testable import CommentFlow

@Suite struct VoiceTests {
  @Test func eachReaderHasOneVote() async throws {
    let newsroom = try await Newsroom()
    let flow = newsroom.flow
    let comment = try await newsroom.submit().comment
    let guest = AuthorClaim(name: "")
    func vote(_ address: String?, subject: String? = nil, isWithdrawn: Bool = false) async throws -> VoteOutcome {
      var voter = guest
      voter.subject = subject
      return try await flow.vote(
        on: comment.id, isWithdrawn: isWithdrawn, voter: voter, client: ClientFacts(address: address))
    }
    #expect(try await vote("192.0.2.1").comment.votes == 1)
    // The same visitor by another spelling, and by another address of the same network.
    #expect(try await vote("::ffff:192.0.2.1").isCounted == false)
    #expect(try await vote("2001:db8::1").comment.votes == 2)
    #expect(try await vote("2001:db8::ffff").isCounted == false)
    #expect(try await vote("192.0.2.1", subject: "42").comment.votes == 3)
    #expect(try await vote("198.51.100.9", subject: "42").isCounted == false)
    #expect(try await vote("192.0.2.1", isWithdrawn: true).comment.votes == 2)
    let client = ClientFacts(address: "2001:db8::2")
    #expect(try await flow.ownVotes(among: [comment.id], voter: guest, client: client) == [comment.id])
  }

  @Test func stampsOnDifferentCommentsHaveNothingInCommon() async throws {
    let newsroom = try await Newsroom()
    let client = ClientFacts(address: "192.0.2.1")
    let keys = (1...5).map {
      newsroom.flow.secret.voter(
        on: CommentID(bits: $0), voter: AuthorClaim(name: ""), client: client, site: .default)
    }
    #expect(Set(keys).count == 5)
  }

  @Test func nobodyVotesForTheirOwnOrForWhatIsHidden() async throws {
    let newsroom = try await Newsroom(rules: Newsroom.casino)
    let flow = newsroom.flow
    var submission = newsroom.submission()
    submission.author.subject = "42"
    let own = try await flow.submit(submission).comment
    guard case .ownComment? = await flowError({ _ = try await flow.vote(on: own.id, voter: submission.author) }) else {
      Issue.record("an author voted for their own comment")
      return
    }
    let held = try await newsroom.submit("казино").comment
    guard
      case .unknownComment? = await flowError({ _ = try await flow.vote(on: held.id, voter: AuthorClaim(name: "")) })
    else {
      Issue.record("a held comment was voted for")
      return
    }
  }

  @Test func theAuthorAppealsByTokenAndAnotherModeratorAnswers() async throws {
    let newsroom = try await Newsroom()
    let flow = newsroom.flow
    let receipt = try await newsroom.submit()
    let id = receipt.comment.id
    func review(_ decision: Decision, by moderator: String) async throws {
      _ = try await flow.review(
        ReviewRequest(targets: [.init(comment: id)], decision: decision, moderator: moderator))
    }
    try await review(.reject, by: "vera")
    for proof in [AuthorProof.editToken("wrong"), .account(subject: "42")] {
      guard
        case .notTheAuthor? = await flowError({ _ = try await flow.appeal(against: id, text: "Прошу", proof: proof) })
      else {
        Issue.record("a stranger appealed")
        continue
      }
    }
    #expect(
      await flowError { _ = try await flow.appeal(against: id, text: " \n", proof: .editToken(receipt.editToken)) }
        != nil)
    let appeal = try await flow.appeal(against: id, text: "Це цитата", proof: .editToken(receipt.editToken))
    #expect(appeal.decider == "vera")
    #expect(await flowError { try await review(.approve, by: "vera") } != nil)
    try await review(.approve, by: "oleg")
    #expect(try await flow.explanation(of: id).appeals.map(\.state) == [.granted])
  }

  /// The store proves in the write whom the verdict was made on; the contract shows that. Here: what the flow makes of it.
  @Test func judgesAnewWhenASanctionCameBetween() async throws {
    let newsroom = try await Newsroom()
    var attempts = 0
    let answer = try await newsroom.flow.judgingAnew { () async throws(FlowError) in
      attempts += 1
      if attempts < 3 { throw .store(StoreError(.authorChanged)) }
      return attempts
    }
    #expect(answer == 3)
    attempts = 0
    let error = await flowError {
      try await newsroom.flow.judgingAnew { () async throws(FlowError) in
        attempts += 1
        throw .store(StoreError(.authorChanged))
      }
    }
    guard case .store(let reason)? = error else {
      Issue.record("it went on for ever")
      return
    }
    #expect(reason.code == .authorChanged && attempts == 3)
    let comment = try await newsroom.submit().comment
    _ = try await newsroom.flow.sanction(comment.author, kind: .premoderate, by: "vera")
    #expect(try await newsroom.submit().comment.state == .pending)
  }
}
