internal import CommentStore
internal import Foundation
internal import GRDB
internal import ModerationModel

/// Opening, checking and copying files.
enum SQLiteFile {
  /// Pages in the write-ahead log, 32 MB of them, from which it is carried over into the database.
  private static let walPagesMax = 8192

  /// A file open for both: readers that never write, and the one connection that does.
  ///
  /// GRDB's pool for both would write at every opening, to have a log that is not empty; so opening would have to wait
  /// for whoever writes just then, and reading with it.
  struct Connections {
    let readers: DatabasePool
    let writer: DatabaseQueue
  }

  /// Opens a file, and makes it or brings it up to date first; one that is there and up to date is not written to.
  static func openForWriting(_ path: String, options: SQLiteStore.Options) throws(StoreError) -> Connections {
    let files = FileManager.default
    do {
      if !files.fileExists(atPath: path) { try create(path, options: options) }
      if !files.isWritableFile(atPath: path) { throw StoreError(.readOnly, path) }
      // Looked at before anything is written to it: switching to WAL already changes a file.
      try proveOurs(path, options: options)
      let writer = try DatabaseQueue(path: path, configuration: configuration(options, isReadOnly: false))
      do {
        try prepare(writer, options: options)
        let readers = try DatabasePool(path: path, configuration: configuration(options, isReadOnly: true))
        return Connections(readers: readers, writer: writer)
      } catch {
        try? writer.close()
        throw error
      }
    } catch {
      throw opening(error, path)
    }
  }

  /// Makes a store for its owner's eyes only; SQLite gives the log and the shared memory the same rights.
  ///
  /// It appears whole, under its final name, or not at all, so that an empty file is never one that somebody is just
  /// making. When two make it at once, the first one's stays.
  private static func create(_ path: String, options: SQLiteStore.Options) throws {
    let draft = path + ".draft-\(UUID().uuidString)"
    defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: draft + suffix) } }
    try createEmpty(draft)
    var options = options
    options.mayMigrate = true
    let queue = try DatabaseQueue(path: draft, configuration: configuration(options, isReadOnly: false))
    do {
      try prepare(queue, options: options)
      try queue.close()
    } catch {
      try? queue.close()
      throw error
    }
    do {
      // A hard link fails when the name is taken.
      try FileManager.default.linkItem(atPath: draft, toPath: path)
    } catch  where !FileManager.default.fileExists(atPath: path) {
      // Some file systems have no links.
      try FileManager.default.moveItem(atPath: draft, toPath: path)
    } catch {
      // Somebody else was first.
    }
    try synchronise(URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }

  private static func createEmpty(_ path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
      throw folderFault(path, underlying: nil) ?? StoreError(.inputOutput, path, underlying: "it cannot be made")
    }
  }

  static func openForReading(_ path: String, options: SQLiteStore.Options) throws(StoreError) -> any DatabaseReader {
    do {
      let pool = try DatabasePool(path: path, configuration: configuration(options, isReadOnly: true))
      try pool.read { try proveCurrent($0, path: path) }
      return pool
    } catch {
      let reason = opening(error, path)
      // In a folder that cannot be written SQLite cannot share memory with a writer. If nobody has left a log there is
      // none, and the file can be read as something that does not change: https://www.sqlite.org/wal.html#readonly
      guard reason.code == .readOnly || reason.code == .inputOutput, (FileSizes.bytes(of: path + "-wal") ?? 0) == 0
      else { throw reason }
      return try openImmutable(path, options: options, otherwise: reason)
    }
  }

  private static func openImmutable(
    _ path: String, options: SQLiteStore.Options, otherwise reason: StoreError
  ) throws(StoreError) -> any DatabaseReader {
    do {
      let address = URL(fileURLWithPath: path).absoluteString + "?immutable=1"
      let queue = try DatabaseQueue(path: address, configuration: configuration(options, isReadOnly: true))
      try queue.read { try proveCurrent($0, path: path) }
      return queue
    } catch let error as StoreError {
      throw error
    } catch {
      throw reason
    }
  }

  /// An error on opening: a file that cannot be opened for writing is read-only where it is there.
  private static func opening(_ error: any Error, _ path: String) -> StoreError {
    let reason = StoreError(error, at: path)
    guard let error = error as? DatabaseError, error.resultCode == .SQLITE_CANTOPEN else { return reason }
    return folderFault(path, underlying: reason.underlying) ?? reason
  }

  /// What is wrong with the folder that a file should be in.
  private static func folderFault(_ path: String, underlying: String?) -> StoreError? {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    if !FileManager.default.fileExists(atPath: folder) { return StoreError(.notFound, path, underlying: underlying) }
    if !FileManager.default.isWritableFile(atPath: folder) {
      return StoreError(.readOnly, path, underlying: underlying)
    }
    return nil
  }

  static func configuration(_ options: SQLiteStore.Options, isReadOnly: Bool) -> Configuration {
    var configuration = Configuration()
    configuration.label = "moderato"
    configuration.readonly = isReadOnly
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(options.busySeconds)
    configuration.maximumReaderCount = max(1, options.readersMax)
    // The writer brackets its batches itself. If even a rollback failed, GRDB would trap; the next batch tries again.
    configuration.allowsUnsafeTransactions = true
    let fileBytesMax = options.fileBytesMax
    configuration.prepareDatabase { database in
      // A file that somebody else has had in hand may call functions from its schema: not here.
      try database.execute(sql: "PRAGMA trusted_schema = OFF")
      // Notice pages that make no sense before they are used.
      try database.execute(sql: "PRAGMA cell_size_check = ON")
      // What is erased leaves no words on free pages.
      try database.execute(sql: "PRAGMA secure_delete = ON")
      try database.execute(sql: "PRAGMA cache_size = -16384")
      // Pages that many comments share are carried over from the log once for many of them.
      try database.execute(sql: "PRAGMA wal_autocheckpoint = \(walPagesMax)")
      try database.execute(sql: "PRAGMA temp_store = MEMORY")
      if let fileBytesMax, !isReadOnly {
        let pageBytes = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
        try database.execute(sql: "PRAGMA max_page_count = \(max(1, fileBytesMax / pageBytes))")
      }
    }
    return configuration
  }

  /// Whether an existing file is ours and its schema one that we may open.
  private static func proveOurs(_ path: String, options: SQLiteStore.Options) throws {
    let queue = try DatabaseQueue(path: path, configuration: configuration(options, isReadOnly: true))
    defer { try? queue.close() }
    try queue.read { database in
      guard try !isEmpty(database) else { return }
      try proveName(database, path: path)
    }
  }

  private static func isEmpty(_ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
  }

  private static func proveName(_ database: Database, path: String) throws {
    guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == Migrations.applicationID else {
      throw StoreError(.unsupported, path, underlying: "this database belongs to another program")
    }
    if try Migrations.migrator().hasBeenSuperseded(database) { throw StoreError(.schemaTooNew, path) }
  }

  private static func proveCurrent(_ database: Database, path: String) throws {
    guard try !isEmpty(database) else {
      throw StoreError(.schemaTooOld, path, underlying: "there is nothing in it yet")
    }
    try proveName(database, path: path)
    if try !Migrations.migrator().hasCompletedMigrations(database) { throw StoreError(.schemaTooOld, path) }
  }

  private static func prepare(_ writer: DatabaseQueue, options: SQLiteStore.Options) throws {
    let path = writer.path
    try writer.writeWithoutTransaction { database in
      // With NORMAL, what was acknowledged would be lost when the power fails.
      try database.execute(sql: "PRAGMA synchronous = FULL")
      if try isEmpty(database) {
        guard options.mayCreate || options.mayMigrate else { throw StoreError(.schemaTooOld, path) }
        try database.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)")
      }
      // Asking needs no lock, setting does.
      if try String.fetchOne(database, sql: "PRAGMA journal_mode") != "wal" {
        guard try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") == "wal" else {
          throw StoreError(.inputOutput, path, underlying: "there can be no write-ahead log here")
        }
      }
    }
    let migrator = Migrations.migrator()
    if try writer.read({ try !migrator.hasCompletedMigrations($0) }) {
      guard options.mayMigrate else { throw StoreError(.schemaTooOld, path) }
      try migrator.migrate(writer)
    }
  }
}

// MARK: - Copies

extension SQLiteFile {
  /// Copies one state of a store to a new file, and proves the copy.
  static func copy(_ path: String, to target: String) throws(StoreError) {
    let files = FileManager.default
    guard !files.fileExists(atPath: target) else { throw StoreError(.fileExists, target) }
    // Under another name until it is whole, so that nobody takes half a copy for one.
    let part = target + ".part"
    try? files.removeItem(atPath: part)
    do {
      try createEmpty(part)
      var options = SQLiteStore.Options()
      options.readersMax = 1
      let source = try DatabaseQueue(path: path, configuration: configuration(options, isReadOnly: true))
      defer { try? source.close() }
      try source.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [part]) }
      try synchronise(part)
      try prove(part)
      guard !files.fileExists(atPath: target) else { throw StoreError(.fileExists, target) }
      try files.moveItem(atPath: part, toPath: target)
      try synchronise(URL(fileURLWithPath: target).deletingLastPathComponent().path)
    } catch {
      try? files.removeItem(atPath: part)
      throw StoreError(error, at: target)
    }
  }

  /// Waits until a file, or a folder's list of files, is on disk.
  private static func synchronise(_ path: String) throws {
    guard let handle = FileHandle(forReadingAtPath: path) else { throw StoreError(.inputOutput, path) }
    defer { try? handle.close() }
    try handle.synchronize()
  }

  /// A quick proof that a copy is whole: its pages, its schema, and the last entry of each log.
  private static func prove(_ path: String) throws {
    let copy = try DatabaseQueue(path: path, configuration: configuration(.init(), isReadOnly: true))
    defer { try? copy.close() }
    try copy.read { database in
      let answer = try String.fetchOne(database, sql: "PRAGMA quick_check(1)")
      guard answer == "ok" else { throw StoreError(.damaged, path, underlying: answer) }
      try proveCurrent(database, path: path)
      let transaction = SQLiteTransaction(database, path: path)
      for site in try transaction.sites() {
        guard let head = try transaction.logHead(site: site) else { continue }
        let last = try transaction.storedLog(site: site, after: head.index - 1, limit: 1)
        guard last.first?.hash == head.hash else { throw StoreError(.damaged, path, underlying: "log of \(site)") }
      }
    }
  }
}

extension FileSizes {
  static func bytes(of path: String) -> Int64? {
    ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber)?.int64Value
  }
}
