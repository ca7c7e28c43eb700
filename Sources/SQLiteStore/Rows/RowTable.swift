internal import CommentStore
internal import Foundation
internal import GRDB

/// A table whose rows are written whole, with a checksum over everything in them.
///
/// The checksum is the first eight bytes of SHA-256 over the values as they are bound; `store verify` computes it again
/// from what is read. The statements that only list columns are made here from the list, so that order of values and
/// order of columns cannot part; every statement that decides something is written as SQL where it is used.
struct RowTable: Sendable {
  let name: String
  /// In the order in which values are handed over; covered by the checksum.
  let columns: [String]
  let insert: String
  /// Replaces the row with the same key.
  let upsert: String
  /// Every column and the checksum, for `WHERE` to follow.
  let select: String

  init(_ name: String, key: [String], columns: [String]) {
    self.name = name
    self.columns = columns
    let all = columns + ["checksum"]
    let places = all.map { _ in "?" }.joined(separator: ", ")
    insert = "INSERT INTO \(name) (\(all.joined(separator: ", "))) VALUES (\(places))"
    let changes = all.filter { !key.contains($0) }.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    upsert = "\(insert) ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE SET \(changes)"
    select = "SELECT \(columns.map { "\(name).\($0)" }.joined(separator: ", ")), \(name).checksum FROM \(name)"
  }

  static func checksum(_ values: some Sequence<DatabaseValue>) -> Int64 {
    var bytes = CanonicalBytes(capacity: 512)
    for value in values {
      switch value.storage {
      case .null: bytes.append(UInt8(0))
      case .int64(let number):
        bytes.append(UInt8(1))
        bytes.append(number)
      case .double(let number):
        bytes.append(UInt8(2))
        bytes.append(number)
      case .string(let text):
        bytes.append(UInt8(3))
        bytes.append(text)
      case .blob(let data):
        bytes.append(UInt8(4))
        bytes.append(length: data.count)
        bytes.append(raw: data)
      }
    }
    return bytes.checksum()
  }
}

extension RowTable {
  static let articles = RowTable(
    "articles", key: ["site", "id"],
    columns: [
      "site", "id", "url", "title", "language", "published_at", "is_open", "mode", "body_bytes_max", "depth_max",
      "close_after_days", "edit_window_seconds", "hold_threshold", "reject_threshold", "version",
    ])
  static let authors = RowTable(
    "authors", key: ["site", "id"],
    columns: [
      "site", "id", "identity_kind", "identity_key", "name", "name_folded", "first_seen_at", "published", "approved",
      "pending", "rejected", "spam", "deleted", "sanction", "sanction_until", "sanction_reason", "sanction_set_by",
      "sanction_set_at", "version",
    ])
  /// `replies` and `votes` stand outside: they change with what others do, and `store verify` counts them again.
  static let comments = RowTable(
    "comments", key: ["site", "id"],
    columns: [
      "site", "article", "path", "root", "id", "author", "author_name", "author_url", "state", "cause", "revision",
      "revision_number", "revised_at", "text", "verdict", "created_at", "edited_at", "language", "version", "digest",
      "edit_token_hash",
    ])
  static let earlierRevisions = RowTable(
    "earlier_revisions", key: ["site", "comment", "number"],
    columns: ["site", "comment", "number", "id", "text", "created_at", "verdict"])
  static let moderators = RowTable(
    "moderators", key: ["site", "id"],
    columns: ["site", "id", "name", "role", "is_disabled", "created_at"])
  static let cases = RowTable(
    "cases", key: ["site", "id"],
    columns: [
      "site", "id", "article", "comment", "cause", "state", "priority", "opened_at", "closed_at", "lease_holder",
      "lease_until", "tags", "escalation", "version",
    ])
  static let reviews = RowTable(
    "reviews", key: ["site", "id"],
    columns: ["site", "id", "decision", "reason", "note", "moderator", "at", "undone_at"])
  static let reviewItems = RowTable(
    "review_items", key: ["site", "review", "position"],
    columns: [
      "site", "review", "position", "author", "article", "comment", "revision", "before", "cause_before", "after",
      "version", "closed_case", "opened_case",
    ])
  static let reports = RowTable(
    "reports", key: ["site", "comment", "id"],
    columns: ["site", "comment", "id", "article", "reporter", "reason", "note", "weight", "at"])
  static let votes = RowTable(
    "votes", key: ["site", "comment", "visitor"], columns: ["site", "comment", "visitor", "at"])
  static let appeals = RowTable(
    "appeals", key: ["site", "id"],
    columns: [
      "site", "id", "article", "comment", "revision", "review", "decider", "moderation_case", "text", "state",
      "filed_at", "answered_at", "answer",
    ])
  static let credentials = RowTable(
    "credentials", key: ["site", "moderator"],
    columns: [
      "site", "moderator", "password_hash", "sealed_secret", "is_confirmed", "last_step", "recovery_hashes", "version",
    ])
  /// What expires by itself within a day (sessions, attempts, answers) needs no checksum.
  static let accessTokens = RowTable(
    "access_tokens", key: ["site", "id"],
    columns: [
      "site", "id", "hash", "moderator", "label", "scopes", "created_at", "created_by", "expires_at", "last_used_at",
      "revoked_at",
    ])
  static let webhooks = RowTable(
    "webhooks", key: ["site", "id"],
    columns: [
      "site", "id", "url", "kinds", "state", "created_at", "sequence", "failures", "next_attempt_at", "last_error",
      "last_delivered_at", "sealed_secrets", "leased_until",
    ])
  static let recordedShares = RowTable(
    "recorded_shares", key: ["site", "article", "network"],
    columns: ["site", "article", "network", "count"])
  static let reportedShares = RowTable(
    "reported_shares", key: ["site", "article", "network", "source"],
    columns: ["site", "article", "network", "source", "count", "precision", "fetched_at", "last_error"])
  /// The place in the outbox stands outside: SQLite gives it, and a changed one shows as a gap.
  static let events = RowTable(
    "events", key: ["sequence"],
    columns: ["site", "id", "kind", "at", "article", "comment", "review", "before", "after"])

  static let ruleSets = RowTable(
    "rule_sets", key: ["site", "number"],
    columns: ["site", "number", "revision", "name", "at", "actor", "reason", "files"])
  static let ruleMarks = RowTable(
    "rule_marks", key: ["site", "revision", "kind", "rule", "file", "line", "pattern"],
    columns: [
      "site", "revision", "kind", "rule", "file", "line", "pattern", "code", "count", "share", "since",
    ])

  static let all = [
    articles, authors, comments, earlierRevisions, moderators, cases, reviews, reviewItems, reports, votes, appeals,
    credentials, accessTokens, webhooks, recordedShares, reportedShares, events, ruleSets, ruleMarks,
  ]
}
