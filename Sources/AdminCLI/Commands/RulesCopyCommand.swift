import ArgumentParser
import Foundation
import ModerationModel
import RuleEngine
import ServiceAssembly

struct RulesCopyCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "copy",
    abstract: "Copy the set's files into a new folder, to be made your own.",
    discussion: """
        moderato rules copy my-rules
        moderato rules lint my-rules
      """)

  @Argument(help: "The folder to make; it must not exist yet.") var folder: String
  @OptionGroup(title: "Global options") var global: GlobalOptions

  struct Payload: Encodable {
    var folder: String
    var files: Int
  }

  func execute(_ console: Console) async throws {
    let files = try RuleFiles(folder: try Assembly.rulesFolder(settings: try global.settings()))
    let target = URL(filePath: folder, directoryHint: .isDirectory)
    do {
      guard !FileManager.default.fileExists(atPath: folder) else {
        throw Complaint.trouble(
          "file_exists", "\(Harmless.line(folder)) is there already, and nothing is overwritten",
          advice: "name another folder")
      }
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
      for path in files.paths {
        let file = target.appending(path: path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data((files[path] ?? "").utf8).write(to: file)
      }
    } catch let error as CocoaError {
      throw InputError(path: folder, problem: "cannot be written: \(error.localizedDescription)")
    }
    switch console.format {
    case .json: try console.send(Payload(folder: folder, files: files.paths.count))
    case .text:
      try console.say("Copied \(Complaint.count(files.paths.count, "file")) to \(Harmless.line(folder)).")
      try console.say(console.ink.faint("use it with --rules \(Harmless.line(folder)), or MODERATO_RULES"))
    }
  }
}
