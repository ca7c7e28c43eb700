package import ModerationModel

/// What happens to a desk.
package enum DeskEvent: Sendable {
  case key(DeskKey)
  case resized(columns: Int, rows: Int)
  /// A second has passed.
  case tick(Timestamp)
  /// A page of the queue for a filter.
  ///
  /// - Parameters:
  ///   - isMore: It follows the rows that are there already.
  ///   - isEnd: Nothing comes behind it.
  case queue(filter: String, cases: [DeskCase], isMore: Bool, isEnd: Bool)
  case counts(DeskCounts)
  case detail(DeskDetail)
  /// Leases that were taken or renewed.
  case claimed([DeskCase])
  case ended(order: Int, DeskOutcome)
  /// A comment that was looked for by its id or address.
  case found(DeskCase)
  /// A question was not answered: what was asked, and why not.
  case failed(String)
  /// Somebody asks the program to end.
  case asksToEnd
}

/// What a desk wants done.
package enum DeskEffect: Hashable, Sendable {
  /// - Parameter after: Only what follows this case.
  case load(filter: String, after: DeskCase?)
  case count
  case show(CommentID)
  case claim([CaseID])
  case release([CaseID])
  case send(DeskOrder)
  /// Sends an order once more after a while.
  case retry(DeskOrder, afterSeconds: Double)
  /// An id, or an address with one in it.
  case find(String)
  /// To the terminal's clipboard.
  case copy(String)
  case end
}
