import CommentStore
import Foundation
import GRDB
import ModerationModel
import ModerationTesting
import SQLiteStore
import Testing

/// Migrations are history: each has its schema in `Fixtures/Schemas`, and files of every age open.
@Suite struct SchemaTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/Schemas")

  private static func fixture(_ migration: String) -> URL {
    folder.appending(path: migration.replacingOccurrences(of: " ", with: "-") + ".sql")
  }

  /// To record the fixture of a new migration, set `MODERATO_RECORD_SCHEMAS` and read the difference.
  @Test(arguments: SQLiteSchema.migrations)
  func migrationGivesItsSchema(_ migration: String) async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      try SQLiteSchema.create(at: path, upTo: migration)
      let schema = try Self.schema(of: path)
      let fixture = Self.fixture(migration)
      if ProcessInfo.processInfo.environment["MODERATO_RECORD_SCHEMAS"] != nil {
        try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
        try schema.write(to: fixture, atomically: true, encoding: .utf8)
      }
      #expect(try String(contentsOf: fixture, encoding: .utf8) == schema)
    }
  }

  @Test(arguments: SQLiteSchema.migrations)
  func filesOfEveryAgeAreBroughtUpToDate(_ migration: String) async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      try SQLiteSchema.create(at: path, upTo: migration)
      let store = try SQLiteStore(path: path)
      #expect(try await store.statistics().schemaVersion == SQLiteSchema.migrations.last)
      #expect(try await store.verify() == [])
      try await store.close()
    }
  }

  /// A store as the program before votes and appeals left it keeps everything through the migration.
  @Test func migrationKeepsWhatIsThere() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      let store = try SQLiteStore(path: path)
      var time = ManualTime()
      try await store.add(Examples.article(), stamp: time.stamp())
      for number in 0..<30 {
        let verdict = Examples.verdict(number % 3 == 0 ? .hold : .publish)
        let submission = Examples.submission("слово \(number)", verdict: verdict, time: &time)
        let comment = try await store.submit(submission, stamp: time.stamp()).comment
        time.advance(seconds: 1)
        guard number % 6 == 0 else { continue }
        let review = ReviewRequest(targets: [.init(comment: comment.id)], decision: .approve, moderator: "vera")
        _ = try await store.review(review, stamp: time.stamp(by: "vera"))
      }
      let before = try await store.dump()
      try await store.close()
      let later = [
        "votes", "appeals", "credentials", "sessions", "access_tokens", "sign_in_attempts", "stored_answers",
        "webhooks",
      ]
      try SQLiteStore.tamper(
        path,
        """
        ALTER TABLE comments DROP COLUMN circumstances;
        ALTER TABLE earlier_revisions DROP COLUMN circumstances;
        DROP INDEX comments_by_votes;
        \(later.map { "DROP TABLE \($0);" }.joined(separator: "\n"))
        ALTER TABLE comments DROP COLUMN votes;
        DELETE FROM grdb_migrations WHERE identifier IN ('voices and access', 'circumstances');
        """)
      let migrated = try SQLiteStore(path: path)
      #expect(try await migrated.verify() == [])
      #expect(try await migrated.dump() == before)
      try await migrated.close()
    }
  }

  @Test func nothingIsMigratedWithoutLeave() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      try SQLiteSchema.create(at: path, upTo: nil)
      var options = SQLiteStore.Options()
      options.mayMigrate = false
      #expect {
        _ = try SQLiteStore(path: path, options: options)
      } throws: { ($0 as? StoreError)?.code == .schemaTooOld }
    }
  }

  private static func schema(of path: String) throws -> String {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT sql || ';'
          FROM sqlite_master
          WHERE sql IS NOT NULL AND name NOT LIKE 'grdb_%'
          ORDER BY type DESC, name
          """
      ).joined(separator: "\n\n") + "\n"
    }
  }
}
