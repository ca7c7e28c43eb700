/// A language that rules and texts are marked with, as a lower-case ISO 639 code.
///
/// Russian, Ukrainian and English are told apart by the machine; any other code may be declared by the caller.
public struct Language: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let code: String

  /// `nil` unless the code is two or three ASCII letters; a region, as in `ru-UA`, is dropped.
  public init?(_ text: some StringProtocol) {
    // Codes as stores hand them back need no folding.
    if (2...3).contains(text.utf8.count), text.utf8.allSatisfy(Self.isLowerCaseLetter) {
      code = String(text)
      return
    }
    let primary = text.split(separator: "-", maxSplits: 1).first.map { $0.lowercased() } ?? ""
    guard (2...3).contains(primary.utf8.count),
      primary.utf8.allSatisfy(Self.isLowerCaseLetter)
    else { return nil }
    code = primary
  }

  private static func isLowerCaseLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private init(known code: String) {
    self.code = code
  }

  public static let russian = Language(known: "ru")
  public static let ukrainian = Language(known: "uk")
  public static let english = Language(known: "en")

  public var description: String { code }

  public static func < (left: Language, right: Language) -> Bool {
    left.code < right.code
  }
}
