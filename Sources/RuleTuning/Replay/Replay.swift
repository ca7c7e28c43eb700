import ModerationModel
public import ModerationPipeline

/// Judges a history with two rule sets and says where they part.
///
/// Everything is judged by the pipeline that judges live comments, in the context of the comment's own moment. Guards do not
/// count what is judged here. Pages are read one after the other and judged beside each other; memory holds a few pages and
/// the flips that are kept, whatever the length of the history.
public struct Replay: Sendable {
  /// Which rows of the history are judged.
  public struct Selection: Hashable, Sendable, Codable {
    /// About so many, spread evenly and always the same ones; `nil` takes all.
    public var sample: Int?
    /// Only texts in this language; `nil` takes all.
    public var language: String?

    public init(sample: Int? = nil, language: String? = nil) {
      self.sample = sample
      self.language = language
    }
  }

  /// Flips that the report keeps; all are counted, and all are handed out while the replay runs.
  public static let flipsKeptMax = 5_000

  /// What is compared with; `nil` compares with the verdicts that were given then.
  public var before: ModerationPipeline?
  public var after: ModerationPipeline
  /// Rules whose own text differs between the two.
  public var changedRules: Set<String>
  public var selection: Selection
  public var threads: Int

  public init(
    before: ModerationPipeline?, after: ModerationPipeline, changedRules: Set<String> = [],
    selection: Selection = Selection(), threads: Int
  ) {
    self.before = before
    self.after = after
    self.changedRules = changedRules
    self.selection = selection
    self.threads = max(1, threads)
  }

  /// Judges the history from where `state` stands to its end.
  ///
  /// When the task is cancelled, it ends early with what it has: ``ReplayState/isComplete`` is then false, and the same state
  /// may be handed in again later.
  /// - Parameters:
  ///   - state: Counts so far; a new one to begin.
  ///   - note: Called after each page, in the order of the history, with the state so far, the flips of that page and the
  ///     number of rows that were read.
  public func run(
    _ source: any HistorySource, from state: ReplayState = ReplayState(),
    note: (ReplayState, [Flip], Int) async throws -> Void = { _, _, _ in }
  ) async throws -> ReplayState {
    var state = state
    guard !state.isComplete else { return state }
    let share = try await sampledShare(of: source)
    let isAtEnd = try await HistoryPages.run(source, after: state.cursor, threads: threads) { [self] rows in
      judge(rows, share: share)
    } fold: { page in
      state.add(page)
      try await note(state, page.flips, page.rows)
    }
    state.isComplete = isAtEnd
    return state
  }

  /// What one page came to.
  struct Page: Sendable {
    var totals = ReplayTotals()
    var flips: [Flip] = []
    var rows = 0
    var last: CommentID?
  }

  private func sampledShare(of source: any HistorySource) async throws -> Double? {
    guard let sample = selection.sample else { return nil }
    guard let count = try await source.estimatedCount(), count > sample else { return nil }
    return Double(sample) / Double(count)
  }

  private func judge(_ rows: [HistoryRow], share: Double?) -> Page {
    var page = Page()
    let new = after.makeWorker()
    let old = before?.makeWorker()
    let cause = FlipCause(before: old, after: new, changedRules: changedRules)
    for row in rows {
      page.rows += 1
      page.last = row.comment
      if let share, Self.place(of: row.comment) >= share { continue }
      let prepared = new.prepare(row.submission)
      let right = new.verdict(on: prepared, in: row.context, isTraffic: false)
      if let language = selection.language, right.language?.code != language { continue }
      let left = old?.verdict(on: prepared, in: row.context, isTraffic: false) ?? row.verdict
      page.totals.count(row, before: left, after: right)
      guard left.action.severity != right.action.severity else { continue }
      let (responsible, isLeast) = cause.responsible(prepared, row, before: left, after: right)
      let flip = Flip(
        row, before: left, after: right, kind: Flip.Kind(before: left.action, after: right.action, label: row.label),
        rules: responsible, isLeast: isLeast)
      page.totals.count(flip, at: row.context.now)
      page.flips.append(flip)
    }
    return page
  }

  /// Where in 0..<1 an identity falls; SplitMix64's finaliser over its random half.
  private static func place(of comment: CommentID) -> Double {
    var value = UInt64(truncatingIfNeeded: comment.bits) ^ UInt64(truncatingIfNeeded: comment.bits >> 64)
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    value ^= value >> 31
    return Double(value >> 11) / 0x20_0000_0000_0000
  }
}

/// How far a replay has come: enough to go on later.
public struct ReplayState: Hashable, Sendable, Codable {
  public var totals = ReplayTotals()
  /// The first flips, at most `Replay.flipsKeptMax`.
  public var flips: [Flip] = []
  /// Rows that were read, those that were not selected included.
  public var rows = 0
  /// The last comment that was counted, in its text form; absent before the first.
  public var last: String?
  /// The end of the history was reached.
  public var isComplete = false

  public init() {}

  var cursor: HistoryCursor? { last.flatMap { CommentID($0) }.map { HistoryCursor(comment: $0) } }

  mutating func add(_ page: Replay.Page) {
    totals.add(page.totals)
    flips += page.flips.prefix(Replay.flipsKeptMax - flips.count)
    rows += page.rows
    if let id = page.last { last = id.description }
  }
}
