import ModerationModel

/// `reason:`: a sentence for a moderator with `{{placeholders}}`.
struct ReasonTemplate: Hashable, Sendable {
  enum Placeholder: Hashable, Sendable {
    /// `{{match}}`: the first text that this rule matched.
    case match
    /// `{{count}}`: how many hits this rule had.
    case count
    /// `{{rule.id.match}}`: the first text that another rule matched.
    case matchOf(String)
    /// `{{rule.id.count}}`
    case countOf(String)
    /// `{{author_name}}` and the other fields.
    case field(TextField)
    /// `{{author.approved_count}}` and the other facts.
    case fact(FactName)
  }

  enum Piece: Hashable, Sendable {
    case text(String)
    case placeholder(Placeholder)
  }

  var pieces: [Piece]

  /// A template without placeholders.
  init(plain text: String) {
    pieces = [.text(text)]
  }

  /// Reads a template; reports what a placeholder could have been.
  init(_ scalar: YAMLScalar, _ diagnostics: inout Diagnostics, mentions: inout [RuleMention]) {
    pieces = []
    var rest = Substring(scalar.text)
    while let open = rest.firstRange(of: "{{") {
      if open.lowerBound > rest.startIndex { pieces.append(.text(String(rest[..<open.lowerBound]))) }
      let start = rest.utf8.distance(from: scalar.text.startIndex, to: open.lowerBound)
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
        diagnostics.error(
          .unknownPlaceholder, scalar.place(ofByte: start, length: 2), "a placeholder is not closed", expected: "}}")
        return
      }
      let inner = rest[open.upperBound..<close.lowerBound]
      let name = inner.split(separator: " ").joined(separator: " ")
      let place = scalar.place(ofByte: start, length: inner.unicodeScalars.count + 4)
      if let placeholder = Self.placeholder(name, place, &mentions) {
        pieces.append(.placeholder(placeholder))
      } else {
        let known =
          ["match", "count", "RULE.match", "RULE.count"] + TextField.allCases.map(\.rawValue)
          + FactName.allCases.map(\.rawValue)
        diagnostics.error(
          .unknownPlaceholder, place, "unknown placeholder «\(name.clipped(to: 60))»",
          expected: "match, count, RULE.match, RULE.count, a field or a fact",
          suggestion: Spelling.nearest(to: name, among: known))
      }
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
  }

  private static func placeholder(
    _ name: String, _ place: SourcePlace, _ mentions: inout [RuleMention]
  ) -> Placeholder? {
    if name == "match" { return .match }
    if name == "count" { return .count }
    if let field = TextField(rawValue: name) { return .field(field) }
    if let fact = FactName(rawValue: name) { return .fact(fact) }
    for (suffix, make) in [(".match", Placeholder.matchOf), (".count", Placeholder.countOf)]
    where name.hasSuffix(suffix) {
      let id = String(name.dropLast(suffix.count))
      mentions.append(RuleMention(id: id, place: place))
      return make(id)
    }
    return nil
  }
}

/// A rule named somewhere, to be checked when all rules are known.
struct RuleMention: Sendable {
  var id: String
  var place: SourcePlace
}
