public import CommentStore
public import ModerationModel

/// Why somebody was not let in. What is wrong is not said, so that nobody learns which names there are.
public enum SignInError: Error, Sendable {
  /// Name, password or code is wrong, or the moderator is disabled. Said alike, and at the same cost, for all of these.
  case refused
  /// The password is right, and a one-time or recovery code must come with it.
  case codeNeeded
  /// Too many attempts for this name, or for everybody together.
  case tooManyAttempts(until: Timestamp)
  /// Too many sign in at once; nothing was counted against anybody.
  case busy
  case store(StoreError)

  /// For logs and metrics.
  public var word: String {
    switch self {
    case .refused: "refused"
    case .codeNeeded: "code_needed"
    case .tooManyAttempts: "too_many_attempts"
    case .busy: "busy"
    case .store: "store"
    }
  }
}

/// Somebody who has just signed in.
public struct SignedIn: Hashable, Sendable {
  /// Opens the session; belongs into a cookie that scripts cannot read, and nowhere else.
  public var token: String
  public var session: ModeratorSession
  public var moderator: Moderator
}

/// A second factor that waits for its first code.
public struct SecondFactorOffer: Hashable, Sendable {
  /// The secret in Base32, to be typed.
  public var secret: String
  /// The same as `otpauth://…`, to be shown as a QR code.
  public var address: String
}

/// A token as it is shown, once.
public struct MadeToken: Hashable, Sendable {
  public var text: String
  public var token: AccessToken
}
