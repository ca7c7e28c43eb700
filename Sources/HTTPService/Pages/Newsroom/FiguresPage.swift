import CommentFlow
import CommentStore
import Foundation
import HTTPTypes
import Hummingbird
import ModerationModel

/// The newsroom's work in pictures.
enum FiguresPage {
  static let endpoints = [
    Endpoint(
      .get, "/admin/figures", access: .moderator(.read), kind: .page, "Queue, volume and decisions in figures.",
      handle: show)
  ]

  static let days = 14

  /// The last days, whole local ones.
  static func window(_ visit: NewsroomVisit, days: Int) -> FigureWindow {
    let offset = Double(TimeZone.current.secondsFromGMT())
    let local = Double(visit.now.milliseconds) / 1000 + offset
    let tomorrow = (local / 86_400).rounded(.down) * 86_400 + 86_400 - offset
    return FigureWindow(
      site: visit.site, from: Timestamp(milliseconds: Int64((tomorrow - Double(days) * 86_400) * 1000)),
      to: Timestamp(milliseconds: Int64(tomorrow * 1000)), dayOffsetSeconds: offset)
  }

  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange)
    let figures = try await visit.flow.figures(window(visit, days: days))
    var view = try await visit.frame(visit.words["figures"], tab: .figures)
    view["window"] = visit.words.filled("rulesWindow", ["n": "\(days)"])
    view["isCutShort"] = figures.isCutShort
    view["median"] =
      figures.medianSecondsToDecision.map {
        visit.words.filled("figuresMedian", ["time": duration($0, words: visit.words)]) as Any
      } ?? false
    view["plots"] = [
      volume(figures, visit: visit), ages(figures, visit: visit), decisions(figures, visit: visit),
      rules(figures, visit: visit), overturned(figures, visit: visit),
    ].map(\.view)
    return try visit.page(view, as: "newsroom-figures")
  }

  private static func duration(_ seconds: Double, words: PageWords) -> String {
    switch seconds {
    case ..<5400: words.count("minutes", max(1, Int((seconds / 60).rounded())))
    case ..<172_800: words.count("hours", Int((seconds / 3600).rounded()))
    default: words.count("dayCount", Int((seconds / 86_400).rounded()))
    }
  }

  private static func dayLabels(_ figures: ModerationFigures, visit: NewsroomVisit) -> [String] {
    figures.days.map { visit.times.date($0.startsAt).split(separator: " ").prefix(1).joined() }
  }

  private static func volume(_ figures: ModerationFigures, visit: NewsroomVisit) -> BarPlot {
    func count(_ day: ModerationFigures.Day, _ states: CommentState...) -> Int {
      states.reduce(0) { $0 + day.comments[$1, default: 0] }
    }
    return BarPlot(
      caption: visit.words["figuresVolume"], groups: dayLabels(figures, visit: visit),
      series: [
        .init(
          label: visit.words["state_published"], tone: "bar-good",
          values: figures.days.map { count($0, .published, .approved) }),
        .init(
          label: visit.words["state_pending"], tone: "bar-pending", values: figures.days.map { count($0, .pending) }),
        .init(label: visit.words["state_rejected"], tone: "bar-bad", values: figures.days.map { count($0, .rejected) }),
        .init(label: visit.words["state_spam"], tone: "bar-spam", values: figures.days.map { count($0, .spam) }),
        .init(label: visit.words["state_deleted"], tone: "bar-faint", values: figures.days.map { count($0, .deleted) }),
      ], language: visit.words.language)
  }

  private static func ages(_ figures: ModerationFigures, visit: NewsroomVisit) -> BarPlot {
    let names = ["bar_5m", "bar_30m", "bar_2h", "bar_6h", "bar_1d", "bar_3d", "bar_7d"]
    let groups = figures.queueAges.enumerated().map { index, bar in
      bar.seconds == nil || !names.indices.contains(index) ? visit.words["bar_more"] : visit.words[names[index]]
    }
    return BarPlot(
      caption: visit.words["figuresAges"], groups: groups,
      series: [.init(label: "", tone: "bar-plain", values: figures.queueAges.map(\.count))],
      language: visit.words.language)
  }

  private static func decisions(_ figures: ModerationFigures, visit: NewsroomVisit) -> BarPlot {
    let tones: [Decision: String] = [
      .approve: "bar-good", .reject: "bar-bad", .spam: "bar-spam", .hold: "bar-pending",
    ]
    return BarPlot(
      caption: visit.words["figuresDecisions"], groups: dayLabels(figures, visit: visit),
      series: Decision.allCases.map { decision in
        .init(
          label: visit.label(decision), tone: tones[decision] ?? "bar-plain",
          values: figures.days.map { $0.decisions[decision, default: 0] })
      }, language: visit.words.language)
  }

  private static func rules(_ figures: ModerationFigures, visit: NewsroomVisit) -> BarPlot {
    let top = figures.rules.prefix(10)
    return BarPlot(
      caption: visit.words["figuresRules"], groups: top.map(\.name),
      series: [
        .init(label: visit.words["state_published"], tone: "bar-good", values: top.map(\.published)),
        .init(label: visit.words["ruleHeld"], tone: "bar-pending", values: top.map(\.held)),
        .init(label: visit.words["ruleRefused"], tone: "bar-bad", values: top.map(\.refused)),
      ], isLying: true, language: visit.words.language)
  }

  private static func overturned(_ figures: ModerationFigures, visit: NewsroomVisit) -> BarPlot {
    let top = figures.rules.filter { $0.overturned > 0 }
      .sorted { ($1.overturned, $0.name) < ($0.overturned, $1.name) }.prefix(10)
    return BarPlot(
      caption: visit.words["figuresOverturned"], groups: top.map(\.name),
      series: [
        .init(label: visit.words["overturned"], tone: "bar-bad", values: top.map(\.overturned)),
        .init(label: visit.words["ruleConfirmed"], tone: "bar-faint", values: top.map(\.confirmed)),
      ], isLying: true, language: visit.words.language)
  }
}
