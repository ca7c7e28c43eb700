import ModerationModel
import RuleTuning

/// One line for each comment that two rule sets decide differently.
struct FlipPayload: Encodable {
  var flip: Flip

  init(_ flip: Flip) { self.flip = flip }
}

/// The last line of a replay.
struct ReplaySummaryPayload: Encodable {
  struct Summary: Encodable {
    /// The revision that was compared with; absent for the decisions of then.
    var before: String?
    var after: String
    /// False when the replay was stopped before the end of the history.
    var isComplete: Bool
    var rows: Int
    var unchanged: Int
    /// Of the flips that people have decided on, the share that comes nearer to them.
    var agreement: ShareInterval?
    var precisionBefore: ShareInterval?
    var precisionAfter: ShareInterval?
    var labelCoverage: Double?
    var totals: ReplayTotals
  }

  var summary: Summary

  init(_ state: ReplayState, before: String?, after: String) {
    let totals = state.totals
    summary = Summary(
      before: before, after: after, isComplete: state.isComplete, rows: state.rows, unchanged: totals.unchanged,
      agreement: totals.flips.agreement, precisionBefore: totals.before.precision,
      precisionAfter: totals.after.precision,
      labelCoverage: ShareInterval(totals.labelled, of: totals.comments)?.value, totals: totals)
  }
}

/// A replay for people at a terminal.
struct ReplayView {
  static let flipsShownMax = 20

  var state: ReplayState
  var before: String
  var console: Console

  func lines() -> [String] {
    let totals = state.totals
    var lines: [String] = []
    if !state.isComplete {
      lines.append(console.ink.bad("Stopped before the end; the figures are of the part that was judged."))
    }
    lines.append(
      "\(Complaint.count(totals.comments, "comment")) judged against \(before): \(totals.unchanged) decided alike, "
        + "\(totals.flips.count) otherwise.")
    lines.append(
      "A person has decided on \(totals.labelled) of them (\(Shares.percent(totals.labelled, of: totals.comments))).")
    if totals.withoutCircumstances > 0 {
      lines.append(
        console.ink.faint(
          "\(totals.withoutCircumstances) are from before circumstances were kept: about author and moment, what was found "
            + "then counts."))
    }
    if totals.withFaults > 0 {
      lines.append(console.ink.bad("On \(totals.withFaults) a rule could not be decided."))
    }
    lines.append("")
    var sums = TextTable([.init(""), .init("COMMENTS", .right), .init("", isFlexible: true)])
    sums.add(["now agree", "\(totals.flips.nowAgree)", "nearer to what a person decided"])
    sums.add(["now disagree", "\(totals.flips.nowDisagree)", "further from what a person decided"])
    sums.add(["unreviewed", "\(totals.flips.unreviewed)", "nobody has decided on these words"])
    lines += sums.lines(width: console.width, ink: console.ink)
    if let share = totals.flips.agreement {
      lines.append("Of those decided on, nearer: \(Shares.text(share)).")
    }
    var sides = TextTable([
      .init("DECIDED BY PEOPLE", isFlexible: true), .init("BEFORE", .right), .init("AFTER", .right),
    ])
    let parts: [(String, KeyPath<ReplayTotals.Confusion, Int>)] = [
      ("unfit and stopped", \.badStopped), ("unfit and published", \.badPublished),
      ("fit and stopped", \.goodStopped), ("fit and published", \.goodPublished),
    ]
    for (name, part) in parts {
      sides.add([name, "\(totals.before[keyPath: part])", "\(totals.after[keyPath: part])"])
    }
    sides.add(["unfit among the stopped", Shares.text(totals.before.precision), Shares.text(totals.after.precision)])
    lines += [""] + sides.lines(width: console.width, ink: console.ink)
    guard totals.flips.count > 0 else { return lines }
    lines += [""] + groups("RULE RESPONSIBLE", totals.byRule) + [""] + groups("CATEGORY", totals.byCategory) + [""]
    return lines + flips()
  }

  private func groups(_ head: String, _ groups: [String: ReplayTotals.Flips]) -> [String] {
    var table = TextTable([
      .init(head, isFlexible: true), .init("FLIPS", .right), .init("NOW AGREE", .right), .init("NOW DISAGREE", .right),
      .init("UNREVIEWED", .right),
    ])
    for (name, flips) in groups.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) }).prefix(30) {
      table.add([
        Harmless.line(name, widthMax: 60), "\(flips.count)", "\(flips.nowAgree)", "\(flips.nowDisagree)",
        "\(flips.unreviewed)",
      ])
    }
    return table.lines(width: console.width, ink: console.ink)
  }

  /// Those that people contradict come first.
  private func flips() -> [String] {
    var lines: [String] = []
    let order: [Flip.Kind] = [.nowDisagree, .unreviewed, .nowAgree]
    let shown = order.flatMap { kind in state.flips.filter { $0.kind == kind } }.prefix(Self.flipsShownMax)
    for flip in shown {
      let person = flip.decision.map { "a person decided \($0)" } ?? "nobody has decided"
      lines.append(
        "\(flip.before.action) → \(flip.after.action)  \(person)  because of "
          + flip.rules.map { Harmless.line($0, widthMax: 60) }.joined(separator: ", ")
          + (flip.isLeast ? "" : " (all that differs)"))
      lines.append("  " + Harmless.line(flip.text, widthMax: max(20, console.width - 2)))
      lines.append(console.ink.faint("  \(flip.comment)"))
    }
    let more = state.totals.flips.count - shown.count
    if more > 0 { lines.append(console.ink.faint("\(more) more; --format json has all, --html a page to read")) }
    return lines
  }
}

/// Shares as people read them.
enum Shares {
  /// `81.2 %`.
  static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1_000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }

  static func percent(_ part: Int, of whole: Int) -> String {
    whole == 0 ? "—" : percent(Double(part) / Double(whole))
  }

  /// `81.2 % (78.0–84.1)`.
  static func text(_ interval: ShareInterval?) -> String {
    guard let interval else { return "—" }
    func plain(_ share: Double) -> String { String(percent(share).dropLast(2)) }
    return "\(percent(interval.value)) (\(plain(interval.lower))–\(plain(interval.upper)))"
  }
}
