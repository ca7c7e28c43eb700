internal import ModerationModel

/// A store that forgets everything at the end of the process: for tests, demonstrations and trying out rules.
///
/// It does all that the databases do, except lasting. A use case that fails is undone from a journal, so that a write
/// costs no more in a large store than in a small one.
public actor MemoryStore {
  private var transaction = MemoryTransaction()
  private var isClosed = false

  public init() {}
}

extension MemoryStore: CommentStore, TransactionalStore {
  public nonisolated var location: String { "memory:" }

  package func write<Answer: Sendable>(
    _ body: @escaping @Sendable (inout MemoryTransaction) throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer {
    guard !isClosed else { throw StoreError(.closed, location) }
    do throws(StoreError) {
      let answer = try body(&transaction)
      transaction.commit()
      return answer
    } catch {
      transaction.rollBack()
      throw error
    }
  }

  package func read<Answer: Sendable>(
    _ body: @escaping @Sendable (MemoryTransaction) throws(StoreError) -> Answer
  ) async throws(StoreError) -> Answer {
    guard !isClosed else { throw StoreError(.closed, location) }
    return try body(transaction)
  }

  public func backup(to path: String) async throws(StoreError) {
    guard !isClosed else { throw StoreError(.closed, location) }
    throw StoreError(.unsupported, "a store in memory has no files")
  }

  public func close() async throws(StoreError) {
    guard !isClosed else { throw StoreError(.closed, location) }
    isClosed = true
    transaction = MemoryTransaction()
  }
}
