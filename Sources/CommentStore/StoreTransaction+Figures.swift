internal import ModerationModel

extension StoreTransaction {
  /// - Throws: `invalidValue` for a window that is empty or too long.
  func figures(_ window: FigureWindow) throws(StoreError) -> ModerationFigures {
    let seconds = window.to.seconds(since: window.from)
    guard seconds > 0, seconds <= FigureWindow.daysMax * 86_400, abs(window.dayOffsetSeconds) <= 86_400 else {
      throw StoreError(.invalidValue, "window of more than \(FigureWindow.daysMax) days, or of none")
    }
    var builder = FigureBuilder(window: window)
    // Identities begin with the time: those made later than the window come first and are passed over as a range.
    var filter = CommentFilter(
      site: window.site, article: nil, author: nil, state: nil,
      before: CommentID(bits: UInt128(UInt64(clamping: window.to.milliseconds)) << 80), limit: CommentQuery.limitMax)
    var seen = 0
    scan: while true {
      let batch = try comments(filter)
      for comment in batch {
        // An imported comment may be older than its identity; so it is told by its own time.
        if comment.createdAt >= window.from, comment.createdAt < window.to { builder.meet(comment) }
        if comment.id.time < window.from { break scan }
      }
      seen += batch.count
      guard batch.count == filter.limit, let last = batch.last else { break }
      if seen >= FigureWindow.scanMax {
        builder.figures.isCutShort = true
        break
      }
      filter.before = last.id
    }
    for tally in try reviewTallies(site: window.site, since: window.from) where tally.at < window.to {
      builder.meet(tally)
    }
    try forEachAppeal { (appeal) throws(StoreError) in
      guard appeal.site == window.site, appeal.filedAt >= window.from, appeal.filedAt < window.to else { return }
      builder.figures.appeals[appeal.state, default: 0] += 1
    }
    for open in try openCases(CaseQuery(site: window.site, now: window.to, limit: CaseQuery.scanMax)) {
      builder.meet(open)
    }
    return builder.finished
  }
}

private struct FigureBuilder {
  static let rulesMax = 200

  let window: FigureWindow
  var figures = ModerationFigures()
  private var days: [Int64: ModerationFigures.Day] = [:]
  private var rules: [String: ModerationFigures.RuleRecord] = [:]
  private var waits: [Double] = []
  private var ages: [Int]

  init(window: FigureWindow) {
    self.window = window
    ages = Array(repeating: 0, count: ModerationFigures.ageBounds.count + 1)
    // Quiet days are shown too.
    var number = day(of: window.from)
    while start(of: number) < window.to {
      days[number] = ModerationFigures.Day(startsAt: start(of: number))
      number += 1
    }
  }

  private func day(of time: Timestamp) -> Int64 {
    Int64(((Double(time.milliseconds) / 1000 + window.dayOffsetSeconds) / 86_400).rounded(.down))
  }

  private func start(of day: Int64) -> Timestamp {
    Timestamp(milliseconds: day * 86_400_000).adding(seconds: -window.dayOffsetSeconds)
  }

  mutating func meet(_ comment: Comment) {
    days[day(of: comment.createdAt)]?.comments[comment.state, default: 0] += 1
    let verdict = comment.revision.verdict
    let isRefused = comment.state == .rejected || comment.state == .spam
    let isDecided = comment.cause == .review
    for name in Set(verdict.signals.filter { $0.status == .live && $0.source != .fault }.map(\.name)) {
      var record = rules[name] ?? ModerationFigures.RuleRecord(name: name)
      record.hits += 1
      switch verdict.action {
      case .publish: record.published += 1
      case .hold: record.held += 1
      case .reject, .spam: record.refused += 1
      }
      if comment.state == .pending {
        record.open += 1
      } else if isDecided, verdict.action == .publish {
        if isRefused { record.missed += 1 }
      } else if isDecided {
        if isRefused { record.confirmed += 1 }
        if comment.state == .approved { record.overturned += 1 }
      }
      rules[name] = record
    }
  }

  mutating func meet(_ tally: ReviewTally) {
    days[day(of: tally.at)]?.decisions[tally.decision, default: 0] += tally.comments
    figures.decisionsByModerator[tally.moderator, default: 0] += tally.comments
    waits += tally.waitsSeconds
  }

  mutating func meet(_ open: ModerationCase) {
    let age = window.to.seconds(since: open.openedAt)
    guard age >= 0 else { return }
    let bar = ModerationFigures.ageBounds.firstIndex { age < $0 } ?? ModerationFigures.ageBounds.count
    ages[bar] += 1
  }

  var finished: ModerationFigures {
    var figures = figures
    figures.days = days.sorted { $0.key < $1.key }.map(\.value)
    figures.queueAges = ages.indices.map { index in
      let bounds = ModerationFigures.ageBounds
      return ModerationFigures.AgeBar(seconds: index < bounds.count ? bounds[index] : nil, count: ages[index])
    }
    figures.rules = Array(
      rules.values.sorted { ($1.hits, $0.name) < ($0.hits, $1.name) }.prefix(Self.rulesMax))
    let waits = waits.sorted()
    figures.medianSecondsToDecision = waits.isEmpty ? nil : waits[waits.count / 2]
    return figures
  }
}
