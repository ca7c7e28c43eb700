public import CommentStore
internal import Dispatch
internal import Foundation
internal import GRDB
public import ModerationModel

/// Comments in one SQLite file.
///
/// ```swift
/// let store = try SQLiteStore(path: "comments.sqlite")
/// defer { try await store.close() }
/// ```
/// What a write has answered is on disk (WAL, `synchronous=FULL`); writes that come together share one transaction
/// (`GroupWriter`). Reads run beside the writer, each on one state of the store. Several processes may use one file.
///
/// Where the file or its folder cannot be written, the store opens all the same: reads answer, writes throw `readOnly`.
public final class SQLiteStore: Sendable {
  /// How a file is opened.
  public struct Options: Sendable {
    /// Makes the file when there is none; otherwise `notFound`.
    public var mayCreate = true
    /// Brings an older schema up to date; otherwise `schemaTooOld`.
    public var mayMigrate = true
    /// Never writes, not even the schema.
    public var isReadOnly = false
    /// How long a write waits for another process before it is `busy`.
    public var busySeconds = 5.0
    /// Reads at the same time; more wait for their turn.
    public var readersMax = 4
    /// Writes beyond this size of the file are `full`; `nil` leaves it to the disk.
    public var fileBytesMax: Int?

    public init() {}
  }

  /// The path as it was given.
  public let path: String
  /// Whether writes are refused, because it was asked for or because the file cannot be written.
  public var isReadOnly: Bool { writer == nil }

  private let database: any DatabaseReader
  private let briefReader: GroupReader
  private let writer: GroupWriter?

  /// Opens a file, and makes it or brings it up to date where `options` allow.
  ///
  /// Waits for the disk; for a short while when nothing has to be migrated.
  /// - Throws: `notFound`, `schemaTooOld`, `schemaTooNew`, `damaged`, `unsupported` when it is another program's
  ///   database, `inputOutput`, `busy`, `full`.
  public init(path: String, options: Options = Options()) throws(StoreError) {
    self.path = path
    if !FileManager.default.fileExists(atPath: path), !options.mayCreate || options.isReadOnly {
      throw StoreError(.notFound, path)
    }
    if FileSizes.bytes(of: path) == 0, FileManager.default.fileExists(atPath: StoreFiles.secret(of: path)) {
      throw StoreError(
        .damaged, path,
        underlying: "the file is empty, but \(StoreFiles.secret(of: path)) is there: somebody has emptied it")
    }
    if !options.isReadOnly {
      do throws(StoreError) {
        let connections = try SQLiteFile.openForWriting(path, options: options)
        database = connections.readers
        briefReader = GroupReader(connections.readers, path: path)
        writer = GroupWriter(connections.writer, path: path)
        return
      } catch  where error.code == .readOnly && FileManager.default.fileExists(atPath: path) {
        // Reading is better than nothing: go on below.
      }
    }
    database = try SQLiteFile.openForReading(path, options: options)
    briefReader = GroupReader(database, path: path)
    writer = nil
  }
}

extension SQLiteStore: CommentStore, TransactionalStore {
  public var location: String { path }

  package func write<Answer: Sendable>(
    _ body: @escaping @Sendable (inout SQLiteTransaction) throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer {
    guard let writer else { throw StoreError(.readOnly, path) }
    return try await writer.write(body)
  }

  package func read<Answer: Sendable>(
    _ body: @escaping @Sendable (SQLiteTransaction) throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer {
    let path = path
    do {
      return try await database.read { try body(SQLiteTransaction($0, path: path)) }
    } catch {
      throw StoreError(error, at: path)
    }
  }

  package func readBriefly<Answer: Sendable>(
    _ body: @escaping @Sendable (SQLiteTransaction) throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer {
    try await briefReader.read(body)
  }

  public func erase(_ id: AuthorID, site: SiteID, stamp: WriteStamp) async throws(StoreError) -> Int {
    let emptied = try await write { (store) throws(StoreError) in try store.erase(id, site: site, stamp: stamp) }
    await writer?.emptyLog()
    return emptied
  }

  public func backup(to target: String) async throws(StoreError) {
    // A connection of its own, so that a long copy takes no reader away; the copy is of one state.
    let path = path
    try await onQueue { () throws(StoreError) in try SQLiteFile.copy(path, to: target) }
  }

  public func close() async throws(StoreError) {
    await writer?.finish()
    let database = database
    let writer = writer
    let path = path
    try await onQueue { () throws(StoreError) in
      do {
        try database.close()
        // The last to leave takes the log away, which a reader may not.
        try writer?.close()
      } catch {
        throw StoreError(error, at: path)
      }
    }
  }

  /// Runs what waits for a disk where no thread of the cooperative pool has to.
  private func onQueue(_ work: @escaping @Sendable () throws(StoreError) -> Void) async throws(StoreError) {
    let result: Result<Void, StoreError> = await withCheckedContinuation { continuation in
      DispatchQueue.global(qos: .utility).async {
        continuation.resume(returning: Result(catching: work))
      }
    }
    try result.get()
  }
}
