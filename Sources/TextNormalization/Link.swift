/// A link that a text contains, as written or as meant.
public struct Link: Sendable, Equatable {
  /// Where it stands, in bytes of the original text.
  public var range: Range<Int>
  /// Where its host stands, in bytes of the original text.
  public var hostRange: Range<Int>
  /// In lower case, `http` for `hxxp`; `nil` if none was written.
  public var scheme: String?
  /// The host in Unicode, normalised: `казино.рф`.
  public var host: String
  /// The same in ASCII (RFC 3492): `xn--80aodfsg.xn--p1ai`.
  public var asciiHost: String
  public var port: Int?
  /// Path, query and fragment with their case, percent-decoded where that is UTF-8; empty if none was written.
  public var path: String
  /// Written so that a person reads a link and a machine does not: `kazik7[.]top`, "kazik7 точка топ", `hxxp://`.
  public var isObfuscated: Bool
}
