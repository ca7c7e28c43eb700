import CommentStore
public import ModerationModel
import Synchronization

extension CommentFlow {
  /// Events as they are written, from a place in the outbox on, for as long as the caller listens.
  ///
  /// Events of this process arrive at once, those of other processes on the same store within `pollSeconds`. Each comes
  /// at least once and in order; whoever remembers the last sequence can go on from there after a restart.
  /// ```swift
  /// for try await event in flow.events(after: last) { … }
  /// ```
  public func events(after sequence: Int64 = 0, pollSeconds: Double = 1) -> EventFeed {
    EventFeed(store: store, bell: bell, sequence: sequence, pollSeconds: pollSeconds)
  }
}

/// The outbox as an endless sequence. It ends when the listening task is cancelled.
public struct EventFeed: AsyncSequence, Sendable {
  public typealias Element = ModerationEvent

  let store: any CommentStore
  let bell: EventBell
  let sequence: Int64
  let pollSeconds: Double

  public struct AsyncIterator: AsyncIteratorProtocol {
    let store: any CommentStore
    let bell: EventBell
    var sequence: Int64
    let pollSeconds: Double
    var batch: ArraySlice<ModerationEvent> = []

    public mutating func next() async throws -> ModerationEvent? {
      while !Task.isCancelled {
        if let event = batch.popFirst() {
          sequence = event.sequence
          return event
        }
        let heard = bell.count
        do {
          batch = try await store.events(after: sequence, limit: 256)[...]
        } catch {
          // A read that was cut off because nobody listens any more is no trouble of the store's.
          if Task.isCancelled { return nil }
          throw error
        }
        if batch.isEmpty { await bell.wait(after: heard, seconds: pollSeconds) }
      }
      return nil
    }
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(store: store, bell: bell, sequence: sequence, pollSeconds: pollSeconds)
  }
}

/// Wakes those who wait for events of this process.
final class EventBell: Sendable {
  private struct State {
    var count: UInt64 = 0
    var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
    var nextWaiter: UInt64 = 0
  }

  private let state = Mutex(State())

  /// How often it has rung.
  var count: UInt64 { state.withLock { $0.count } }

  func ring() {
    let waiting = state.withLock { state in
      state.count += 1
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Returns when it has rung since `heard`, after the given time, or when the task is cancelled.
  func wait(after heard: UInt64, seconds: Double) async {
    let waiter = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    // A day is as good as for ever.
    let pause = Duration.milliseconds(seconds.isFinite ? Int64(min(max(seconds, 0.001), 86_400) * 1000) : 86_400_000)
    let alarm = Mutex<Task<Void, Never>?>(nil)
    defer { alarm.withLock { $0?.cancel() } }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.count != heard || Task.isCancelled { return true }
          state.waiting[waiter] = continuation
          return false
        }
        guard !isOver else { return continuation.resume() }
        // Set only now: an alarm that rang before somebody waits would wake nobody.
        let set = Task { [self] in
          try? await Task.sleep(for: pause)
          wake(waiter)
        }
        alarm.withLock { $0 = set }
      }
    } onCancel: {
      wake(waiter)
    }
  }

  private func wake(_ waiter: UInt64) {
    state.withLock { $0.waiting.removeValue(forKey: waiter) }?.resume()
  }
}
