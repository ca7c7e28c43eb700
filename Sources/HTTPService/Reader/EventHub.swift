import HTTPTypes
import ModerationModel
import NIOCore
import Synchronization

/// Hands live events to the streams of those who listen.
///
/// A listener that is too slow is let go; its program comes back with the last event that it saw and catches up.
final class EventHub: Sendable {
  /// Frames waiting for one listener.
  static let framesMax = 64
  /// Streams to one address.
  static let perAddressMax = 32

  struct Frame: Sendable {
    /// The place in the outbox; 0 for what is no event.
    var sequence: Int64
    var bytes: ByteBuffer
  }

  struct Subscription: Sendable {
    let id: UInt64
    let article: ArticleID
    let address: String
    let frames: AsyncStream<Frame>
    let continuation: AsyncStream<Frame>.Continuation
  }

  private struct State {
    var listeners: [ArticleID: [UInt64: AsyncStream<Frame>.Continuation]] = [:]
    var addresses: [String: Int] = [:]
    var count = 0
    var next: UInt64 = 0
  }

  private let state = Mutex(State())
  private let streamsMax: Int

  init(streamsMax: Int) {
    self.streamsMax = streamsMax
  }

  var count: Int { state.withLock { $0.count } }

  /// - Throws: a problem with 503 when too many listen already.
  func subscribe(to article: ArticleID, from address: String) throws(Problem) -> Subscription {
    let (frames, continuation) = AsyncStream.makeStream(
      of: Frame.self, bufferingPolicy: .bufferingOldest(Self.framesMax))
    let id: UInt64? = state.withLock { state in
      guard state.count < streamsMax, state.addresses[address, default: 0] < Self.perAddressMax else { return nil }
      state.next += 1
      state.count += 1
      state.addresses[address, default: 0] += 1
      state.listeners[article, default: [:]][state.next] = continuation
      return state.next
    }
    guard let id else {
      throw Problem(.busy, "too many listen already; read the page now and then instead", headers: [.retryAfter: "30"])
    }
    return Subscription(id: id, article: article, address: address, frames: frames, continuation: continuation)
  }

  func end(_ subscription: Subscription) {
    subscription.continuation.finish()
    state.withLock { state in
      guard state.listeners[subscription.article]?.removeValue(forKey: subscription.id) != nil else { return }
      if state.listeners[subscription.article]?.isEmpty == true { state.listeners[subscription.article] = nil }
      state.count -= 1
      state.addresses[subscription.address, default: 1] -= 1
      if state.addresses[subscription.address] == 0 { state.addresses[subscription.address] = nil }
    }
  }

  func hasListeners(_ article: ArticleID) -> Bool { state.withLock { $0.listeners[article] != nil } }

  func send(_ frame: Frame, to article: ArticleID) {
    let listeners = state.withLock { Array(($0.listeners[article] ?? [:]).values) }
    Self.deliver(frame, to: listeners)
  }

  /// A sign of life to everybody, so that proxies keep quiet streams and gone listeners are noticed.
  func ping() {
    let listeners = state.withLock { state in state.listeners.values.flatMap(\.values) }
    Self.deliver(Frame(sequence: 0, bytes: ByteBuffer(string: ": still here\n\n")), to: listeners)
  }

  private static func deliver(_ frame: Frame, to listeners: [AsyncStream<Frame>.Continuation]) {
    for listener in listeners {
      if case .dropped = listener.yield(frame) { listener.finish() }
    }
  }
}
