import CommentStore
import Foundation
import GRDB
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
