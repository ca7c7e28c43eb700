package import ModerationModel

/// Something that is to be done to the store, and is done in its turn.
///
/// Orders leave one after the other. Each has a key of its own, under which it is delivered as often as it takes and done
/// once.
package struct DeskOrder: Hashable, Sendable, Identifiable {
  package enum Act: Hashable, Sendable {
    case decide(Decision, DecisionReason?, note: String)
    /// Takes back what an earlier order of this sitting did.
    ///
    /// - Parameter review: Known once that order has ended.
    case undo(of: Int, review: ReviewID?)
    case escalate(question: String?)
    case tag([String])
    case ban
  }

  /// Rises by one with each order of a sitting.
  package let id: Int
  package var act: Act
  package var item: DeskCase
  /// All of its wave, not this comment alone.
  package var isWholeWave: Bool

  package init(id: Int, act: Act, item: DeskCase, isWholeWave: Bool = false) {
    self.id = id
    self.act = act
    self.item = item
    self.isWholeWave = isWholeWave
  }
}

/// How an order ended.
package enum DeskOutcome: Hashable, Sendable {
  /// - Parameters:
  ///   - review: What takes it back.
  ///   - comments: How many it decided on.
  case done(review: ReviewID?, comments: Int)
  /// Somebody else was faster, or it cannot be done: never to be tried again. In words for the moderator.
  case refused(String)
  /// Nobody could be reached; it is not known whether it was done, and the same order may be sent again.
  case unreachable(String)
}
