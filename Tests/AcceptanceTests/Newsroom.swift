import Foundation
import Testing

/// The built program and a temporary folder to work in, as an operator has them.
final class Newsroom {
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String

    /// The first line of standard output as a JSON object.
    func object() throws -> [String: Any] {
      try #require(try objects().first, "no line of JSON in «\(output)» (\(errors))")
    }

    /// Every line of standard output as a JSON object.
    func objects() throws -> [[String: Any]] {
      try output.split(separator: "\n").map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      }
    }

    /// The code of an error told as JSON on standard error.
    func complaint() throws -> String {
      let last = try #require(errors.split(separator: "\n").last, "no error was told: \(output)")
      let object = try #require(try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
      let error = try #require(object["error"] as? [String: Any])
      #expect(!(error["message"] as? String ?? "").isEmpty)
      return try #require(error["code"] as? String)
    }
  }

  let folder: URL
  var environment: [String: String] = [:]
  /// What compiling the rules found, kept for all newsrooms of this run.
  private static let caches = FileManager.default.temporaryDirectory
    .appending(path: "moderato-caches-\(ProcessInfo.processInfo.processIdentifier)").path

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "moderato-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    environment["MODERATO_STORE"] = path("comments.sqlite")
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  @discardableResult
  func write(_ data: Data, to name: String) throws -> String {
    let place = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: place)
    return place.path
  }

  /// The program beside the test bundle.
  static var program: URL {
    get throws {
      let bundle = try #require(Bundle.main.executableURL).deletingLastPathComponent()
      var folder = bundle
      // On macOS the tests run from inside a bundle, some folders further down.
      for _ in 0..<5 {
        let program = folder.appending(path: "moderato")
        if FileManager.default.isExecutableFile(atPath: program.path) { return program }
        folder.deleteLastPathComponent()
      }
      return try #require(nil as URL?, "the program was not built beside \(bundle.path)")
    }
  }

  /// Starts the program; its output goes to files in the folder.
  func start(
    _ arguments: [String], input: Data = Data(), name: String = UUID().uuidString, program: URL? = nil
  ) throws -> Running {
    let process = Process()
    process.executableURL = try program ?? Self.program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = [
      "PATH": "/usr/bin:/bin", "HOME": folder.path, "XDG_CACHE_HOME": Self.caches, "MODERATO_AS": "tester",
    ]
    .merging(environment) { $1 }
    let out = try write(Data(), to: "\(name).out")
    let err = try write(Data(), to: "\(name).err")
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: try write(input, to: "\(name).in")))
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: out))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: err))
    try process.run()
    return Running(process: process, out: out, err: err)
  }

  struct Running {
    var process: Process
    var out: String
    var err: String

    /// What has been written so far, whole lines only.
    func linesSoFar() -> [Substring] {
      guard let data = FileManager.default.contents(atPath: out) else { return [] }
      let text = String(decoding: data, as: UTF8.self)
      guard let end = text.lastIndex(of: "\n") else { return [] }
      return text[...end].split(separator: "\n")
    }

    func outcome() throws -> Outcome {
      process.waitUntilExit()
      func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
      }
      return Outcome(status: process.terminationStatus, output: text(out), errors: text(err))
    }
  }

  func run(_ arguments: String..., input: Data = Data()) throws -> Outcome {
    try start(arguments, input: input).outcome()
  }

  func run(_ arguments: [String], input: Data = Data()) throws -> Outcome {
    try start(arguments, input: input).outcome()
  }

  /// The same with JSON asked for.
  func json(_ arguments: String..., input: Data = Data()) throws -> Outcome {
    try start(arguments + ["--format", "json"], input: input).outcome()
  }

  /// Adds an article that takes comments.
  func addArticle(_ id: String = "bridge") throws {
    let added = try run("articles", "add", id, "--url", "https://gazeta.example/\(id)", "--title", "Мост откроют в мае")
    #expect(added.status == 0, "\(added.errors)")
  }

  /// Submits a comment and gives its id.
  func submit(_ text: String, to article: String = "bridge", name: String = "Нина", _ more: String...) throws -> String
  {
    let sent = try run(
      ["comments", "submit", article, text, "--name", name, "--format", "json"] + more)
    #expect(sent.status == 0, "\(sent.errors)")
    let comment = try #require(try sent.object()["comment"] as? [String: Any])
    return try #require(comment["id"] as? String)
  }
}
