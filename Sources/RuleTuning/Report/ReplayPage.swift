/// A replay's report as one page for an editor: totals, by rule, by category, by week, and the comments that change.
public struct ReplayPage: Sendable {
  /// Flips that are shown in full.
  public static let flipsShownMax = 300
  private static let rulesShownMax = 30

  public var state: ReplayState
  /// What was compared, such as `#12 (3f2a9c…)` and `my-rules`.
  public var before: String
  public var after: String
  /// The language of its words: `en`, `ru` or `uk`.
  public var language: String

  public init(state: ReplayState, before: String, after: String, language: String = "en") {
    self.state = state
    self.before = before
    self.after = after
    self.language = language
  }

  public func html() -> String {
    let words = ReplayWords.words(language)
    let totals = state.totals
    var page = PageWriter()
    page.begin(title: words.title, language: ["ru", "uk"].contains(language) ? language : "en")
    page.element("h1", words.title)
    page.element("p", "\(before) → \(after)", attributes: "class=\"faint\"")
    page.element("p", words.lead)
    if !state.isComplete { page.element("p", words.partial, attributes: "role=\"alert\"") }
    page.raw("<ul class=\"sums\">")
    for (kind, number, text) in [
      ("", totals.comments, words.comments), ("", totals.unchanged, words.unchanged),
      ("k0", totals.flips.nowAgree, words.agree), ("k1", totals.flips.nowDisagree, words.against),
      ("", totals.flips.unreviewed, words.open),
    ] {
      page.raw("<li class=\"\(kind)\"><b>\(number)</b>\(PageWriter.escaped(text))</li>")
    }
    page.raw("</ul>\n")
    let coverage = ShareInterval(totals.labelled, of: totals.comments).map { Self.percent($0.value) } ?? "0 %"
    page.element("p", words.coverage.replacing("{share}", with: coverage))
    if totals.withFaults > 0 {
      page.element("p", "\(totals.withFaults) \(words.withFaults)", attributes: "class=\"faint\"")
    }
    if totals.withoutCircumstances > 0 {
      page.element("p", "\(totals.withoutCircumstances) \(words.withoutCircumstances)", attributes: "class=\"faint\"")
    }
    confusion(words, &page)
    guard totals.flips.count > 0 else {
      page.element("p", words.none)
      page.end()
      return page.html
    }
    page.raw("<p class=\"key\">")
    for (part, text) in [words.agreeHint, words.againstHint, words.openHint].enumerated() {
      page.raw("<span class=\"p\(part)\"></span>\(PageWriter.escaped(text))")
    }
    page.raw("</p>\n")
    byRule(words, &page)
    groups(words.byCategory, words.category, totals.byCategory, words, &page)
    byWeek(words, &page)
    groups(words.byLanguage, words.language, totals.byLanguage, words, &page)
    changes(words, &page)
    page.end()
    return page.html
  }

  private func confusion(_ words: ReplayWords, _ page: inout PageWriter) {
    let (left, right) = (state.totals.before, state.totals.after)
    page.element("h2", words.decided)
    page.table(
      ["", words.before, words.after],
      [
        [words.stoppedBad, "\(left.badStopped)", "\(right.badStopped)"],
        [words.missedBad, "\(left.badPublished)", "\(right.badPublished)"],
        [words.stoppedGood, "\(left.goodStopped)", "\(right.goodStopped)"],
        [words.publishedGood, "\(left.goodPublished)", "\(right.goodPublished)"],
        [
          "\(words.precision) (\(words.interval))", Self.interval(left.precision), Self.interval(right.precision),
        ],
      ])
  }

  private func byRule(_ words: ReplayWords, _ page: inout PageWriter) {
    let sorted = Self.sorted(state.totals.byRule)
    page.element("h2", words.byRule)
    page.stackedBars(sorted.prefix(Self.rulesShownMax).map { ($0.key, Self.parts($0.value)) }, title: words.byRule)
    page.table(Self.heads(words.rule, words), sorted.map { Self.cells($0.key, $0.value) })
  }

  private func groups(
    _ title: String, _ head: String, _ groups: [String: ReplayTotals.Flips], _ words: ReplayWords,
    _ page: inout PageWriter
  ) {
    page.element("h2", title)
    page.table(Self.heads(head, words), Self.sorted(groups).map { Self.cells($0.key, $0.value) })
  }

  private func byWeek(_ words: ReplayWords, _ page: inout PageWriter) {
    let weeks = state.totals.byWeek.sorted { $0.key < $1.key }
    page.element("h2", words.byWeek)
    page.stackedColumns(weeks.map { ($0.key, Self.parts($0.value.flips)) }, title: words.byWeek)
    page.table(
      [words.week, words.comments, words.flips, words.agree, words.against, words.open],
      weeks.map { week in
        let flips = week.value.flips
        return [
          week.key, "\(week.value.comments)", "\(flips.count)", "\(flips.nowAgree)", "\(flips.nowDisagree)",
          "\(flips.unreviewed)",
        ]
      })
  }

  /// Those that people contradict come first: they are what an editor must see.
  private func changes(_ words: ReplayWords, _ page: inout PageWriter) {
    page.element("h2", words.changed)
    let order: [Flip.Kind] = [.nowDisagree, .unreviewed, .nowAgree]
    let shown = order.flatMap { kind in state.flips.filter { $0.kind == kind } }.prefix(Self.flipsShownMax)
    for flip in shown {
      let kind = flip.kind == .nowAgree ? " class=\"k0\"" : flip.kind == .nowDisagree ? " class=\"k1\"" : ""
      page.raw("<article\(kind)>")
      func action(_ name: String) -> String { words.actions[name] ?? name }
      page.element(
        "b",
        "\(action(flip.before.action)) (\(Self.points(flip.before.score))) → "
          + "\(action(flip.after.action)) (\(Self.points(flip.after.score)))")
      page.marked(flip.text, marks: flip.marks)
      let person = flip.decision.map { "\(words.person): \(action($0))" } ?? words.nobody
      let rules = flip.rules.joined(separator: ", ") + (flip.isLeast ? "" : " (\(words.notLeast))")
      page.element("small", "\(person) · \(words.rules) \(rules) · \(flip.at.prefix(10)) · \(flip.comment)")
      page.raw("</article>\n")
    }
    let more = state.totals.flips.count - shown.count
    if more > 0 { page.element("p", words.more.replacing("{count}", with: "\(more)")) }
  }

  private static func heads(_ first: String, _ words: ReplayWords) -> [String] {
    [first, words.flips, words.agree, words.against, words.open, "\(words.agreement) (\(words.interval))"]
  }

  private static func cells(_ name: String, _ flips: ReplayTotals.Flips) -> [String] {
    [
      name, "\(flips.count)", "\(flips.nowAgree)", "\(flips.nowDisagree)", "\(flips.unreviewed)",
      interval(flips.agreement),
    ]
  }

  private static func parts(_ flips: ReplayTotals.Flips) -> [Int] {
    [flips.nowAgree, flips.nowDisagree, flips.unreviewed]
  }

  private static func sorted(
    _ groups: [String: ReplayTotals.Flips]
  ) -> [(key: String, value: ReplayTotals.Flips)] {
    groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
  }

  static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1_000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }

  static func interval(_ interval: ShareInterval?) -> String {
    guard let interval else { return "–" }
    return "\(percent(interval.value)) (\(percent(interval.lower)) – \(percent(interval.upper)))"
  }

  private static func points(_ score: Double) -> String {
    let tenths = Int((score * 10).rounded())
    return "\(tenths < 0 ? "−" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}
