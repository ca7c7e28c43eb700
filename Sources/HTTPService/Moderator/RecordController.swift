import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// The log, and the newsroom in numbers.
enum RecordController {
  static let endpoints = [
    Endpoint(.get, "/v1/log", access: .moderator(.read), "The review log, oldest first.", handle: log),
    Endpoint(.get, "/v1/stats", access: .moderator(.read), "The queue and a window of days in numbers.", handle: stats),
  ]

  static func log(_ exchange: Exchange) async throws -> Response {
    let query = try QueryFields(exchange)
    let limit = try query.integer("limit", in: 1...1000, default: 100)
    let after = try query.integer("after", in: 0...Int.max, default: 0)
    let entries = try await exchange.flow.store.log(site: exchange.site, after: Int64(after), limit: limit)
    let rows = entries.map { entry -> JSONValue in
      [
        "index": .integer(entry.index), "at": NewsroomPayloads.time(entry.at), "actor": .string(entry.actor),
        "act": .string(entry.act.rawValue), "subject": .string(entry.subject),
        "details": .object(entry.details.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }),
        "hash": .string(hexadecimal(entry.hash)),
      ]
    }
    let next = entries.count == limit ? entries.last?.index : nil
    return CommentService.response(json: ["entries": .array(rows), "next": next.map { .integer($0) } ?? .null])
  }

  static func stats(_ exchange: Exchange) async throws -> Response {
    let query = try QueryFields(exchange)
    let days = try query.integer("days", in: 1...Int(FigureWindow.daysMax), default: 7)
    let now = exchange.service.now()
    let queue = try await exchange.flow.store.queueStatistics(site: exchange.site, now: now)
    let figures = try await exchange.flow.store.figures(
      FigureWindow(site: exchange.site, from: now.adding(seconds: -86_400 * Double(days)), to: now))
    return CommentService.response(json: [
      "moderator": .string(try exchange.actorName()), "queue": self.queue(queue), "window": window(figures, days: days),
    ])
  }

  private static func queue(_ queue: QueueStatistics) -> JSONValue {
    [
      "open": .integer(Int64(queue.open)), "leased": .integer(Int64(queue.leased)),
      "escalated": .integer(Int64(queue.escalated)), "oldest_opened_at": NewsroomPayloads.time(queue.oldestOpenedAt),
      "by_cause": .object(
        queue.byCause.sorted { $0.key.rawValue < $1.key.rawValue }.map {
          .init($0.key.rawValue, .integer(Int64($0.value)))
        }),
      "decisions_last_day": decisions(queue.decisionsLastDay),
      "alarm": queue.alarm.map {
        [
          "wave": NewsroomPayloads.id($0.wave), "since": NewsroomPayloads.time($0.since),
          "until": NewsroomPayloads.time($0.until),
        ]
      } ?? .null,
    ]
  }

  private static func decisions(_ decisions: [Decision: Int]) -> JSONValue {
    .object(
      decisions.sorted { $0.key.rawValue < $1.key.rawValue }.map { .init($0.key.rawValue, .integer(Int64($0.value))) })
  }

  private static func window(_ figures: ModerationFigures, days: Int) -> JSONValue {
    let perDay = figures.days.map { day -> JSONValue in
      [
        "starts_at": NewsroomPayloads.time(day.startsAt),
        "comments": .object(
          day.comments.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { .init($0.key.rawValue, .integer(Int64($0.value))) }),
        "decisions": decisions(day.decisions),
      ]
    }
    let ages = figures.queueAges.map { bar -> JSONValue in
      ["seconds": bar.seconds.map { .number($0) } ?? .null, "count": .integer(Int64(bar.count))]
    }
    let rules = figures.rules.map { rule -> JSONValue in
      [
        "name": .string(rule.name), "hits": .integer(Int64(rule.hits)), "published": .integer(Int64(rule.published)),
        "held": .integer(Int64(rule.held)), "refused": .integer(Int64(rule.refused)),
        "confirmed": .integer(Int64(rule.confirmed)), "overturned": .integer(Int64(rule.overturned)),
        "missed": .integer(Int64(rule.missed)), "open": .integer(Int64(rule.open)),
      ]
    }
    return [
      "days": .integer(Int64(days)), "per_day": .array(perDay), "queue_ages": .array(ages), "rules": .array(rules),
      "decisions_by_moderator": .object(
        figures.decisionsByModerator.sorted { $0.key < $1.key }.map { .init($0.key, .integer(Int64($0.value))) }),
      "median_seconds_to_decision": figures.medianSecondsToDecision.map { .number($0) } ?? .null,
      "is_cut_short": .bool(figures.isCutShort),
    ]
  }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
