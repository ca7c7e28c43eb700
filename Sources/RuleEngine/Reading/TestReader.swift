import ModerationModel
import TextNormalization

/// Reads `tests:` of a rule.
enum TestReader {
  static func read(_ node: YAMLNode, _ diagnostics: inout Diagnostics) -> [RuleTest] {
    guard var reader = MappingReader(node, "tests", &diagnostics) else { return [] }
    defer { reader.finish("tests", &diagnostics) }
    return RuleTest.Expectation.allCases.flatMap { expectation in
      (reader.value(expectation.rawValue)?.items ?? []).compactMap { test($0, expectation, &diagnostics) }
    }
  }

  private static func test(
    _ node: YAMLNode, _ expectation: RuleTest.Expectation, _ diagnostics: inout Diagnostics
  ) -> RuleTest? {
    if let scalar = node.scalar {
      // An empty text is a fair example, when it is quoted.
      guard !scalar.isEmpty else {
        diagnostics.error(.wrongType, node.place, "a test is nothing", expected: "a text or a mapping with body")
        return nil
      }
      return RuleTest(expectation: expectation, texts: [.body: scalar.text], place: node.place)
    }
    guard var reader = MappingReader(node, "a test", &diagnostics) else { return nil }
    defer { reader.finish("a test", &diagnostics) }
    var test = RuleTest(expectation: expectation, texts: [:], place: node.place)
    for field in TextField.allCases {
      if let value = reader.value(field.rawValue), let scalar = value.scalar { test.texts[field] = scalar.text }
    }
    test.span = reader.value("span")?.text("span", &diagnostics)
    if let span = test.span, !test.texts.values.contains(where: { $0.contains(span) }) {
      diagnostics.error(
        .invalidValue, reader.key("span")?.place ?? node.place, "the span does not stand in the text",
        expected: "a part of the text, letter by letter")
    }
    test.view = reader.value("view")?.name("view", .unknownView, as: ViewName.self, &diagnostics)?.rawValue
    if let value = reader.value("spam") { test.spam = value.scalars("spam", &diagnostics).map(\.text) }
    if let value = reader.value("language") {
      test.language = RuleReader.languages(value, &diagnostics).first
    }
    if let value = reader.value("facts"), let facts = MappingReader(value, "facts", &diagnostics) {
      for (key, value) in facts.all {
        guard let fact = FactName(rawValue: key.name) else {
          diagnostics.unknown(
            .unknownFact, "fact", key.name, among: FactName.allCases.map(\.rawValue), at: key.place)
          continue
        }
        guard let text = value.text(key.name, &diagnostics), let condition = NumberCondition(text),
          condition.parts.count == 1, condition.parts[0].comparison == .equal
        else {
          diagnostics.error(.wrongType, value.place, "a fact is not a number", expected: "a number, true or false")
          continue
        }
        test.facts[fact] = condition.parts[0].bound
      }
    }
    return test
  }
}
