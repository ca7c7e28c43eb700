/// Why an expression is not one.
public struct CompileError: Error, Hashable, CustomStringConvertible {
  /// The library's number, stable between its versions.
  public let code: Int32
  /// How far the expression was understood, in bytes from its beginning.
  public let offset: Int
  /// The library's sentence, in English.
  public let message: String

  public var description: String { "\(message) at byte \(offset) of the pattern" }
}
