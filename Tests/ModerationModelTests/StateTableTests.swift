import ModerationModel
import Testing

@Suite struct StateTableTests {
  @Test func onlyPeopleApprove() {
    for row in StateTable.rows where row.to.contains(.approved) {
      #expect(row.move == .reviewed || row.move == .undone)
    }
  }

  @Test func neitherRulesNorReportsMoveWhatAPersonApproved() {
    for target in CommentState.allCases {
      #expect(!StateTable.allows(.rescanned, from: .approved, cause: .review, to: target))
      #expect(!StateTable.allows(.reported, from: .approved, cause: .review, to: target))
    }
  }

  @Test(arguments: [StateCause.review, .reports])
  func rewordingDoesNotFreeWhatPeopleHeld(cause: StateCause) {
    #expect(!StateTable.allows(.edited, from: .pending, cause: cause, to: .published))
    #expect(StateTable.allows(.edited, from: .pending, cause: cause, to: .pending))
    #expect(StateTable.allows(.edited, from: .pending, cause: .verdict, to: .published))
  }

  @Test func nothingLeavesTheDeletedState() {
    for move in StateMove.allCases {
      for cause in StateCause.allCases {
        for target in CommentState.allCases where target != .deleted {
          #expect(!StateTable.allows(move, from: .deleted, cause: cause, to: target))
        }
      }
    }
  }

  @Test func refusalNamesBothStates() {
    #expect(throws: StateMoveError(move: .reported, from: .approved, to: .pending)) {
      try StateTable.check(.reported, from: .approved, cause: .review, to: .pending)
    }
    let error = StateMoveError(move: .reviewed, from: .deleted, to: .approved)
    #expect(error.description == "a comment that is deleted cannot become approved by being reviewed")
  }
}
