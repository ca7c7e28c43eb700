/// Reads a history page by page and works on several pages beside each other; what comes of them is handed on in the order
/// of the history.
enum HistoryPages {
  /// Rows of one page, which one thread works on.
  static let rowsPerPage = 512

  /// - Parameters:
  ///   - after: Where to begin.
  ///   - threads: Pages in work at the same time; one more is read ahead.
  ///   - work: Runs on any thread.
  ///   - fold: Takes each page's result in order.
  /// - Returns: Whether the end was reached; false when the task was cancelled before. Then no page is left out of the middle.
  static func run<Result: Sendable>(
    _ source: any HistorySource, after: HistoryCursor?, threads: Int,
    work: @escaping @Sendable ([HistoryRow]) -> Result, fold: (Result) async throws -> Void
  ) async throws -> Bool {
    var cursor = after
    var waiting: [Int: Result] = [:]
    var (started, finished, folded, isAtEnd) = (0, 0, 0, false)
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      while true {
        while !isAtEnd, !Task.isCancelled, started - finished <= threads {
          if let divisible = source as? any DivisibleHistory {
            // Reading costs more than judging, so each thread reads its own page.
            let (index, begin) = (started, cursor)
            let end = try await divisible.place(after: begin, rows: rowsPerPage)
            isAtEnd = end == nil
            cursor = end ?? begin
            group.addTask { (index, work(try await divisible.rows(after: begin, through: end))) }
            started += 1
            continue
          }
          let rows = try await source.rows(after: cursor, limit: rowsPerPage)
          isAtEnd = rows.count < rowsPerPage
          guard let last = rows.last else { break }
          cursor = HistoryCursor(comment: last.comment)
          let index = started
          group.addTask { (index, work(rows)) }
          started += 1
        }
        guard let (index, result) = try await group.next() else { break }
        finished += 1
        waiting[index] = result
        while let next = waiting.removeValue(forKey: folded) {
          folded += 1
          try await fold(next)
        }
      }
    }
    return isAtEnd && folded == started
  }
}
