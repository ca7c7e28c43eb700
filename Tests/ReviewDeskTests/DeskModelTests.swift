import ModerationModel
import Testing

@testable import ReviewDesk

@Suite struct DeskModelTests {
  @Test func decisionsLeaveInOrderAndOneAfterTheOther() {
    var desk = DeskExamples.desk()
    #expect(desk.press("f").sent == [1])
    #expect(desk.press("s").sent.isEmpty, "the first has not been answered")
    #expect(desk.press("d1").sent.isEmpty)
    #expect(desk.cases.map(\.authorName) == ["Автор 3", "Автор 4"])
    #expect(desk.handle(.ended(order: 1, .done(review: ReviewID(bits: 1), comments: 1))).sent == [2])
    #expect(desk.handle(.ended(order: 2, .done(review: ReviewID(bits: 2), comments: 1))).sent == [3])
    guard case .decide(.reject, .insult, note: "") = desk.orders.first?.act else {
      return #expect(Bool(false), "\(desk.orders)")
    }
    #expect(desk.decidedCount == 3)
  }

  @Test func whatIsRefusedIsToldAndNotCounted() {
    var desk = DeskExamples.desk()
    _ = desk.press("f")
    let effects = desk.handle(.ended(order: 1, .refused("vera was faster")))
    #expect(effects == [.load(filter: "", after: nil)])
    #expect(desk.message?.words.contains("vera was faster") == true)
    #expect(desk.decidedCount == 0)
    #expect(desk.press("z").isEmpty, "there is nothing to take back")
  }

  @Test func whatCannotBeDeliveredIsSentAgainAndNothingOvertakesIt() {
    var desk = DeskExamples.desk()
    _ = desk.press("fs")
    let first = desk.orders[0]
    #expect(desk.handle(.ended(order: 1, .unreachable("no answer"))) == [.retry(first, afterSeconds: 1)])
    #expect(desk.isOffline)
    #expect(desk.handle(.ended(order: 1, .unreachable("no answer"))) == [.retry(first, afterSeconds: 2)])
    #expect(desk.press("f").sent.isEmpty)
    #expect(desk.handle(.ended(order: 1, .done(review: ReviewID(bits: 1), comments: 1))).sent == [2])
    #expect(!desk.isOffline)
    #expect(desk.orders.map(\.id) == [2, 3])
  }

  @Test func undoingTakesBackWhatWasNeverSent() {
    var desk = DeskExamples.desk()
    _ = desk.press("fs")
    #expect(desk.press("z").isEmpty)
    #expect(desk.orders.map(\.id) == [1], "the second never leaves")
    #expect(desk.cases.first?.authorName == "Автор 1", "its case is back on the desk")
  }

  @Test func undoingManyStepsGoesBackInOrder() {
    var desk = DeskExamples.desk()
    _ = desk.press("ff")
    _ = desk.handle(.ended(order: 1, .done(review: ReviewID(bits: 11), comments: 1)))
    _ = desk.handle(.ended(order: 2, .done(review: ReviewID(bits: 12), comments: 1)))
    let second = desk.press("z")
    guard case .send(let order)? = second.first else { return #expect(Bool(false)) }
    #expect(order.act == .undo(of: 2, review: ReviewID(bits: 12)))
    #expect(desk.press("z").sent.isEmpty, "one after the other")
    let first = desk.handle(.ended(order: order.id, .done(review: nil, comments: 1)))
    guard case .send(let next)? = first.first else { return #expect(Bool(false)) }
    #expect(next.act == .undo(of: 1, review: ReviewID(bits: 11)))
    #expect(desk.decidedCount == 0)
  }

  @Test func undoingWhatIsUnderWayWaitsForItsAnswer() {
    var desk = DeskExamples.desk()
    _ = desk.press("f")
    #expect(desk.press("z").isEmpty)
    let effects = desk.handle(.ended(order: 1, .done(review: ReviewID(bits: 7), comments: 1)))
    guard case .send(let order)? = effects.first else { return #expect(Bool(false), "\(effects)") }
    #expect(order.act == .undo(of: 1, review: ReviewID(bits: 7)))
    // If it had been refused there would be nothing to take back.
    var other = DeskExamples.desk()
    _ = other.press("fz")
    #expect(other.handle(.ended(order: 1, .refused("gone"))).sent.isEmpty)
    #expect(other.orders.isEmpty)
  }

  @Test func aColleaguesCaseIsLeftAlone() {
    let lease = ModerationCase.Lease(holder: "vera", until: DeskExamples.now.adding(seconds: 60))
    var desk = DeskModel(moderator: "ira", columns: 80, rows: 24, now: DeskExamples.now)
    _ = desk.handle(
      .queue(filter: "", cases: [DeskExamples.item(0, lease: lease), DeskExamples.item(1)], isMore: false, isEnd: true))
    #expect(desk.press("f").isEmpty)
    #expect(desk.message?.words.contains("vera") == true)
    #expect(desk.cases.count == 2)
    // Once her time is over it may be decided.
    _ = desk.handle(.tick(DeskExamples.now.adding(seconds: 61)))
    #expect(desk.press("f").sent == [1])
  }

  @Test func openingClaimsAheadWhatNobodyHas() {
    let lease = ModerationCase.Lease(holder: "vera", until: DeskExamples.now.adding(seconds: 60))
    var desk = DeskModel(moderator: "ira", columns: 80, rows: 24, now: DeskExamples.now, claimAhead: 2)
    let cases = [DeskExamples.item(0), DeskExamples.item(1, lease: lease), DeskExamples.item(2), DeskExamples.item(3)]
    _ = desk.handle(.queue(filter: "", cases: cases, isMore: false, isEnd: true))
    let effects = desk.handle(.key(.enter))
    #expect(effects == [.show(cases[0].comment), .claim([cases[0].id, cases[2].id])])
    #expect(desk.place == .detail)
  }

  @Test func aLeaseIsRenewedWhileTheCaseIsOpen() {
    var desk = DeskExamples.desk(1)
    _ = desk.handle(.key(.enter))
    var held = desk.cases[0]
    held.lease = .init(holder: "ira", until: DeskExamples.now.adding(seconds: 300))
    _ = desk.handle(.claimed([held]))
    #expect(!desk.handle(.tick(DeskExamples.now.adding(seconds: 100))).contains(.claim([held.id])))
    #expect(desk.handle(.tick(DeskExamples.now.adding(seconds: 151))).contains(.claim([held.id])))
    #expect(!desk.handle(.tick(DeskExamples.now.adding(seconds: 152))).contains(.claim([held.id])), "once is enough")
  }

  @Test func aDecisionCarriesTheVersionThatWasRead() {
    var desk = DeskExamples.desk(1)
    _ = desk.handle(.key(.enter))
    _ = desk.handle(.detail(DeskExamples.detail(of: desk.cases[0], version: 4)))
    _ = desk.press("f")
    #expect(desk.orders.first?.item.version == 4)
  }

  @Test func anAnswerToAnOldFilterIsPassedOver() {
    var desk = DeskExamples.desk(3)
    _ = desk.press("F")
    for character in "lang:uk" { _ = desk.handle(.key(.character(character))) }
    #expect(desk.handle(.key(.enter)) == [.load(filter: "lang:uk", after: nil)])
    _ = desk.handle(.queue(filter: "", cases: [DeskExamples.item(9)], isMore: false, isEnd: true))
    #expect(desk.cases.isEmpty)
    _ = desk.handle(.queue(filter: "lang:uk", cases: [DeskExamples.item(8)], isMore: false, isEnd: true))
    #expect(desk.cases.map(\.authorName) == ["Автор 8"])
  }

  @Test func whatIsBeingDecidedDoesNotComeBackWithAReload() {
    var desk = DeskExamples.desk(3)
    _ = desk.press("f")
    _ = desk.handle(.queue(filter: "", cases: (0..<3).map { DeskExamples.item($0) }, isMore: false, isEnd: true))
    #expect(desk.cases.map(\.authorName) == ["Автор 1", "Автор 2"])
  }

  @Test func aPageFromBeforeADecisionDoesNotBringItsCaseBack() {
    var desk = DeskExamples.desk(3)
    _ = desk.press("f")
    _ = desk.handle(.ended(order: 1, .done(review: ReviewID(bits: 1), comments: 1)))
    _ = desk.handle(.queue(filter: "", cases: (0..<3).map { DeskExamples.item($0) }, isMore: false, isEnd: true))
    #expect(desk.cases.map(\.authorName) == ["Автор 1", "Автор 2"])
    // Taken back it has another version, and is there again.
    var undone = DeskExamples.item(0)
    undone.version = 3
    _ = desk.handle(.queue(filter: "", cases: [undone, DeskExamples.item(1)], isMore: false, isEnd: true))
    #expect(desk.cases.map(\.authorName) == ["Автор 0", "Автор 1"])
  }

  @Test func leavingWithUnsentDecisionsAsksFirst() {
    var desk = DeskExamples.desk()
    _ = desk.press("f")
    #expect(desk.press("q").isEmpty)
    #expect(desk.place == .confirm(.quit))
    // Once they are sent there is nothing to ask.
    #expect(desk.handle(.ended(order: 1, .done(review: ReviewID(bits: 1), comments: 1))).contains(.end))
    var other = DeskExamples.desk()
    _ = other.press("fq")
    #expect(other.press("y").contains(.end))
  }

  @Test func aWaveIsDecidedAsOneAndOnlyWhereThereIsOne() {
    var desk = DeskModel(moderator: "ira", columns: 80, rows: 24, now: DeskExamples.now)
    _ = desk.handle(
      .queue(filter: "", cases: [DeskExamples.item(0, wave: 17), DeskExamples.item(1)], isMore: false, isEnd: true))
    _ = desk.press("ws")
    #expect(desk.orders.first?.isWholeWave == true)
    #expect(desk.orders.first?.act == .decide(.spam, .spam, note: ""))
    _ = desk.press("w")
    #expect(desk.place == .queue)
  }

  @Test func aNoteGoesWithTheNextDecisionOnly() {
    var desk = DeskExamples.desk(2)
    _ = desk.handle(.key(.enter))
    _ = desk.press("N")
    _ = desk.handle(.key(.paste("цитата\nиз статьи")))
    _ = desk.handle(.key(.enter))
    _ = desk.press("ff")
    #expect(
      desk.orders.map(\.act) == [
        .decide(.approve, nil, note: "цитата из статьи"), .decide(.approve, nil, note: ""),
      ])
  }

  @Test func moreIsAskedForNearTheEnd() {
    var desk = DeskModel(moderator: "ira", columns: 80, rows: 24, now: DeskExamples.now)
    let cases = (0..<100).map { DeskExamples.item($0) }
    _ = desk.handle(.queue(filter: "", cases: cases, isMore: false, isEnd: false))
    #expect(desk.press("j").isEmpty)
    #expect(desk.press("G") == [.load(filter: "", after: cases[99])])
    #expect(desk.press("k").isEmpty, "asked once")
    _ = desk.handle(.queue(filter: "", cases: (100..<150).map { DeskExamples.item($0) }, isMore: true, isEnd: true))
    #expect(desk.cases.count == 150)
  }

  @Test func keysCanBeChanged() throws {
    let map = try KeyMap(changing: "approve=a, reject=r,reload=^r")
    #expect(map.keys[.character("a")] == .approve)
    #expect(map.keys[.character("r")] == .reject)
    #expect(map.keys[.character("f")] == nil)
    #expect(map.keys[.control("r")] == .reload)
    for wrong in ["approve", "approve=", "approve=ab", "fly=a", "approve=a,reject=a"] {
      #expect(throws: KeyMap.Problem.self) { try KeyMap(changing: wrong) }
    }
  }

  @Test func keysWorkByTheirPlaceOnACyrillicLayout() {
    var desk = DeskExamples.desk()
    _ = desk.press("о")
    #expect(desk.selected == 1)
    #expect(desk.press("а").sent == [1], "f")
    _ = desk.press("і")
    #expect(desk.orders.count == 2, "s on the Ukrainian layout")
    #expect(KeyMap.usual.command(for: .character("Т")) == .note)
    #expect(KeyMap.usual.command(for: .character(",")) == .help)
    #expect(KeyMap.usual.command(for: .character("щ")) == nil)
  }

  @Test func aNoteGoesWithItsOwnCommentOnly() {
    var desk = DeskExamples.desk()
    _ = desk.press("N")
    _ = desk.press("груб")
    _ = desk.handle(.key(.enter))
    _ = desk.press("j")
    _ = desk.press("f")
    guard case .decide(_, _, let other)? = desk.orders.last?.act else { return #expect(Bool(false)) }
    #expect(other.isEmpty, "the note was for the comment above")
    _ = desk.press("g")
    _ = desk.press("f")
    guard case .decide(_, _, let own)? = desk.orders.last?.act else { return #expect(Bool(false)) }
    #expect(own == "груб")
    _ = desk.press("f")
    guard case .decide(_, _, let next)? = desk.orders.last?.act else { return #expect(Bool(false)) }
    #expect(next.isEmpty)
  }

  @Test func aPageThatArrivesDoesNotPutAnotherCaseUnderTheHands() {
    var desk = DeskExamples.desk(6)
    _ = desk.press("jjjj")
    _ = desk.handle(.key(.enter))
    let open = desk.current?.id
    _ = desk.handle(.queue(filter: "", cases: (0..<2).map { DeskExamples.item($0) }, isMore: false, isEnd: true))
    #expect(desk.current?.id == open)
    #expect(desk.place == .detail)
    // What was loaded behind the first page stays where the first page is all that was asked for.
    var long = DeskExamples.desk(6)
    _ = long.press("jjjj")
    _ = long.handle(.queue(filter: "", cases: (0..<3).map { DeskExamples.item($0) }, isMore: false, isEnd: false))
    #expect(long.cases.count == 6)
    #expect(long.current?.authorName == "Автор 4")
    #expect(long.isAtEnd, "the end had been reached")
  }
}
