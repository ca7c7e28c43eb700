import Foundation
import ModerationModel
import RuleEngine
import Testing

/// `Docs/Rules.md` is what editors read, so its examples are loaded and its tables compared with the code.
@Suite struct RuleDocumentationTests {
  static func page() throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appendingPathComponent("Docs/Rules.md"), encoding: .utf8)
  }

  static func examples() throws -> [String] {
    try page().components(separatedBy: "```yaml\n").dropFirst().map { $0.components(separatedBy: "```\n")[0] }
  }

  @Test func examplesLoadAndHold() throws {
    let examples = try Self.examples()
    #expect(examples.count >= 5)
    for (number, example) in examples.enumerated() {
      let path = example.hasPrefix("# ruleset.yaml") ? "ruleset.yaml" : "example\(number).yaml"
      var files = RuleFiles([path: example])
      if path != "ruleset.yaml" { files["ruleset.yaml"] = "schema: 1\ndefaults: { owner: desk }\n" }
      let rules = try RuleSet(files: files, requireTests: true)
      #expect(!rules.rules.isEmpty)
      let findings = RuleSet.lint(files, now: morning).filter { $0.severity != .note }
      #expect(findings == [], "\(findings)")
    }
  }

  @Test func everyFindingFieldAndFactIsDescribed() throws {
    let page = try Self.page()
    let names =
      DiagnosticCode.allCases.map(\.rawValue) + FactName.allCases.map(\.rawValue) + TextField.allCases.map(\.rawValue)
      + Category.allCases.map(\.rawValue) + RuleStatus.allCases.map(\.rawValue)
    for name in names { #expect(page.contains("`\(name)`"), "\(name) is not on the page") }
  }
}
