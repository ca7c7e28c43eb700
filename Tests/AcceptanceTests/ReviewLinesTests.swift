import Foundation
import Testing

/// `moderato review` where there is no full screen. The full screen itself is tested in `Tests/Terminal`.
struct ReviewLinesTests {
  /// Held comments, each in words of its own, so that no two are taken for one wave.
  private static func submit(_ count: Int, to newsroom: Newsroom) throws {
    let words = [
      "мост", "река", "дорога", "город", "школа", "вечер", "поезд", "музей", "зима", "лес", "автобус", "рынок", "театр",
      "площадь", "завод", "парк", "берег", "улица", "вокзал", "снег", "собрание", "выборы", "совет", "бюджет", "газета",
    ]
    let rows = (0..<count).map { number in
      let said = (1...9).map { words[(number * ($0 * $0 + 3) + $0 * 7 + number / 25 * $0) % words.count] }
      let text = (said[..<(number % 9)] + ["идиот", "дебил"] + said[(number % 9)...]).joined(separator: " ")
      return #"{"article":"bridge","text":"\#(text) \#(number)","author":{"name":"Автор \#(number)"}}"#
    }
    let sent = try newsroom.json(
      "comments", "submit", "--jsonl", "-", input: Data((rows.joined(separator: "\n") + "\n").utf8))
    #expect(sent.status == 0, "\(sent.errors)")
  }

  private static func open(_ newsroom: Newsroom) throws -> Int {
    try #require(try newsroom.json("queue", "stats").object()["open"] as? Int)
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
}
