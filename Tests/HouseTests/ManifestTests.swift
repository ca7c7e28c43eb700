import Foundation
import Testing

@Suite struct ManifestTests {
  @Test func topLevelHoldsNothingElse() throws {
    let expected: Set<String> = [
      "Package.swift", "Sources", "Tests", "Rules", "Fixtures", "Docs", "README.md", "LICENSE", "CHANGELOG.md",
      "Makefile",
    ]
    let found = try FileManager.default.contentsOfDirectory(atPath: House.root.path)
      .filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }
    #expect(Set(found) == expected)
  }

  @Test func everyRuleFileIsShipped() throws {
    let manifest = try String(contentsOf: House.root.appending(path: "Package.swift"), encoding: .utf8)
    let list = try #require(
      manifest.components(separatedBy: "let ruleFiles = [").last?.components(separatedBy: "]").first)
    let shipped = Set(list.matches(of: /"([^"]+)"/).map { String($0.1) })
    let found = try FileManager.default.contentsOfDirectory(atPath: House.root.appending(path: "Rules").path)
      .filter { !$0.hasPrefix(".") && !$0.hasSuffix(".swift") }
    #expect(shipped == Set(found))
  }

  @Test func everyTargetHasTheHouseSettings() throws {
    let manifest = try String(contentsOf: House.root.appending(path: "Package.swift"), encoding: .utf8)
    for block in manifest.components(separatedBy: "arget(").dropFirst() where !block.hasPrefix("\n      name: \"CP") {
      let name = block.firstMatch(of: /name: "([A-Za-z0-9]+)"/).map { String($0.1) } ?? "?"
      guard !["CPCRE2", "CPostgreSQL"].contains(name) else { continue }
      let own = block.components(separatedBy: "arget(")[0]
      #expect(own.contains("swiftSettings: houseSettings"), "\(name) has settings of its own")
    }
  }
}
