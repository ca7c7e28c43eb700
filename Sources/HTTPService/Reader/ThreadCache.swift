package import ModerationModel
package import NIOCore
import Synchronization

/// Ready pages of threads, the same for every reader, kept right by events.
///
/// A page is kept under the request's own target, so that answering it again takes one look-up and no decoding. It is
/// dropped when an event speaks of its article. Pages are only answered while events are being followed; when the
/// follower is late or gone, every reader gets what the store says.
package final class ThreadCache: Sendable {
  /// Bytes of pages kept; beyond this all are dropped and read anew.
  package static let bytesMax = 64 << 20
  /// Keys longer than this are not kept.
  static let targetBytesMax = 512
  /// Articles whose newest event is remembered one by one.
  static let numbersMax = 100_000
  /// Without a sign of life from the follower for so long, pages are not trusted.
  static let trustSeconds = 5.0

  package struct Page: Sendable {
    package var bytes: ByteBuffer
    package var etag: String
    package var length: String
    /// What a page for people needs besides; the interface's pages have none.
    var seam: ReadyReaderPage.Seam?

    package init(bytes: ByteBuffer, etag: String) {
      self.bytes = bytes
      self.etag = etag
      length = String(bytes.readableBytes)
    }
  }

  private struct State {
    var pages: [String: Page] = [:]
    var targets: [ArticleID: [String]] = [:]
    /// The number of the newest event of an article, so that a page read before it is not kept after it.
    var changes: [ArticleID: UInt64] = [:]
    /// Stands for articles without a number of their own; raised when numbers are forgotten.
    var floor: UInt64 = 0
    var change: UInt64 = 0
    var bytes = 0
    var confirmedAt = -Double.infinity
  }

  private let state = Mutex(State())

  package init() {}

  /// A kept page; `nil` when there is none or it cannot be trusted.
  package func page(_ target: String, now: Double) -> Page? {
    state.withLock { state in
      guard now - state.confirmedAt < Self.trustSeconds, let page = state.pages[target] else { return nil }
      if let seam = page.seam, now >= seam.staleAt { return nil }
      return page
    }
  }

  /// Whether events have been followed up to a moment ago.
  package func isTrusted(now: Double) -> Bool { state.withLock { now - $0.confirmedAt < Self.trustSeconds } }

  /// What to hand to `keep` for a page that is about to be read.
  package func mark(_ article: ArticleID) -> UInt64 {
    state.withLock { $0.changes[article] ?? $0.floor }
  }

  /// Keeps a page unless its article has changed since `mark`.
  package func keep(_ page: Page, at target: String, of article: ArticleID, mark: UInt64) {
    guard target.utf8.count <= Self.targetBytesMax, page.bytes.readableBytes <= Self.bytesMax / 8 else { return }
    state.withLock { state in
      guard state.changes[article] ?? state.floor == mark else { return }
      if let older = state.pages[target] {
        // The same bytes, unless they tell times: then the newer ones count.
        guard page.seam != nil else { return }
        state.bytes += page.bytes.readableBytes - older.bytes.readableBytes
        state.pages[target] = page
        return
      }
      let size = page.bytes.readableBytes + target.utf8.count
      if state.bytes + size > Self.bytesMax {
        state.pages = [:]
        state.targets = [:]
        state.bytes = 0
      }
      state.pages[target] = page
      state.targets[article, default: []].append(target)
      state.bytes += size
    }
  }

  /// Forgets the pages of an article.
  package func drop(_ article: ArticleID) {
    state.withLock { state in
      state.change += 1
      if state.changes.count >= Self.numbersMax {
        state.changes = [:]
        state.floor = state.change
      }
      state.changes[article] = state.change
      for target in state.targets.removeValue(forKey: article) ?? [] {
        if let page = state.pages.removeValue(forKey: target) {
          state.bytes -= page.bytes.readableBytes + target.utf8.count
        }
      }
    }
  }

  /// Notes that every event up to now has been seen.
  package func confirm(now: Double) {
    state.withLock { $0.confirmedAt = now }
  }

  /// Forgets everything, because events may have been missed.
  package func dropAll() {
    state.withLock { state in
      let change = state.change + 1
      state = State()
      state.change = change
      state.floor = change
    }
  }
}
