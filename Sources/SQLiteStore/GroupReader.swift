internal import CommentStore
internal import GRDB
internal import Synchronization

/// Runs short reads that come together in one read transaction.
///
/// A read of a few rows takes less time than lending a connection, beginning a transaction on it and waking whoever
/// waits. So what has come in while a connection was being lent is read on it in one go. A read joins only a transaction that
/// has not begun yet: it sees everything that was durable when it was asked for.
///
/// For reads of a few rows only; one that takes long would hold up those behind it.
final class GroupReader: Sendable {
  /// Reads of one transaction.
  static let batchMax = 32
  /// Connections in use at the same time.
  static let lanesMax = 2

  private struct State {
    var waiting: [any QueuedRead] = []
    var lanes = 0
  }

  private let database: any DatabaseReader
  private let path: String
  private let state = Mutex(State())

  init(_ database: any DatabaseReader, path: String) {
    self.database = database
    self.path = path
  }

  /// Runs `body` on one state of the store.
  ///
  /// - Throws: What `body` throws, and what SQLite says when no connection can be had.
  func read<Answer: Sendable>(
    _ body: @escaping @Sendable (SQLiteTransaction) throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer {
    let result: Result<Answer, StoreError> = await withCheckedContinuation { continuation in
      let opensLane = state.withLock { state in
        state.waiting.append(PendingRead(body: body, continuation: continuation))
        guard state.lanes < Self.lanesMax else { return false }
        state.lanes += 1
        return true
      }
      if opensLane { open() }
    }
    return try result.get()
  }

  private func open() {
    database.asyncRead { [self] database in
      let batch = state.withLock { state in
        let batch = Array(state.waiting.prefix(Self.batchMax))
        state.waiting.removeFirst(batch.count)
        return batch
      }
      switch database {
      case .success(let database):
        let transaction = SQLiteTransaction(database, path: path)
        for read in batch { read.run(transaction) }
      case .failure(let error):
        let reason = StoreError(error, at: path)
        for read in batch { read.refuse(reason) }
      }
      let goesOn = state.withLock { state in
        if state.waiting.isEmpty { state.lanes -= 1 }
        return !state.waiting.isEmpty
      }
      if goesOn { open() }
    }
  }
}

/// A read that waits for its turn; answered once.
private protocol QueuedRead: Sendable {
  func run(_ transaction: SQLiteTransaction)
  func refuse(_ error: StoreError)
}

private struct PendingRead<Answer: Sendable>: QueuedRead {
  let body: @Sendable (SQLiteTransaction) throws(StoreError) -> Answer
  let continuation: CheckedContinuation<Result<Answer, StoreError>, Never>

  func run(_ transaction: SQLiteTransaction) {
    continuation.resume(returning: Result { () throws(StoreError) in try body(transaction) })
  }

  func refuse(_ error: StoreError) {
    continuation.resume(returning: .failure(error))
  }
}
