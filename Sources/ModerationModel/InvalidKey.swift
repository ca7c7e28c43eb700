/// A key that names no site, article or network, because it breaks the rules for such keys.
public struct InvalidKey: Error, Hashable, Sendable, CustomStringConvertible {
  /// What it should have named, such as `article`.
  public var kind: String

  public var description: String {
    "not a key of \(kind == "article" ? "an" : "a") \(kind): see the type's documentation for what is allowed"
  }
}

extension ArticleID {
  /// The key as an error says it, for callers that hand keys through.
  public init(validating key: String) throws(InvalidKey) {
    guard let id = ArticleID(key) else { throw InvalidKey(kind: "article") }
    self = id
  }
}
