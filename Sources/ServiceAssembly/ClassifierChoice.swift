/// Which model is asked after the rules, as the setting `classifier` names it.
public enum ClassifierChoice: Hashable, Sendable, CustomStringConvertible {
  /// None.
  case off
  /// The one that comes with Moderato.
  case starter
  /// A model's file, or a folder of models with one in force.
  case path(String)

  /// `nil` for an empty text.
  public init?(_ text: String) {
    switch text {
    case "off": self = .off
    case "starter": self = .starter
    default:
      guard !text.isEmpty, !text.utf8.contains(0) else { return nil }
      self = .path(text)
    }
  }

  public var description: String {
    switch self {
    case .off: "off"
    case .starter: "starter"
    case .path(let path): path
    }
  }
}
