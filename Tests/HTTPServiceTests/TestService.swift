import CommentFlow
import CommentStore
import HTTPService
import Hummingbird
import Logging
import ModerationModel
import ModerationPipeline
import RuleEngine
import Testing

/// A service on a real socket, with a store of its own, for the time of one test.
struct TestService {
  /// Holds every comment with «казино», so that a test can have one held.
  static let rules = """
    rules:
      - id: casino
        title: Casino
        owner: desk
        category: spam
        match: { words: [казино] }
        score: 6
        tests: { hit: [казино], miss: [мост] }

    """

  let flow: CommentFlow
  let service: CommentService
  let port: Int
  let article: ArticleID

  /// Runs the body while the service answers.
  static func run<Value: Sendable>(
    store: any CommentStore = MemoryStore(), settings given: HTTPSettings = .changed(),
    policy: CommentPolicy = CommentPolicy(), _ body: @Sendable @escaping (TestService) async throws -> Value
  ) async throws -> Value {
    let rules = try RuleSet(
      files: RuleFiles(["ruleset.yaml": "schema: 1\nname: test\n", "rules.yaml": rules]))
    let flow = CommentFlow(
      store: store, pipeline: ModerationPipeline(ruleSet: rules), policy: policy, secret: .ephemeral(),
      passwords: .forTests())
    var settings = given
    settings.port = 0
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let service = CommentService(flow: flow, settings: settings, logger: logger)
    let article = try #require(ArticleID("bridge"))
    try await flow.add(
      Article(id: article, url: "https://gazeta.example/bridge", title: "Мост", publishedAt: .now))
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let running = Task { try await service.application { continuation.yield($0) }.run() }
    defer { running.cancel() }
    var iterator = ports.makeAsyncIterator()
    let port = try #require(await iterator.next())
    let value = try await body(TestService(flow: flow, service: service, port: port, article: article))
    running.cancel()
    _ = try? await running.value
    return value
  }

  /// Sends a request and reads the answer to its end.
  func send(
    _ method: String = "GET", _ path: String, headers: [(String, String)] = [], json: JSONValue? = nil,
    body: [UInt8]? = nil
  ) async throws -> RawResponse {
    let bytes = body ?? json.map { JSONWriter.bytes($0) }
    var lines = ["\(method) \(path) HTTP/1.1", "Host: comments.example", "Connection: close"]
    if json != nil { lines.append("Content-Type: application/json") }
    if let bytes { lines.append("Content-Length: \(bytes.count)") }
    lines += headers.map { "\($0.0): \($0.1)" }
    let head = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    return try RawResponse(try await RawClient.exchange(port: port, sending: head + (bytes ?? [])))
  }

  func submit(_ text: String = "Хорошая новость", parent: String? = nil, headers: [(String, String)] = [])
    async throws -> RawResponse
  {
    var members: [JSONValue.Member] = [
      .init("text", .string(text)), .init("author", ["name": "Анна", "email": "anna@post.example"]),
    ]
    if let parent { members.append(.init("parent", .string(parent))) }
    return try await send("POST", "/v1/articles/bridge/comments", headers: headers, json: .object(members))
  }

  /// An API token of a fresh user with this role.
  func token(
    _ role: Moderator.Role, scopes: Set<AccessToken.Scope> = Set(AccessToken.Scope.allCases), named: String? = nil
  ) async throws -> String {
    let moderator = try await flow.addModerator(named: named ?? "user-\(role.rawValue)", role: role, by: "test")
    return try await flow.makeToken(for: moderator, label: "test", scopes: scopes, by: "test").text
  }
}

extension HTTPSettings {
  /// The settings of tests, changed as one test needs them: generous rates and a known address.
  static func changed(_ change: (inout HTTPSettings) -> Void = { _ in }) -> HTTPSettings {
    var settings = HTTPSettings()
    settings.baseURL = "http://comments.example"
    settings.rates.author = .init(burst: 1000, perMinute: 1000)
    settings.rates.address = .init(burst: 1000, perMinute: 1000)
    change(&settings)
    return settings
  }
}

/// An answer, taken apart.
struct RawResponse: Sendable {
  var status: Int
  var headers: [(name: String, value: String)]
  var body: [UInt8]

  init(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let end = try #require(text.firstRange(of: "\r\n\r\n"), "no head in «\(text.prefix(200))»")
    let lines = text[..<end.lowerBound].components("\r\n")
    status = try #require(Int(lines[0].split(separator: " ")[1]))
    headers = lines.dropFirst().map { line in
      let colon = line.firstIndex(of: ":") ?? line.endIndex
      return (line[..<colon].lowercased(), String(line[colon...].dropFirst(2)))
    }
    body = Array(text[end.upperBound...].utf8)
  }

  subscript(header: String) -> String? { headers.first { $0.name == header }?.value }

  func json() throws -> JSONValue { try JSONReader.read(body) }

  var code: String? { try? json()["code"]?.text }
}

extension Substring {
  func components(_ separator: String) -> [Substring] {
    var parts: [Substring] = []
    var rest = self
    while let range = rest.firstRange(of: separator) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return parts + [rest]
  }
}
