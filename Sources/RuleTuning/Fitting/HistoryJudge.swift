public import ModerationModel
public import ModerationPipeline

/// A row of a history with what a rule set says of it today.
public struct JudgedRow: Sendable {
  public var row: HistoryRow
  public var verdict: Verdict

  public init(row: HistoryRow, verdict: Verdict) {
    self.row = row
    self.verdict = verdict
  }
}

/// Judges a history again with the very pipeline that judges live comments, on several threads.
///
/// Guards do not count what is judged here: a trial must not take a rule out of force.
public struct HistoryJudge: Sendable {
  /// Rows that one task takes at once.
  static let rowsPerTask = 256

  public var pipeline: ModerationPipeline
  public var threads: Int

  public init(pipeline: ModerationPipeline, threads: Int) {
    self.pipeline = pipeline
    self.threads = max(1, threads)
  }

  /// Every row from the first to the last, in their order. All of them are kept in memory, about 2 KiB each.
  ///
  /// - Parameter progress: Told how many rows were judged since it was told last.
  public func judge(
    _ source: any HistorySource, progress: @Sendable (Int) -> Void = { _ in }
  ) async throws -> [JudgedRow] {
    try await withThrowingTaskGroup(of: (Int, [JudgedRow]).self) { group in
      var parts: [Int: [JudgedRow]] = [:]
      var cursor: HistoryCursor?
      var (started, finished, isAtEnd) = (0, 0, false)
      while true {
        while !isAtEnd, started - finished < threads * 2 {
          let rows = try await source.rows(after: cursor, limit: Self.rowsPerTask)
          isAtEnd = rows.count < Self.rowsPerTask
          guard let last = rows.last else { break }
          cursor = HistoryCursor(comment: last.comment)
          let index = started
          group.addTask { [self] in (index, judge(rows)) }
          started += 1
        }
        guard let (index, rows) = try await group.next() else { break }
        try Task.checkCancellation()
        parts[index] = rows
        finished += 1
        progress(rows.count)
      }
      return (0..<started).flatMap { parts[$0] ?? [] }
    }
  }

  /// The same for rows at hand, on this thread.
  public func judge(_ rows: [HistoryRow]) -> [JudgedRow] {
    let worker = pipeline.makeWorker()
    return rows.map { row in
      JudgedRow(
        row: row, verdict: worker.verdict(on: worker.prepare(row.submission), in: row.context, isTraffic: false))
    }
  }
}

extension HistoryRow {
  /// Whether the machine kept the comment from being published when it came.
  public var wasHeld: Bool { verdict.action != .publish }

  /// What a person's decision on this row stands for, as figures count it: whether the comment is unfit, and for how many
  /// comments of its kind the row speaks (1/inclusion). `nil` where nobody decided, where nobody knows with which
  /// probability a person was to look, as with what the machine refused alone, and where a person looked for a reason of his own while chance would seldom have
  /// brought the comment: such labels are mostly of unfit comments.
  public var countedLabel: (isBad: Bool, weight: Double)? {
    guard let label, let isBad = label.isBad, let inclusion = inclusion ?? (verdict.action == .hold ? 1 : nil),
      inclusion > 0,
      inclusion >= 1 || label.isFromAudit
    else { return nil }
    return (isBad, 1 / min(1, inclusion))
  }
}
