import Foundation
import RuleEngine

@main
enum Entrypoint {
  static func main() throws {
    let base = try CommandLine.arguments.dropFirst(2).flatMap { try Material.expressions(at: $0) }
    let list = Material.usable(ExpressionVariants.make(9_600, from: Material.usable(base)))
    print(list.count)
    let folder = NSTemporaryDirectory() + "yard-\(UInt64.random(in: 0 ... .max))"
    let cache = RuleCache(folder: folder)
    let files = Material.listFiles(list)
    let many = Material.ruleFiles(list)
    for _ in 0..<3 {
      try? FileManager.default.removeItem(atPath: folder)
      print("list", try Stopwatch.measure { _ = try RuleSet(files: files) })
      _ = try RuleSet(files: files, cache: cache)
      print("list cached", try Stopwatch.measure { _ = try RuleSet(files: files, cache: cache) })
      print("rules", try Stopwatch.measure { _ = try RuleSet(files: many) })
      _ = try RuleSet(files: many, cache: cache)
      print("rules cached", try Stopwatch.measure { _ = try RuleSet(files: many, cache: cache) })
    }
  }
}
