package import CommentStore
internal import GRDB

/// The schema's history, for tests and for those who look after files.
package enum SQLiteSchema {
  /// Every migration by name, oldest first.
  package static var migrations: [String] { Migrations.names }

  /// Makes a file as the program of some earlier day would have; `nil` has our mark and nothing else.
  package static func create(at path: String, upTo migration: String?) throws {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)")
      try database.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    }
    if let migration { try Migrations.migrator(upTo: migration).migrate(queue) }
  }
}

extension SQLiteTransaction {
  /// One setting of this connection.
  package func pragma(_ name: String) throws(StoreError) -> String {
    do {
      return try String.fetchOne(database, sql: "PRAGMA \(name)") ?? ""
    } catch {
      throw StoreError(error, at: path)
    }
  }
}
