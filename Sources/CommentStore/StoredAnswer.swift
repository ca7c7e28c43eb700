public import ModerationModel

/// A caller's claim that a write is made once, however often it is delivered.
public struct IdempotencyClaim: Hashable, Sendable {
  public static let keyBytesMax = 200
  /// How long a repeat is recognised.
  public static let seconds = 86_400.0

  /// Chosen by the caller.
  public var key: String
  /// SHA-256 over what is asked for, to tell a repeat from another write under the same key.
  public var fingerprint: [UInt8]

  public init(key: String, fingerprint: [UInt8]) {
    self.key = key
    self.fingerprint = fingerprint
  }
}

/// What was answered to a write, to be answered again to its repeats.
public struct StoredAnswer: Hashable, Sendable {
  /// Longer answers are not kept; their repeats are told that the write was made.
  public static let bodyBytesMax = 65_536

  public var status: Int
  public var contentType: String
  public var body: [UInt8]

  public init(status: Int, contentType: String, body: [UInt8]) {
    self.status = status
    self.contentType = contentType
    self.body = body
  }
}

/// What is kept under an idempotency key. The record is written with the change itself; the answer follows.
public struct AnswerRecord: Hashable, Sendable {
  public var fingerprint: [UInt8]
  public var madeAt: Timestamp
  /// `nil` until it has been kept, when it was too long, or once an erasure has emptied it.
  public var answer: StoredAnswer?
  public var expiresAt: Timestamp

  public init(fingerprint: [UInt8], madeAt: Timestamp, answer: StoredAnswer?, expiresAt: Timestamp) {
    self.fingerprint = fingerprint
    self.madeAt = madeAt
    self.answer = answer
    self.expiresAt = expiresAt
  }
}

/// Writes that are made once.
///
/// A write whose `WriteStamp` carries a claim is recorded in its own transaction; a repeat throws `answered` with what was
/// answered, `stillRunning` while the first answer has not been kept, or `idempotencyMismatch`.
public protocol AnswerShelf: Sendable {
  /// The record of a write that was made, or `nil` when the claim is new.
  ///
  /// - Throws: `idempotencyMismatch`.
  func answerRecord(for claim: IdempotencyClaim, site: SiteID, now: Timestamp)
    async throws(StoreError) -> AnswerRecord?

  /// Keeps the answer to a write that was made under the claim; nothing happens when none was.
  func keep(_ answer: StoredAnswer, for claim: IdempotencyClaim, site: SiteID, stamp: WriteStamp)
    async throws(StoreError)
}
