import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import ModerationModel

/// Who did what, newest first.
enum LogPage {
  static let endpoints = [
    Endpoint(.get, "/admin/log", access: .moderator(.read), kind: .page, "The log of decisions.", handle: show)
  ]

  static let limit = 100

  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange)
    let end = try visit.query.value("before").flatMap { Int64($0) }
    let entries = try await newest(visit, before: end)
    var view = try await visit.frame(visit.words["log"], tab: .log)
    view["entries"] = entries.map { entry($0, visit: visit) }
    view["nextAddress"] =
      entries.last.flatMap { $0.index > 1 ? PageAddress.query("/admin/log", [("before", "\($0.index)")]) as Any : nil }
      ?? false
    return try visit.page(view, as: "newsroom-log")
  }

  /// The entries before an index, or the last of all, newest first.
  private static func newest(_ visit: NewsroomVisit, before end: Int64?) async throws -> [LogEntry] {
    let store = visit.flow.store
    if let end {
      return try await store.log(site: visit.site, after: max(0, end - 1 - Int64(limit)), limit: limit)
        .filter { $0.index < end }.reversed()
    }
    // Indices rise without gaps, so the end is found by halves.
    var (low, high): (Int64, Int64) = (0, 1)
    while try await !store.log(site: visit.site, after: high, limit: 1).isEmpty { (low, high) = (high, high * 2) }
    while low < high {
      let middle = low + (high - low) / 2
      if try await store.log(site: visit.site, after: middle, limit: 1).isEmpty {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return try await store.log(site: visit.site, after: max(0, low - Int64(limit)), limit: limit).reversed()
  }

  private static func entry(_ entry: LogEntry, visit: NewsroomVisit) -> PageView {
    let parts = entry.subject.split(separator: ":", maxSplits: 1).map(String.init)
    let address: String? =
      switch (parts.first, parts.last) {
      case ("comment", let id?): CommentID(id).map { visit.address(of: $0) }
      case ("author", let id?): AuthorID(id).map { "/admin/authors/\($0)" }
      default: nil
      }
    let decision = entry.details["decision"].flatMap(Decision.init).map(visit.label)
    let reason = entry.details["reason"].flatMap(DecisionReason.init).map(visit.label)
    return [
      "at": entry.at.description, "long": visit.times.long(entry.at), "actor": entry.actor,
      "act": visit.words["log_\(entry.act.rawValue)"], "details": [decision, reason].compactMap(\.self),
      "subject": entry.subject, "address": address.map { $0 as Any } ?? false,
    ]
  }
}
