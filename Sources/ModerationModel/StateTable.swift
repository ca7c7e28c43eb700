/// Why a comment is being moved from one state to another.
public enum StateMove: String, Hashable, Sendable, CaseIterable {
  /// A new comment meets its first verdict.
  case submitted
  /// Its author changed the words, and a new verdict was made.
  case edited
  /// The machine looks again, with other rules.
  case rescanned
  /// Enough readers reported it.
  case reported
  /// A moderator decided.
  case reviewed
  /// A moderator took a decision back.
  case undone
  /// Its author withdrew it.
  case withdrawn
  /// Its author asked to be forgotten, or an operator did for them.
  case erased
}

/// The one place that says which moves a comment may make.
///
/// A row allows a move from any of its `from` states, reached by any of its `causes`, to any of its `to` states.
/// What no row allows is refused with `StateMoveError`.
public enum StateTable {
  public struct Row: Sendable {
    public let move: StateMove
    /// `nil` stands for a comment that does not exist yet.
    public let from: Set<CommentState?>
    public let causes: Set<StateCause>
    public let to: Set<CommentState>
  }

  private static let everyCause = Set(StateCause.allCases)
  private static let undeleted: Set<CommentState?> = [.published, .approved, .pending, .rejected, .spam]

  public static let rows: [Row] = [
    Row(move: .submitted, from: [nil], causes: everyCause, to: [.published, .pending, .rejected, .spam]),
    // An edit answers to a new verdict, also where a person had approved the earlier words.
    Row(
      move: .edited, from: [.published, .approved], causes: everyCause,
      to: [.published, .pending, .rejected, .spam]),
    // What a person or the readers hold back is not let out by rewording it.
    Row(move: .edited, from: [.pending], causes: [.verdict], to: [.published, .pending, .rejected, .spam]),
    Row(move: .edited, from: [.pending], causes: [.review, .reports], to: [.pending, .rejected, .spam]),
    // Only what the machine itself has put somewhere may the machine move.
    Row(
      move: .rescanned, from: [.published, .pending, .rejected, .spam], causes: [.verdict],
      to: [.published, .pending, .rejected, .spam]),
    Row(move: .reported, from: [.published], causes: everyCause, to: [.pending]),
    Row(move: .reviewed, from: undeleted, causes: everyCause, to: [.approved, .rejected, .spam, .pending]),
    Row(
      move: .undone, from: undeleted, causes: [.review],
      to: [.published, .approved, .pending, .rejected, .spam]),
    Row(move: .withdrawn, from: undeleted, causes: everyCause, to: [.deleted]),
    Row(move: .erased, from: undeleted.union([.deleted]), causes: everyCause, to: [.deleted]),
  ]

  /// Whether a comment in `state`, put there by `cause`, may make this move.
  public static func allows(
    _ move: StateMove, from state: CommentState?, cause: StateCause, to target: CommentState
  ) -> Bool {
    rows.contains { row in
      row.move == move && row.from.contains(state) && row.causes.contains(cause) && row.to.contains(target)
    }
  }

  /// Refuses a move that no row allows.
  public static func check(
    _ move: StateMove, from state: CommentState?, cause: StateCause, to target: CommentState
  ) throws(StateMoveError) {
    guard allows(move, from: state, cause: cause, to: target) else {
      throw StateMoveError(move: move, from: state, to: target)
    }
  }
}

/// A move that the state table does not allow.
public struct StateMoveError: Error, Hashable, CustomStringConvertible {
  public var move: StateMove
  public var from: CommentState?
  public var to: CommentState

  public init(move: StateMove, from: CommentState?, to: CommentState) {
    self.move = move
    self.from = from
    self.to = to
  }

  public var description: String {
    "a comment that is \(from?.rawValue ?? "new") cannot become \(to.rawValue) by being \(move.rawValue)"
  }
}
