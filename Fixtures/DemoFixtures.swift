public import Foundation

/// The articles, threads and labelled comments that the demo shows and the tests judge by. All of it is invented.
public enum DemoFixtures {
  /// The folder with the files themselves.
  ///
  /// Looked for beside the program, then in `../share/moderato` of an installed one; a debug build also knows the source
  /// tree it came from.
  ///
  /// - Throws: ``DemoFixtureError/missing(searched:)``.
  public static func folder() throws(DemoFixtureError) -> URL {
    guard let found = shipped.found else {
      throw .missing(searched: shipped.candidates.map { $0.path(percentEncoded: false) })
    }
    return found.appending(path: "Demo", directoryHint: .isDirectory)
  }

  public static func articles() throws(DemoFixtureError) -> [DemoArticle] {
    try decode([DemoArticle].self, from: contents(of: "articles.json"), of: "articles.json")
  }

  /// All threads, article by article, each in order of time: a parent always comes before its replies.
  public static func comments() throws(DemoFixtureError) -> [DemoComment] {
    try lines("threads.jsonl")
  }

  /// Comments that stand alone. The file is also valid input of `moderato check --jsonl`.
  public static func labelled() throws(DemoFixtureError) -> [LabelledComment] {
    try lines("labelled.jsonl")
  }

  /// The words around articles and comments, by language code.
  public static func interfaceTexts() throws(DemoFixtureError) -> [String: InterfaceTexts] {
    try decode([String: InterfaceTexts].self, from: contents(of: "interface.json"), of: "interface.json")
  }

  private static var shipped: ShippedFolder {
    var shipped = ShippedFolder(bundle: "moderato_DemoFixtures", landmark: "Demo/articles.json")
    #if DEBUG
      shipped.source = URL(filePath: #filePath).deletingLastPathComponent()
    #endif
    return shipped
  }

  private static func lines<Row: Decodable>(_ file: String) throws(DemoFixtureError) -> [Row] {
    var rows: [Row] = []
    for (index, line) in try contents(of: file).split(separator: UInt8(ascii: "\n")).enumerated() {
      rows.append(try decode(Row.self, from: line, of: file, line: index + 1))
    }
    return rows
  }

  private static func contents(of file: String) throws(DemoFixtureError) -> Data {
    let folder = try folder()
    do {
      return try Data(contentsOf: folder.appending(path: file))
    } catch {
      throw .unreadable(file: file, line: nil, cause: error)
    }
  }

  private static func decode<Value: Decodable>(
    _ type: Value.Type, from data: Data, of file: String, line: Int? = nil
  ) throws(DemoFixtureError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw .unreadable(file: file, line: line, cause: error)
    }
  }
}

/// Why the demo cannot be shown.
public enum DemoFixtureError: Error, CustomStringConvertible {
  /// The program was moved without its `moderato_DemoFixtures` folder.
  case missing(searched: [String])
  /// A file of the folder cannot be read, or is not what it should be.
  case unreadable(file: String, line: Int?, cause: any Error)

  public var description: String {
    switch self {
    case .missing(let searched):
      """
      the demo's articles were not found; copy the folder moderato_DemoFixtures.resources beside the program or run \
      `make install`. Looked in: \(searched.joined(separator: ", "))
      """
    case .unreadable(let file, let line, let cause):
      "\(file)\(line.map { ":\($0)" } ?? "") of the demo's folder is damaged; install the program again (\(cause))"
    }
  }
}
