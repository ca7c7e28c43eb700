/// Where something stands in a rule file. Lines and columns begin at 1; columns count Unicode scalars.
public struct SourcePlace: Hashable, Sendable, Comparable {
  /// The path inside the rule set's folder, such as `gambling.yaml`.
  public var file: String
  public var line: Int
  public var column: Int
  /// How many scalars are meant; at least 1.
  public var length: Int

  public init(file: String, line: Int = 1, column: Int = 1, length: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
    self.length = length
  }

  public static func < (left: SourcePlace, right: SourcePlace) -> Bool {
    (left.file, left.line, left.column, left.length) < (right.file, right.line, right.column, right.length)
  }
}

/// One finding about a rule set, told the way a compiler tells it.
public struct Diagnostic: Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable, CaseIterable {
    /// The set cannot be used.
    case error
    /// The set can be used, but probably does not do what its author wants.
    case warning
    /// For information.
    case note
  }

  public var severity: Severity
  public var code: DiagnosticCode
  public var place: SourcePlace
  /// What is wrong, in a sentence without a full stop.
  public var message: String
  /// What could have stood there.
  public var expected: String?
  /// What was probably meant.
  public var suggestion: String?
  /// The line of the file that `place` points into.
  public var sourceLine: String?

  public init(
    _ severity: Severity, _ code: DiagnosticCode, _ place: SourcePlace, _ message: String, expected: String? = nil,
    suggestion: String? = nil, sourceLine: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.place = place
    self.message = message
    self.expected = expected
    self.suggestion = suggestion
    self.sourceLine = sourceLine
  }
}

extension Diagnostic: CustomStringConvertible {
  /// The finding with its line and a caret under the place that is meant.
  ///
  /// ```text
  /// gambling.yaml:7:15: error: unknown view «folded» [unknown_view]
  ///   7 |         view: folded
  ///     |               ^~~~~~
  ///   expected: one of raw, norm, fold, squeeze, urls, domains
  ///   did you mean «fold»?
  /// ```
  public var description: String {
    var text = "\(Self.printable(place.file)):\(place.line):\(place.column): \(severity.rawValue): "
    text += "\(Self.printable(message)) [\(code.rawValue)]"
    if let sourceLine {
      let number = String(place.line)
      let gutter = String(repeating: " ", count: number.utf8.count)
      let (shown, before) = Self.excerpt(of: sourceLine, around: place.column)
      let tail = String(repeating: "~", count: max(0, min(place.length, 60) - 1))
      text += "\n  \(number) | \(shown)"
      text += "\n  \(gutter) | \(String(repeating: " ", count: before))^\(tail)"
    }
    if let expected { text += "\n  expected: \(Self.printable(expected))" }
    if let suggestion { text += "\n  did you mean «\(Self.printable(suggestion))»?" }
    return text
  }

  /// The part of a line that fits a terminal, and how many columns stand before the place in it.
  ///
  private static func excerpt(of line: String, around column: Int) -> (text: String, before: Int) {
    let widthMax = 160
    let scalars = Array(line.unicodeScalars)
    let first = max(0, min(column - 1, scalars.count) - widthMax / 2)
    let last = min(scalars.count, first + widthMax)
    var text = ""
    var before = 0
    for index in first..<last {
      let shown = printable(scalars[index])
      text.unicodeScalars.append(shown)
      if index < column - 1, !isZeroWidth(shown) { before += 1 }
    }
    return (text, before)
  }

  /// Controls as blanks and invisible characters as U+FFFD, so that neither can shift the caret or play tricks with a
  /// terminal.
  private static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.properties.generalCategory {
    case .control: " "
    case .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
    default: scalar
    }
  }

  private static func printable(_ text: String) -> String {
    var result = ""
    result.unicodeScalars.append(contentsOf: text.unicodeScalars.map { printable($0) })
    return result
  }

  private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: true
    default: false
    }
  }
}
