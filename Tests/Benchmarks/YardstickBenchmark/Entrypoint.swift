import Foundation
import RuleEngine

@main
enum Entrypoint {
  static func main() throws {
    let base = try CommandLine.arguments.dropFirst(2).flatMap { try Material.expressions(at: $0) }
    let list = Material.usable(ExpressionVariants.make(9_600, from: Material.usable(base)))
    print(list.count)
    let many = Array(list.prefix(10_000))
    for _ in 0..<3 {
      print("list", try Stopwatch.measure { _ = try RuleSet(files: Material.listFiles(list)) })
      let files = Material.ruleFiles(many)
      print("rules", try Stopwatch.measure { _ = try RuleSet(files: files) })
      let set = try RuleSet(files: files)
      print("tests", Stopwatch.measure { _ = set.runTests() })
    }
  }
}
