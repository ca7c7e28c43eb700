/// `near: spam`, or `near: { to: spam, distance: 12 }`: the body is almost a text that a person has decided to be spam.
struct NearCondition: Hashable, Sendable {
  /// What a text can be near to.
  enum Target: String, Hashable, Sendable, CaseIterable { case spam }

  /// The most bits of 128 in which the fingerprints may differ. Of 14,000 good Russian and English comments nearly all
  /// are 28 bits or more from each of thousands of others; see `Docs/Decisions/near.md`.
  static let distanceUsual = 20
  static let distanceMax = 24

  var target = Target.spam
  var distance = distanceUsual

  /// - Parameter found: The distance to the most similar text; `nil` when there is none, or the text is too short.
  func holds(_ found: Int?) -> Bool { found.map { $0 <= distance } ?? false }

  /// `nil` with a finding.
  init?(_ node: YAMLNode, _ diagnostics: inout Diagnostics) {
    if node.scalar != nil {
      guard let target = node.name("thing to be near to", .invalidValue, as: Target.self, &diagnostics) else {
        return nil
      }
      self.target = target
      return
    }
    guard var reader = MappingReader(node, "near", &diagnostics) else { return nil }
    defer { reader.finish("near", &diagnostics) }
    if let value = reader.value("to") {
      target = value.name("thing to be near to", .invalidValue, as: Target.self, &diagnostics) ?? .spam
    } else {
      diagnostics.error(.missingKey, node.place, "near does not say to what", expected: "to: spam")
    }
    if let value = reader.value("distance") {
      distance = value.whole("distance", in: 0...Self.distanceMax, &diagnostics) ?? Self.distanceUsual
    }
  }
}
