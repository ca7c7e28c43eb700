import ArgumentParser
import CommentFlow
import Foundation
import ModerationModel
import RuleEngine

/// Rules and lists from other programs.
struct RulesImportCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take over lists and rules of other programs, with a report of what was not understood.",
    discussion: """
      Kinds are wordpress, list, spamassassin, regex and automoderator. Whole words are looked for unless --mode says \
      otherwise. Expressions arrive in shadow. With --against, entries that ordinary texts use arrive in shadow too. \
      Exit code 1 when something was not understood.
      """)

  @Argument(help: "What the file is: wordpress, list, spamassassin, regex or automoderator.") var kind: String
  @Argument(help: "The file.") var file: String
  @Option(help: ArgumentHelp("The rule set's folder; made when it is not there.", valueName: "dir")) var into: String
  @Option(help: ArgumentHelp("How entries are looked for.", valueName: "words|phrases|substrings"))
  var mode: String = "words"
  @Option(help: ArgumentHelp("What rules and lists are called; the file's name by default.", valueName: "name"))
  var name: String?
  @Option(help: ArgumentHelp("Published comments, one JSON object with «text» a line.", valueName: "file"))
  var against: String?
  @OptionGroup(title: "Global options") var global: GlobalOptions

  struct Payload: Encodable {
    var files: [String]
    var rules: Int
    var items: Int
    var understood: Int
    var changed: Int
    var setAside: Int
    var duplicates: Int
    var notUnderstood: Int
    var remarks: [ImportReport.Item]
  }

  func validate() throws {
    guard RuleImport.Kind(rawValue: kind) != nil else {
      throw ValidationError("there is no kind «\(Harmless.line(kind, widthMax: 40))»")
    }
    guard RuleImport.Mode(rawValue: mode) != nil else {
      throw ValidationError("there is no mode «\(Harmless.line(mode, widthMax: 40))»")
    }
  }

  func execute(_ console: Console) async throws {
    guard let kind = RuleImport.Kind(rawValue: kind), let mode = RuleImport.Mode(rawValue: mode) else { return }
    let stem = URL(fileURLWithPath: file).lastPathComponent.prefix { $0 != "." }
    let importer = RuleImport(
      name: name ?? String(stem), mode: mode, now: .now, ordinaryTexts: try against.map(Self.texts) ?? [])
    let result = importer.run(kind, try Self.read(file))
    let written = try RuleImportFolder(path: into).write(result, name: importer.name)
    let report = result.report
    switch console.format {
    case .json:
      try console.send(
        Payload(
          files: written, rules: result.ruleCount, items: report.items.count, understood: report.count(.understood),
          changed: report.count(.changed), setAside: report.count(.setAside), duplicates: report.count(.duplicate),
          notUnderstood: report.count(.notUnderstood), remarks: report.remarks))
    case .text:
      for remark in report.remarks {
        try console.say(
          "\(Harmless.line(file)):\(remark.line): \(remark.outcome.rawValue): \(Harmless.line(remark.message ?? ""))")
        try console.say("  \(Harmless.line(remark.source, widthMax: max(20, console.width - 2)))")
      }
      try console.tell(
        "\(report.items.count) items: \(report.count(.understood)) understood, \(report.count(.changed)) changed, "
          + "\(report.count(.setAside)) set aside, \(report.count(.duplicate)) twice, "
          + "\(report.count(.notUnderstood)) not understood.")
      try console.tell("\(Complaint.count(result.ruleCount, "rule")) in \(written.joined(separator: ", ")).")
    }
    guard report.count(.notUnderstood) == 0 else {
      try console.output.flush()
      throw exitFindings
    }
  }

  private static func read(_ path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputError(path: path, problem: "it cannot be read")
    }
    guard data.count <= RuleSetLimits.listBytesMax else {
      throw InputError(path: path, problem: "it is larger than \(RuleSetLimits.listBytesMax) bytes")
    }
    // Old lists are seldom clean: what is no UTF-8 becomes U+FFFD, and the rest is not lost.
    return String(decoding: data, as: UTF8.self)
  }

  private static func texts(_ path: String) throws -> [String] {
    struct Row: Decodable { var text: String }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputError(path: path, problem: "it cannot be read")
    }
    let decoder = JSONDecoder()
    return try data.split(separator: UInt8(ascii: "\n")).enumerated().map { index, line in
      do {
        return try decoder.decode(Row.self, from: line).text
      } catch {
        throw InputError(path: path, line: index + 1, problem: "not an object of JSON with «text»")
      }
    }
  }
}

/// The folder that an import is written to: new, or a rule set that is there already.
struct RuleImportFolder {
  var path: String

  /// Writes an import, all of it or nothing; answers the paths inside the folder.
  func write(_ result: RuleImport.Result, name: String) throws -> [String] {
    let root = URL(fileURLWithPath: path, isDirectory: true)
    let settings = root.appending(path: "ruleset.yaml")
    var texts = result.texts
    for file in texts.keys where FileManager.default.fileExists(atPath: root.appending(path: file).path) {
      throw Complaint.trouble(
        "file_exists", "there is a file «\(file)» in the folder already", advice: "give another --name")
    }
    let isOld = FileManager.default.fileExists(atPath: settings.path)
    var files: RuleFiles
    if isOld {
      files = try RuleFiles(folder: path)
      texts["ruleset.yaml"] = try Self.adding(result.listLines, to: files["ruleset.yaml"] ?? "")
    } else {
      files = RuleFiles()
      texts["ruleset.yaml"] = result.ruleSetFiles(name: name)["ruleset.yaml"]
    }
    for (file, text) in texts { files[file] = text }
    // What does not load together is not written.
    _ = try RuleSet(files: files)
    do {
      for folder in [root, root.appending(path: "lists")] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      }
      // The set's own file last: before it, lists are files that nobody names.
      for file in texts.keys.sorted(by: {
        ($0 == "ruleset.yaml" ? 2 : $0.hasPrefix("lists/") ? 0 : 3, $0)
          < ($1 == "ruleset.yaml" ? 2 : $1.hasPrefix("lists/") ? 0 : 3, $1)
      }) {
        guard let text = texts[file] else { continue }
        try Data(text.utf8).write(to: root.appending(path: file), options: .atomic)
      }
    } catch {
      throw Complaint.trouble("output", "the folder «\(Harmless.line(path))» cannot be written")
    }
    return texts.keys.sorted()
  }

  /// `ruleset.yaml` with more lists in it.
  private static func adding(_ lines: [String], to text: String) throws -> String {
    guard !lines.isEmpty else { return text }
    var all = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let place = all.firstIndex(where: { $0.hasPrefix("lists:") }) {
      let rest = all[place].dropFirst("lists:".count).drop { $0 == " " }
      guard rest.isEmpty || rest.hasPrefix("#") else {
        throw Complaint.trouble(
          "unsupported", "lists: of ruleset.yaml stands in one line, and cannot be added to",
          advice: "write its lists one below the other")
      }
      all.insert(contentsOf: lines, at: place + 1)
    } else {
      if all.last == "" { all.removeLast() }
      all += ["lists:"] + lines + [""]
    }
    return all.joined(separator: "\n")
  }
}
