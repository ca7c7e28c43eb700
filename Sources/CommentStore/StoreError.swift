public import ModerationModel

/// Why a store did not do what it was asked. Nothing was changed.
public struct StoreError: Error, Sendable, CustomStringConvertible {
  public indirect enum Code: Hashable, Sendable {
    // What was named is not there, or is there already.
    case unknownArticle, articleExists
    case unknownComment, unknownCase, unknownReview, unknownAuthor, unknownUser, userExists
    case unknownToken, unknownWebhook

    // The comment cannot stand where it should.
    case articleClosed
    /// The parent was withdrawn, erased or hidden since the form was shown.
    case parentGone
    case parentElsewhere
    case tooDeep(depthMax: Int)

    // The author may not write, or is judged by what holds no more.
    case banned
    case muted(until: Timestamp)
    /// A sanction was set or lifted since the author was looked at: judge again.
    case authorChanged

    // The form, key or code was used before.
    case formReused
    case idempotencyMismatch
    /// The write was made before; this was answered.
    case answered(StoredAnswer)
    /// The write was made before, and its answer is not kept (yet).
    case stillRunning(since: Timestamp)
    case codeUsed

    // Appeals.
    /// Only what was refused can be appealed against.
    case notRefused
    case alreadyAppealed
    /// Whoever refused a comment does not answer the appeal against it.
    case ownDecision

    /// Too many attempts to sign in.
    case tooManyAttempts(until: Timestamp)
    /// What a query finds is other than what was seen, or more than one review takes.
    case selectionChanged

    // Somebody was faster, or it is too late.
    case versionConflict(expected: Int, found: Int)
    case leased(holder: String, until: Timestamp)
    case alreadyUndone
    case changedSince(CommentID)
    case editWindowOver(endedAt: Timestamp)
    case stateMove(StateMoveError)
    case badCursor
    /// A value that no store keeps: longer than its limit, with a NUL in it, or an identity used twice.
    case invalidValue

    // The place where things are kept.
    case readOnly, full, busy, damaged, closed, inputOutput, unsupported, fileExists, notFound
    /// Written by a newer program than this.
    case schemaTooNew
    /// Written by an older program, and not allowed to migrate.
    case schemaTooOld
  }

  public var code: Code
  /// What the error is about, such as `article bridge` or a file's path; never an author's words.
  public var subject: String { words.subject }
  /// The library's own words, for operators.
  public var underlying: String? { words.underlying }

  /// Kept apart, so that an error stays small enough to be handed up in registers.
  private final class Words: Sendable {
    let subject: String
    let underlying: String?

    init(subject: String, underlying: String?) {
      self.subject = subject
      self.underlying = underlying
    }
  }

  private let words: Words

  public init(_ code: Code, _ subject: String = "", underlying: String? = nil) {
    self.code = code
    words = Words(subject: subject, underlying: underlying)
  }

  public var description: String {
    var text = "\(code)"
    if !subject.isEmpty { text += " (\(subject))" }
    if let underlying { text += ": \(underlying)" }
    return text
  }
}
