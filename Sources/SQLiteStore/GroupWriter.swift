internal import CommentStore
internal import Dispatch
internal import Foundation
internal import GRDB
internal import Synchronization

/// Runs writes one after the other, many in one transaction, and answers each only once that transaction is on disk.
///
/// Making a transaction durable costs a wait for the disk, whatever is in it. So the writer takes what has come in
/// meanwhile, runs it all in one transaction, each write in a savepoint of its own so that a failing one takes back only
/// itself, commits once, and then answers. Under load batches grow and waits are shared; a lone write waits for nobody.
///
/// It works on GRDB's writer queue, so that no thread of the cooperative pool ever waits for a disk.
final class GroupWriter: Sendable {
  /// Writes that wait; more are refused with `busy`.
  static let waitingMax = 8192
  /// Writes of one transaction.
  static let batchMax = 512
  /// No further write joins a transaction that has been running for this long.
  static let batchSeconds = 0.02
  /// How long, and how often, a transaction waits for those whom the one before has answered.
  static let gatheringSeconds = 0.000_1
  static let gatheringsMax = 10

  private struct State {
    var waiting: [any QueuedWrite] = []
    var isDraining = false
    var isClosed = false
    var hasWritten = false
  }

  private let database: any DatabaseWriter
  private let path: String
  private let state = Mutex(State())

  init(_ database: any DatabaseWriter, path: String) {
    self.database = database
    self.path = path
  }

  /// Runs `body` in a transaction.
  ///
  /// - Throws: What `body` throws; `busy` when too many wait or another process holds the file; what SQLite says when
  ///   the transaction cannot be made durable. In every case nothing of `body` is stored.
  func write<Answer: Sendable>(
    _ body: @escaping @Sendable (inout SQLiteTransaction) throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer {
    let result: Result<Answer, StoreError> = await withCheckedContinuation { continuation in
      enqueue(PendingWrite(body: body, continuation: continuation))
    }
    return try result.get()
  }

  /// Lets waiting writes finish and refuses all later ones.
  func finish() async {
    let mustEmpty = state.withLock { state in
      defer { state.isClosed = true }
      // Who has written nothing waits for nobody who does.
      return !state.isClosed && state.hasWritten
    }
    guard mustEmpty else { return }
    // The queue is serial: once this has run, whatever was waiting has been answered.
    await emptyLog()
  }

  /// Closes the connection, which nobody may use any more.
  func close() throws {
    try database.close()
  }

  /// Carries the write-ahead log over into the database and empties it, unless somebody is reading from it just now.
  ///
  /// What was erased from the database stands in the log until then.
  func emptyLog() async {
    await withCheckedContinuation { continuation in
      database.asyncWriteWithoutTransaction { database in
        _ = try? database.checkpoint(.truncate)
        continuation.resume()
      }
    }
  }

  private func enqueue(_ write: any QueuedWrite) {
    let refusal: StoreError? = state.withLock { state in
      if state.isClosed { return StoreError(.closed, path) }
      if state.waiting.count >= Self.waitingMax {
        return StoreError(.busy, path, underlying: "\(Self.waitingMax) writes are waiting")
      }
      state.waiting.append(write)
      state.hasWritten = true
      if !state.isDraining {
        state.isDraining = true
        database.asyncWriteWithoutTransaction { [self] in drain($0) }
      }
      return nil
    }
    if let refusal { write.refuse(refusal) }
  }

  private func drain(_ database: Database) {
    var answered = 0
    while true {
      gather(answered)
      let batch = state.withLock { state -> [any QueuedWrite] in
        let batch = Array(state.waiting.prefix(Self.batchMax))
        state.waiting.removeFirst(batch.count)
        if batch.isEmpty { state.isDraining = false }
        return batch
      }
      guard !batch.isEmpty else { return }
      answered = batch.count
      var rest = batch[...]
      while !rest.isEmpty { rest = commit(rest, in: database) }
    }
  }

  /// Lets those who have just been answered come back with their next write, while more of them do.
  ///
  /// Without it the first few to return would make a small transaction of their own, and all the others would wait for
  /// the disk twice. PostgreSQL's `commit_delay` does the same. A lone write waits for nobody.
  private func gather(_ answered: Int) {
    guard answered > 1 else { return }
    var seen = -1
    for _ in 0..<Self.gatheringsMax {
      let count = state.withLock { $0.waiting.count }
      guard count < answered, count > seen else { return }
      seen = count
      Thread.sleep(forTimeInterval: Self.gatheringSeconds)
    }
  }

  /// Runs the first writes of a batch in one transaction and answers them.
  ///
  /// - Returns: Those that did not fit into it.
  private func commit(_ batch: ArraySlice<any QueuedWrite>, in database: Database) -> ArraySlice<any QueuedWrite> {
    var ran = batch.startIndex
    do {
      try Self.execute("BEGIN IMMEDIATE", in: database)
      let began = DispatchTime.now().uptimeNanoseconds
      repeat {
        let write = batch[ran]
        ran += 1
        try run(write, in: database)
        let elapsed = Double(DispatchTime.now().uptimeNanoseconds - began) / 1e9
        if elapsed > Self.batchSeconds { break }
      } while ran < batch.endIndex
      try Self.execute("COMMIT", in: database)
    } catch {
      // Some errors end the transaction by themselves; after the others it is still there.
      if database.isInsideTransaction { try? Self.execute("ROLLBACK", in: database) }
      let reason = StoreError(error, at: path)
      // Without a transaction not even the first could run; whoever waits behind it would only wait as long again.
      let failed = ran == batch.startIndex ? batch[...] : batch[..<ran]
      for write in failed { write.refuse(reason) }
      return batch[failed.endIndex...]
    }
    for write in batch[..<ran] { write.answer() }
    return batch[ran...]
  }

  /// Runs one write in a savepoint of its own.
  ///
  /// - Throws: When the whole transaction is lost, so that the writes before it have to be refused too.
  private func run(_ write: any QueuedWrite, in database: Database) throws {
    try Self.execute("SAVEPOINT one_write", in: database)
    var transaction = SQLiteTransaction(database, path: path)
    if let failure = write.run(&transaction) {
      guard database.isInsideTransaction else { throw failure }
      try Self.execute("ROLLBACK TO SAVEPOINT one_write", in: database)
    }
    try Self.execute("RELEASE SAVEPOINT one_write", in: database)
  }

  private static func execute(_ sql: String, in database: Database) throws {
    try database.cachedStatement(sql: sql).execute()
  }
}

/// A write that waits for its turn; run, then answered or refused, by the writer's queue alone.
private protocol QueuedWrite: AnyObject, Sendable {
  /// The error, if it failed by itself.
  func run(_ transaction: inout SQLiteTransaction) -> StoreError?
  func answer()
  func refuse(_ error: StoreError)
}

private final class PendingWrite<Answer: Sendable>: QueuedWrite {
  private let body: @Sendable (inout SQLiteTransaction) throws(StoreError) -> Answer
  private let continuation: CheckedContinuation<Result<Answer, StoreError>, Never>
  private let result = Mutex<Result<Answer, StoreError>?>(nil)

  init(
    body: @escaping @Sendable (inout SQLiteTransaction) throws(StoreError) -> Answer,
    continuation: CheckedContinuation<Result<Answer, StoreError>, Never>
  ) {
    self.body = body
    self.continuation = continuation
  }

  func run(_ transaction: inout SQLiteTransaction) -> StoreError? {
    do throws(StoreError) {
      let answer = try body(&transaction)
      result.withLock { $0 = .success(answer) }
      return nil
    } catch {
      result.withLock { $0 = .failure(error) }
      return error
    }
  }

  func answer() {
    guard let result = result.withLock({ $0 }) else { preconditionFailure("a write is answered only after it ran") }
    continuation.resume(returning: result)
  }

  func refuse(_ error: StoreError) {
    continuation.resume(returning: .failure(error))
  }
}
