import Foundation
import Moderato
import Testing

struct SubmitStreamTests {
  private func rows(_ count: Int, prefix: String = "row") -> Data {
    Data(
      (0..<count).map { number in
        #"{"id": "\#(prefix)-\#(number)", "article": "bridge", "text": "Вопрос номер \#(number) от читателя \#(prefix)", "#
          + #""author": {"name": "\#(prefix) \#(number)"}}"#
      }.joined(separator: "\n").utf8)
  }

  @Test func everyRowIsAnswered() throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    var input = rows(200)
    input += Data(
      "\n{\"id\": \"x\", \"article\": \"nowhere\", \"text\": \"a\", \"author\": {\"name\": \"b\"}}\nnot json\n".utf8)
    let answered = try newsroom.run("comments", "submit", "--jsonl", "-", input: input)
    #expect(answered.status == 1)
    let answers = try answered.objects()
    #expect(Set(answers.compactMap { $0["line"] as? Int }) == Set(1...202))
    let refused = answers.filter { ($0["errors"] as? [Any])?.isEmpty == false }
    #expect(
      Set(refused.compactMap { ($0["errors"] as? [[String: Any]])?.first?["code"] as? String }) == [
        "unknown_article", "bad_json",
      ])
    #expect(answers.filter { $0["comment"] is String }.count == 200)
  }

  @Test func twoProcessesShareOneFile() throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    let first = try newsroom.start(["comments", "submit", "--jsonl", "-"], input: rows(400, prefix: "a"))
    let second = try newsroom.start(["comments", "submit", "--jsonl", "-"], input: rows(400, prefix: "b"))
    let outcomes = [try first.outcome(), try second.outcome()]
    #expect(outcomes.map(\.status) == [0, 0], "\(outcomes.map(\.errors))")
    #expect(try newsroom.run("store", "verify").status == 0)
    let stats = try newsroom.json("store", "stats").object()
    #expect((stats["comments"] as? [String: Int])?.values.reduce(0, +) == 800)
  }

  /// What was answered is there, whenever the process is killed. `Tests/Tools/kill9.sh` does the same at length.
  @Test func whatWasAnsweredSurvivesKilling() async throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    for (round, acknowledged) in [1, 150, 700].enumerated() {
      let running = try newsroom.start(
        ["comments", "submit", "--jsonl", "-"], input: rows(5000, prefix: "round\(round)"))
      while running.linesSoFar().count < acknowledged, running.process.isRunning {
        // Looks again soon; what is proven does not hang on how soon.
        try await Task.sleep(for: .milliseconds(2))
      }
      kill(running.process.processIdentifier, SIGKILL)
      _ = try running.outcome()
      let answers = running.linesSoFar()
      #expect(answers.count >= acknowledged)
      let flow = try await CommentFlow.open(.file(newsroom.path("comments.sqlite")))
      for line in answers {
        let answer = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let id = try #require((answer["comment"] as? String).flatMap { CommentID($0) })
        #expect(try await flow.store.comment(id, site: .default) != nil, "\(line) was answered and is not there")
      }
      #expect(try await flow.store.verify().isEmpty)
      try await flow.store.close()
    }
  }
}
