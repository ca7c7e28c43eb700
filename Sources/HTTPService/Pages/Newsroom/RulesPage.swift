import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel
import ModerationPipeline
import RuleEngine

/// The rules in force, each with how it fared against people.
enum RulesPage {
  static let endpoints = [
    Endpoint(
      .get, "/admin/rules", access: .moderator(.read), kind: .page, "The rules in force with their record.",
      handle: show)
  ]

  static let days = 30
  /// From this share of people's answers on, a rule is wrong too often to pass unnoticed.
  private static let overturnedShare = 0.2

  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange)
    let figures = try await visit.flow.figures(FiguresPage.window(visit, days: days))
    let rules = visit.flow.pipeline.ruleSet
    let records = Dictionary(figures.rules.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let quarantined = Set(rules.quarantined.map(\.rule))
    let known = Set(rules.rules.map(\.id))
    var view = try await visit.frame(visit.words["rules"], tab: .rules)
    view["ruleSet"] = rules.revision
    view["ruleSetWords"] = visit.words.filled("revisionOf", ["revision": String(rules.revision.prefix(8))])
    view["window"] = visit.words.filled("rulesWindow", ["n": "\(days)"])
    view["isCutShort"] = figures.isCutShort
    var rows: [(hits: Int, name: String, view: PageView)] = rules.rules.map { rule in
      let record = records[rule.id] ?? ModerationFigures.RuleRecord(name: rule.id)
      var row = row(record, visit: visit)
      row["intent"] = rule.intent
      row["category"] = visit.label(rule.category)
      row["score"] = score(rule.score, visit: visit)
      row["statusLabel"] = rule.status == .live ? false as Any : visit.words["status_\(rule.status.rawValue)"]
      row["isQuarantined"] = quarantined.contains(rule.id)
      return (record.hits, rule.id, row)
    }
    // What the machine itself looks for stands beside the rules that people wrote.
    for record in figures.rules where !known.contains(record.name) {
      var row = row(record, visit: visit)
      row["intent"] = visit.words["heuristic"]
      row["category"] = ""
      row["score"] = ""
      row["statusLabel"] = false
      row["isQuarantined"] = false
      rows.append((record.hits, record.name, row))
    }
    view["ruleRows"] = rows.sorted { ($1.hits, $0.name) < ($0.hits, $1.name) }.map(\.view)
    return try visit.page(view, as: "newsroom-rules")
  }

  private static func row(_ record: ModerationFigures.RuleRecord, visit: NewsroomVisit) -> PageView {
    let answered = record.confirmed + record.overturned
    return [
      "name": record.name, "address": PageAddress.query("/admin", [("q", "rule:\(record.name)")]),
      "hits": record.hits, "held": record.held, "refused": record.refused, "confirmed": record.confirmed,
      "overturned": record.overturned, "missed": record.missed, "open": record.open,
      "isOverturnedOften": answered >= 5 && Double(record.overturned) > overturnedShare * Double(answered),
    ]
  }

  private static func score(_ score: RuleScore, visit: NewsroomVisit) -> String {
    visit.points(score.points)
  }
}
