import CommentStore
package import ModerationModel

extension CommentFlow {
  /// Events in the batches in which they are found, for those who keep something right by them.
  ///
  /// An empty batch says that up to now there was nothing more, which `events` never tells.
  package func eventBatches(after sequence: Int64, pollSeconds: Double = 0.5) -> EventBatches {
    EventBatches(store: store, bell: bell, sequence: sequence, pollSeconds: pollSeconds)
  }
}

/// The outbox as an endless sequence of batches. It ends when the listening task is cancelled.
package struct EventBatches: AsyncSequence, Sendable {
  package typealias Element = [ModerationEvent]

  /// Events in one batch at most.
  package static let countMax = 512

  let store: any CommentStore
  let bell: EventBell
  let sequence: Int64
  let pollSeconds: Double

  package struct AsyncIterator: AsyncIteratorProtocol {
    let store: any CommentStore
    let bell: EventBell
    var sequence: Int64
    let pollSeconds: Double
    /// How often the bell had rung before the last read, when that found nothing.
    var heard: UInt64?

    package mutating func next() async throws -> [ModerationEvent]? {
      if let heard { await bell.wait(after: heard, seconds: pollSeconds) }
      guard !Task.isCancelled else { return nil }
      let ringing = bell.count
      do {
        let batch = try await store.events(after: sequence, limit: EventBatches.countMax)
        heard = batch.isEmpty ? ringing : nil
        if let last = batch.last { sequence = last.sequence }
        return batch
      } catch {
        if Task.isCancelled { return nil }
        throw error
      }
    }
  }

  package func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(store: store, bell: bell, sequence: sequence, pollSeconds: pollSeconds)
  }
}
