import Foundation

/// Measures rule passes and verdicts beside what others would need for the same, in the same run.
///
///     YardstickBenchmark [--patterns FILE]… [--comments FILE]… [--list FILE] [--good FILE]…
///                        [--ordinary FILE]… [--yardstick PROGRAM] [--program MODERATO] [--only PART]… [--rounds N]
///
/// Files of patterns have one a line, perhaps after flags and a tab; files of comments have `{"text": …}` a line. Without
/// any, expressions and comments of the project's own are taken. PROGRAM is `Yardsticks/rule_pass.c` built. Times are
/// processor time of one thread, the middle of several rounds with the fastest and slowest beside it, unless a row says
/// otherwise.
@main
enum Entrypoint {
  static func main() throws {
    var options: [String: [String]] = [:]
    var arguments = CommandLine.arguments.dropFirst()
    while let name = arguments.popFirst() {
      guard name.hasPrefix("--"), let value = arguments.popFirst() else {
        print("usage: see the head of \(#fileID)")
        return
      }
      options[name, default: []].append(value)
    }
    let material = try Material(
      patterns: options["--patterns"] ?? [], comments: options["--comments"] ?? [], list: options["--list"]?.first,
      good: options["--good"] ?? [], ordinary: options["--ordinary"] ?? [])
    print(material.origin)
    let only = options["--only"] ?? []
    func run(_ name: String, _ part: () throws -> Void) rethrows {
      if only.isEmpty || only.contains(name) { try part() }
    }
    try run("pass") {
      try RulePass(material).run(
        yardstick: options["--yardstick"]?.first, rounds: (options["--rounds"]?.first).flatMap { Int($0) } ?? 7)
    }
    try run("growth") { try RulePass(material).growth() }
    try run("start") { try Start(material).run(program: options["--program"]?.first) }
    try run("list") { try ListPass(material).run() }
    try run("verdict") { try Verdicts(material).run() }
    try run("evil") { try EvilStream(material).run() }
  }
}
