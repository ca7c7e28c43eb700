import Foundation

/// The house as data: its rooms, and the doors between them.
///
/// `Docs/ARCHITECTURE.md` tells the same to people; a test holds the two together.
enum House {
  /// Every room with all that it may import. The standard library's own modules are listed apart.
  static let doors: [String: Set<String>] = [
    "PCRE2": ["CPCRE2"],
    "ModerationModel": [],
    "TextNormalization": [],
    "ReviewDesk": ["ModerationModel"],
    "RuleEngine": ["ModerationModel", "PCRE2", "TextNormalization", "Crypto", "Yams"],
    "ModerationPipeline": ["ModerationModel", "RuleEngine", "TextNormalization"],
    "RuleTuning": ["ModerationModel", "ModerationPipeline", "RuleEngine", "TextNormalization"],
    "ModelTraining": ["ModerationModel", "ModerationPipeline", "RuleEngine", "RuleTuning", "Crypto"],
    "CommentStore": ["ModerationModel", "Crypto"],
    "SQLiteStore": ["CommentStore", "ModerationModel", "GRDB"],
    "CommentFlow": [
      "CommentStore", "ModerationModel", "ModerationPipeline", "RuleTuning", "Crypto", "CryptoExtras", "Logging",
    ],
    "HTTPService": [
      "CommentFlow", "CommentStore", "ModerationModel", "ModerationPipeline", "RuleEngine", "RuleTuning",
      "AsyncHTTPClient", "Crypto",
      "CryptoExtras", "HTTPTypes", "Hummingbird", "HummingbirdCore", "Logging", "Metrics", "Mustache", "NIOCore",
      "NIOHTTP1", "NIOHTTPTypes",
      "ServiceLifecycle",
    ],
    "ServiceAssembly": [
      "CommentFlow", "CommentStore", "DefaultRules", "HTTPService", "ModerationModel", "ModerationPipeline",
      "RuleEngine", "SQLiteStore", "Configuration", "Hummingbird", "Logging", "ServiceLifecycle",
      "UnixSignals", "Yams",
    ],
    "AdminCLI": [
      "CommentFlow", "CommentStore", "DemoFixtures", "HTTPService", "ModelTraining", "ModerationModel",
      "ModerationPipeline", "RuleEngine", "RuleTuning", "HistoryFixtures",
      "ReviewDesk", "ServiceAssembly", "TextNormalization", "ArgumentParser", "AsyncHTTPClient", "Logging", "NIOCore",
      "NIOHTTP1",
    ],
    "Moderato": [
      "CommentFlow", "CommentStore", "DefaultRules", "ModerationModel", "ModerationPipeline", "RuleEngine",
      "SQLiteStore",
    ],
    "ModeratoCommand": ["AdminCLI"],
    "ModerationTesting": ["CommentStore", "ModerationModel", "ModerationPipeline"],
  ]

  /// Modules that come with the compiler.
  static let toolchain: Set<String> = [
    "Swift", "Foundation", "FoundationEssentials", "Synchronization", "Dispatch", "Glibc", "Darwin", "Musl",
  ]

  /// Rooms that hold only values and pure functions, and so need nothing of the machine.
  static let pureRooms: Set<String> = ["ModerationModel", "TextNormalization", "ModerationPipeline", "ReviewDesk"]

  /// Where `unsafe` may stand: around C, and in hot loops that carry their proof.
  static let unsafeAllowed: Set<String> = ["PCRE2", "TextNormalization", "RuleEngine"]

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Swift files below a folder of the project, with their text; sorted by path.
  static func swiftFiles(under folder: String) throws -> [(path: String, text: String)] {
    let base = root.appending(path: folder)
    guard let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else { return [] }
    return try walk.compactMap { $0 as? URL }
      .filter { $0.pathExtension == "swift" }
      .sorted { $0.path < $1.path }
      .map { (String($0.path.dropFirst(root.path.count + 1)), try String(contentsOf: $0, encoding: .utf8)) }
  }

  /// The modules that a source text imports, whatever stands before the word `import`.
  static func imports(in text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let index = words.firstIndex(of: "import"), index <= 2, index + 1 < words.count,
        words[..<index].allSatisfy({ $0.hasPrefix("@") || ["public", "package", "internal", "private"].contains($0) })
      else { return nil }
      let target = words[index + 1]
      let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
      let module = kinds.contains(target) && index + 2 < words.count ? words[index + 2] : target
      return String(module.split(separator: ".")[0])
    }
  }

  /// A source text without comments and string literals, line by line, so that words in prose do not count as code.
  static func code(of text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var code = ""
      var isInString = false
      var previous: Character = " "
      for character in line {
        if character == "\"", previous != "\\" { isInString.toggle() }
        if !isInString {
          code.append(character)
          if code.hasSuffix("//") { return String(code.dropLast(2)) }
        }
        previous = character
      }
      return code
    }
  }
}
