public import ModerationModel

/// Judged comments in the order in which they came, a page at a time, so that a million of them fit.
public protocol HistorySource: Sendable {
  /// The rows behind a revision, oldest first; fewer than `limit` only at the end.
  ///
  /// - Parameter after: The last row that was seen; `nil` begins.
  func rows(after: HistoryCursor?, limit: Int) async throws -> [HistoryRow]

  /// How many rows there are about, for a progress bar; `nil` when counting would cost too much.
  func estimatedCount() async throws -> Int?
}

/// A history that can be divided without reading it, so that its parts are read beside each other.
public protocol DivisibleHistory: HistorySource {
  /// The place that many rows behind another, rows that are not handed out perhaps included; `nil` where there are fewer.
  func place(after: HistoryCursor?, rows: Int) async throws -> HistoryCursor?

  /// All rows behind one place up to another, or to the end.
  func rows(after: HistoryCursor?, through: HistoryCursor?) async throws -> [HistoryRow]
}

/// Where reading of a history goes on. Comments are numbered by time, so the identity tells the place.
public struct HistoryCursor: Hashable, Sendable {
  public var comment: CommentID

  public init(comment: CommentID) {
    self.comment = comment
  }
}

/// A history that is in memory already.
public struct HistoryRows: HistorySource {
  /// By comment, ascending.
  public let rows: [HistoryRow]

  public init(_ rows: [HistoryRow]) {
    self.rows = rows.sorted { $0.comment < $1.comment }
  }

  public func rows(after: HistoryCursor?, limit: Int) async throws -> [HistoryRow] {
    let start = after.map { cursor in rows.partitioningIndex { $0.comment > cursor.comment } } ?? 0
    return Array(rows[start...].prefix(limit))
  }

  public func estimatedCount() async throws -> Int? { rows.count }
}

extension [HistoryRow] {
  /// The first index whose row meets a condition that holds for all behind it too.
  fileprivate func partitioningIndex(where condition: (HistoryRow) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
