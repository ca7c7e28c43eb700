import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel
import ModerationPipeline
import RuleEngine

/// The rules in force, and what they say of a text.
enum RuleController {
  static let endpoints = [
    Endpoint(.get, "/v1/rules", access: .moderator(.read), "The rule set in force.", handle: list),
    Endpoint(.get, "/v1/rules/{rule}", access: .moderator(.read), "One rule.", handle: show),
    Endpoint(
      .post, "/v1/check", access: .moderator(.read), "The verdict on a text; nothing is stored.", handle: check),
  ]

  static func list(_ exchange: Exchange) async throws -> Response {
    let rules = exchange.flow.pipeline.ruleSet
    return CommentService.response(json: [
      "name": .string(rules.name), "revision": .string(rules.revision),
      "rules": .array(rules.rules.map(summary)),
      "quarantined": .array(
        rules.quarantined.map {
          ["rule": .string($0.rule), "place": .string("\($0.place)"), "count": .integer(Int64($0.count))]
        }),
    ])
  }

  static func show(_ exchange: Exchange) async throws -> Response {
    let id = try exchange.parameter("rule")
    guard let rule = exchange.flow.pipeline.ruleSet.rules.first(where: { $0.id == id }) else {
      throw Problem(.unknownRule, "the rule set in force has no such rule")
    }
    return CommentService.response(json: summary(rule))
  }

  static func check(_ exchange: Exchange) async throws -> Response {
    let fields = try await exchange.jsonObject()
    try fields.allowOnly(["text", "lang", "author"])
    guard case .string(let text)? = fields.object["text"] else { throw Problem(field: "text", "is missing") }
    let author = try fields.fields("author")
    try author?.allowOnly(["name", "email", "url"])
    let bytesMax = CommentPolicy.bodyBytesCeiling
    let language = try fields.text("lang", bytesMax: 35).map { code throws(Problem) in
      guard let language = Language(code) else { throw Problem(field: "lang", "must be a code such as ru, uk or en") }
      return language
    }
    guard let article = ArticleID("check") else { throw Problem(.unexpected, "nothing was checked") }
    let verdict = try exchange.flow.check(
      Submission(
        site: exchange.site, article: article, text: text,
        author: AuthorClaim(
          name: try author?.text("name", bytesMax: bytesMax) ?? exchange.service.settings.guestName,
          email: try author?.text("email", bytesMax: bytesMax), url: try author?.text("url", bytesMax: bytesMax)),
        language: language))
    return CommentService.response(json: NewsroomPayloads.verdict(verdict))
  }

  private static func summary(_ rule: RuleSummary) -> JSONValue {
    [
      "id": .string(rule.id), "title": .string(rule.title), "intent": .string(rule.intent),
      "status": .string(rule.status.rawValue), "category": .string(rule.category.rawValue),
      "owner": .string(rule.owner), "languages": .array(rule.languages.map { .string($0.code) }),
      "score": NewsroomPayloads.points(rule.score.points), "hits_max": .integer(Int64(rule.hitsMax)),
      "group": JSONValue(rule.group), "floor": JSONValue(rule.floor?.rawValue),
      "ceiling": JSONValue(rule.ceiling?.rawValue), "place": .string("\(rule.place)"),
      "patterns": .integer(Int64(rule.patternCount)), "tests": .integer(Int64(rule.testCount)),
    ]
  }
}
