import ArgumentParser
import Foundation
import RuleEngine
import ServiceAssembly

/// Rule files in one layout.
struct RulesFormatCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Bring rule files into the canonical layout; comments stay.",
    discussion: """
      Keys of a rule are put in order and rules kept apart by an empty line; the revision never changes. \
      With --check nothing is written, and the exit code is 1 when a file would change. A damaged file is refused, and \
      then none is written.
      """)

  @Flag(help: "Only say which files would change.") var check = false
  @Argument(help: "The rule set's folder.") var folder: String?
  @OptionGroup(title: "Global options") var global: GlobalOptions

  struct Payload: Encodable {
    var changed: [String]
    var files: Int
    var isWritten: Bool
  }

  func execute(_ console: Console) async throws {
    let path = try folder ?? Assembly.rulesFolder(settings: try global.settings())
    let files = try RuleFiles(folder: path)
    var changed: [(path: String, text: String)] = []
    var count = 0
    for file in files.paths where file.hasSuffix(".yaml") || file.hasSuffix(".yml") {
      guard let text = files[file] else { continue }
      count += 1
      switch RuleFormat.format(text, file: file) {
      case .unchanged: break
      case .changed(let text): changed.append((file, text))
      case .damaged(let findings):
        for finding in findings { Console.note(finding.description) }
        throw Complaint.trouble(
          "rules_damaged", "«\(Harmless.line(file))» is damaged; nothing was written",
          advice: "`moderato rules lint` shows all findings")
      }
    }
    if !check {
      for (file, text) in changed {
        do {
          try Data(text.utf8).write(to: URL(fileURLWithPath: path).appending(path: file), options: .atomic)
        } catch {
          throw Complaint.trouble("output", "«\(Harmless.line(file))» cannot be written")
        }
      }
    }
    switch console.format {
    case .json: try console.send(Payload(changed: changed.map(\.path), files: count, isWritten: !check))
    case .text:
      for (file, _) in changed { try console.say(Harmless.line(file)) }
      let verb = check ? "would change" : "changed"
      try console.say("\(changed.count) of \(Complaint.count(count, "file")) \(verb).")
    }
    guard !check || changed.isEmpty else {
      try console.output.flush()
      throw exitFindings
    }
  }
}
