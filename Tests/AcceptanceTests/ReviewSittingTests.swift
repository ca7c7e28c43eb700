import Foundation
import Testing

/// `moderato review` in a real terminal.
@Suite(.enabled(if: TerminalBench.tmux != nil, "tmux is missing: apt-get install tmux"), .serialized)
struct ReviewSittingTests {
  private static func submit(_ count: Int, to newsroom: Newsroom) throws {
    let rows = (0..<count).map { number in
      #"{"article":"bridge","text":"Ты идиот и дебил, номер \#(number)","author":{"name":"Автор \#(number)"}}"#
    }
    let sent = try newsroom.json(
      "comments", "submit", "--jsonl", "-", input: Data((rows.joined(separator: "\n") + "\n").utf8))
    #expect(sent.status == 0, "\(sent.errors)")
  }

  private static func open(_ newsroom: Newsroom) throws -> Int {
    try #require(try newsroom.json("queue", "stats").object()["open"] as? Int)
  }

  /// Two hundred cases, from the first to the last, some of them taken back and decided otherwise.
  @Test func aWholeSitting() async throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    try Self.submit(200, to: newsroom)
    let terminal = try TerminalBench(newsroom)
    try terminal.run("moderato review; echo left with $?")
    try await terminal.until("200 waiting")
    try terminal.press("Enter")
    try await terminal.until("insult")
    for round in 0..<40 {
      try terminal.press("f", "s", "d", "1", "f", "s")
      try await terminal.until("\((round + 1) * 5) decided") {
        $0.contains(" \((round + 1) * 5) decided") && !$0.contains("to send")
      }
      guard round % 10 == 9 else { continue }
      try terminal.press("z", "z")
      try await terminal.until("two taken back") {
        $0.contains(" \((round + 1) * 5 - 2) decided") && !$0.contains("to send") && !$0.contains("Nothing waits")
      }
      try terminal.press("f", "s")
      try await terminal.until("decided again") {
        $0.contains(" \((round + 1) * 5) decided") && !$0.contains("to send")
      }
    }
    try await terminal.until("Nothing waits")
    try terminal.press("q")
    try await terminal.until("200 comments decided")
    try await terminal.until("left with 0")
    #expect(try Self.open(newsroom) == 0)
    let stats = try newsroom.json("store", "stats").object()
    let comments = try #require(stats["comments"] as? [String: Int])
    #expect(comments["approved"] == 80 && comments["spam"] == 80 && comments["rejected"] == 40, "\(comments)")
    #expect(try newsroom.run("store", "verify").status == 0)
    #expect(try newsroom.run("log", "verify").status == 0)
  }

  @Test func aColleagueWhoWasFasterIsToldAndNothingIsDecidedTwice() async throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    let id = try newsroom.submit("Ты идиот и дебил, первый")
    _ = try newsroom.submit("Ты идиот и дебил, второй", name: "Пётр")
    let terminal = try TerminalBench(newsroom)
    try terminal.run("moderato review")
    try await terminal.until("2 waiting")
    try await terminal.until("первый")
    // The desk has read the case, but not claimed it.
    #expect(try newsroom.run("queue", "approve", id, "--as", "vera").status == 0)
    try terminal.type("/")
    try terminal.type("первый")
    try terminal.press("Enter")
    try terminal.press("s")
    try await terminal.until("not done")
    let shown = try newsroom.json("comments", "show", id).objects()
    #expect("\(shown)".contains("approved"))
    try terminal.press("q")
  }

  @Test func aSmallerWindowAndAnIdFromElsewhere() async throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    try Self.submit(30, to: newsroom)
    let id = try newsroom.submit("Ты идиот и дебил, именно этот", name: "Пётр")
    let terminal = try TerminalBench(newsroom, columns: 140, rows: 40)
    try terminal.run("moderato review")
    try await terminal.until("31 waiting")
    try terminal.resize(columns: 80, rows: 24)
    try await terminal.until("drawn for 80 columns") { shown in
      let lines = shown.split(separator: "\n", omittingEmptySubsequences: false)
      return lines.first.map { $0.hasSuffix("ira") && $0.count <= 80 } ?? false
    }
    try terminal.press(":")
    try await terminal.until("go to:")
    try terminal.type("https://gazeta.example/news#comment-\(id)")
    try terminal.press("Enter")
    try await terminal.until("именно этот")
    try terminal.press("e")
    try await terminal.until("question:")
    try terminal.type("Это цитата?")
    try terminal.press("Enter")
    try await terminal.until("asked: Это цитата?")
    try terminal.press("t")
    try await terminal.until("tags:")
    try terminal.type("выборы цитата")
    try terminal.press("Enter")
    try await terminal.until("#выборы #цитата")
    try terminal.press("q")
    try await terminal.until("0 comments decided")
  }

  @Test func theTerminalIsGivenBackWhateverHappens() async throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    try Self.submit(2, to: newsroom)
    for signal in ["TERM", "KILL"] {
      let terminal = try TerminalBench(newsroom)
      try terminal.run("moderato review")
      try await terminal.until("2 waiting")
      _ = try newsroom.start(
        ["-\(signal)", "-x", "moderato", "-t", try terminal.line], program: URL(filePath: "/usr/bin/pkill")
      ).outcome()
      try await terminal.until("the shell's own screen") { !$0.contains("waiting") }
      try terminal.run("clear; stty -a | tr ' ;' '\\n\\n' | grep -x -e echo -e -echo")
      try await terminal.until("echo is on again") { $0.split(separator: "\n").contains("echo") }
    }
  }

  @Test func aServerThatDiesLosesNothing() async throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    try Self.submit(8, to: newsroom)
    #expect(try newsroom.run("users", "add", "ira", "--role", "moderator", "--no-password").status == 0)
    let token = try #require(
      try newsroom.json("users", "token", "add", "ira", "--label", "desk", "--scope", "read", "--scope", "decide")
        .object()["token"] as? String)
    var server = try newsroom.start(["serve", "--port", "0", "--format", "json"])
    let base = try await Self.address(of: server)
    let port = try #require(base.split(separator: ":").last)
    let terminal = try TerminalBench(
      newsroom, environment: ["MODERATO_TOKEN": token, "MODERATO_STORE": newsroom.path("none.sqlite")])
    try terminal.run("moderato review --server \(base); echo left with $?")
    try await terminal.until("8 waiting")
    try terminal.press("f", "f")
    try await terminal.until("two sent") { $0.contains(" 2 decided") && !$0.contains("to send") }
    kill(server.process.processIdentifier, SIGKILL)
    server.process.waitUntilExit()
    try terminal.press("s", "s", "f")
    try await terminal.until("NO CONNECTION")
    try await terminal.until("3 to send")
    server = try newsroom.start(["serve", "--port", String(port), "--format", "json"])
    _ = try await Self.address(of: server)
    try await terminal.until("all sent") {
      $0.contains(" 5 decided") && !$0.contains("to send") && !$0.contains("NO CONN")
    }
    try terminal.press("z")
    try await terminal.until("one taken back") { $0.contains(" 4 decided") && !$0.contains("to send") }
    try terminal.press("q")
    try await terminal.until("left with 0")
    server.process.terminate()
    server.process.waitUntilExit()
    let stats = try newsroom.json("store", "stats").object()
    let comments = try #require(stats["comments"] as? [String: Int])
    #expect(comments["approved"] == 2 && comments["spam"] == 2 && comments["pending"] == 4, "\(comments)")
    #expect(try newsroom.run("store", "verify").status == 0)
  }

  @Test func plainLinesAndJSONLines() throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    try Self.submit(4, to: newsroom)
    let text = try newsroom.run("review", "--plain", input: Data("?\nf\nd insult\nz\nd nonsense\nq\n".utf8))
    #expect(text.status == 0, "\(text.errors)")
    #expect(
      text.output.contains("идиот") && text.output.contains("undone") && text.output.contains("a reason is one of"))
    let answers = #"{"decision":"spam"}"# + "\n" + #"{"decision":"reject","reason":"insult","note":"груб"}"# + "\n"
    let lines = try newsroom.json("review", "--as", "ira", input: Data(answers.utf8))
    let outcomes = try lines.objects().compactMap { $0["outcome"] as? String }
    #expect(outcomes == ["done", "done"], "\(lines.output)")
    #expect(try Self.open(newsroom) == 1)
  }

  @Test func withoutATerminalItSaysWhatToDo() throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    let told = try newsroom.run("review")
    #expect(told.status == 1)
    #expect(told.errors.contains("--plain"))
  }

  private static func address(of server: Newsroom.Running) async throws -> String {
    for _ in 0..<600 {
      if let line = server.linesSoFar().first,
        let told = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
        let address = told["address"] as? String
      {
        return address
      }
      try await Task.sleep(for: .milliseconds(100))
    }
    return try #require(nil as String?, "the server did not begin")
  }
}
