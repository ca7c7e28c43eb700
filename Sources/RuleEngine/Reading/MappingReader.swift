/// Takes a mapping apart key by key, remembering which keys nobody asked for.
struct MappingReader {
  let place: SourcePlace
  private let pairs: [(key: YAMLKey, value: YAMLNode)]
  /// In the order of asking; a mapping has few keys, and ten thousand rules have ten thousand mappings.
  private var asked: [String] = []

  /// `nil`, with a finding, unless the node is a mapping.
  init?(_ node: YAMLNode, _ what: String, _ diagnostics: inout Diagnostics) {
    guard case .mapping(let pairs) = node.content else {
      diagnostics.error(.wrongType, node.place, "\(what) is \(node.kind)", expected: "a mapping of keys and values")
      return nil
    }
    place = node.place
    self.pairs = pairs
  }

  /// The value of a key, if it is there.
  mutating func value(_ name: String) -> YAMLNode? {
    asked.append(name)
    return pairs.first { $0.key.name == name }?.value
  }

  func key(_ name: String) -> YAMLKey? {
    pairs.first { $0.key.name == name }?.key
  }

  var all: [(key: YAMLKey, value: YAMLNode)] { pairs }

  /// Reports every key that was not asked for.
  func finish(_ what: String, _ diagnostics: inout Diagnostics) {
    diagnostics.noteKeys(asked, of: what)
    for (key, _) in pairs where !asked.contains(key.name) {
      diagnostics.unknown(.unknownKey, "key of \(what)", key.name, among: Set(asked), at: key.place)
    }
  }
}

extension YAMLNode {
  /// The text of a scalar; anything else is a finding.
  func text(_ what: String, _ diagnostics: inout Diagnostics) -> String? {
    guard let scalar, !scalar.isEmpty else {
      diagnostics.error(.wrongType, place, "\(what) is \(kind)", expected: "a text")
      return nil
    }
    return scalar.text
  }

  /// A finite number.
  func number(
    _ what: String, in allowed: ClosedRange<Double>, _ diagnostics: inout Diagnostics
  ) -> Double? {
    guard let scalar, let number = Double(scalar.text), number.isFinite else {
      diagnostics.error(.wrongType, place, "\(what) is not a number", expected: "a number such as 2.5")
      return nil
    }
    guard allowed.contains(number) else {
      diagnostics.error(
        .outOfRange, place, "\(what) is out of range",
        expected: "a number from \(allowed.lowerBound.shortened) to \(allowed.upperBound.shortened)")
      return nil
    }
    return number
  }

  func whole(_ what: String, in allowed: ClosedRange<Int>, _ diagnostics: inout Diagnostics) -> Int? {
    guard let scalar, let number = Int(scalar.text) else {
      diagnostics.error(.wrongType, place, "\(what) is not a whole number", expected: "a whole number")
      return nil
    }
    guard allowed.contains(number) else {
      diagnostics.error(
        .outOfRange, place, "\(what) is out of range",
        expected: "a whole number from \(allowed.lowerBound) to \(allowed.upperBound)")
      return nil
    }
    return number
  }

  /// The items of a list; a value that is no list stands for a list of one.
  var items: [YAMLNode] {
    if case .sequence(let items) = content { return items }
    return [self]
  }

  /// The scalars of a list or a single scalar; anything else is a finding.
  func scalars(_ what: String, _ diagnostics: inout Diagnostics) -> [YAMLScalar] {
    items.compactMap { item in
      guard let scalar = item.scalar, !scalar.isEmpty else {
        diagnostics.error(.wrongType, item.place, "an entry of \(what) is \(item.kind)", expected: "a text")
        return nil
      }
      return scalar
    }
  }

  /// A value of a closed set of names.
  func name<Name: RawRepresentable<String> & CaseIterable>(
    _ what: String, _ code: DiagnosticCode, as type: Name.Type, _ diagnostics: inout Diagnostics
  ) -> Name? {
    guard let text = text(what, &diagnostics) else { return nil }
    if let name = Name(rawValue: text) { return name }
    diagnostics.unknown(code, what, text, among: Name.allCases.map(\.rawValue), at: place)
    return nil
  }
}

extension Double {
  /// Without `.0` where it is whole.
  var shortened: String {
    if let whole = Int64(exactly: self) { return String(whole) }
    return String(self)
  }
}
