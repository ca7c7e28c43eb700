import Foundation
import ModerationModel
import ReviewDesk
import Testing

@testable import AdminCLI

/// What the program says must be what is the case.
struct WordingTests {
  private func verdict(_ action: Action, faults: [String] = []) -> Verdict {
    Verdict(
      action: action, score: 0,
      signals: faults.map {
        Signal(
          name: "fault", source: .fault, category: .other, score: 0, floor: action,
          reason: "The rule \($0) could not be decided (match_limit) in body")
      }, ruleSet: "")
  }

  @Test func faultsNameTheirRulesAndTheOutcome() {
    let held = VerdictReason.sentence(for: verdict(.hold, faults: ["a.one"]))
    #expect(held.contains("the rule a.one could not be decided") && held.hasSuffix("so a person looks"))
    let rejected = VerdictReason.sentence(for: verdict(.reject, faults: ["a.one", "a.two", "a.three", "a.four"]))
    #expect(rejected.contains("a.two") && rejected.contains("and 1 more"))
    #expect(rejected.hasSuffix("it is rejected, as on_rule_error asks") && !rejected.contains("person"))
  }

  @Test func premoderationSaysWhose() throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    _ = try newsroom.submit("Когда откроют мост?", name: "Степан")
    let shown = try newsroom.json("authors", "show", "Степан").object()["authors"] as? [[String: Any]]
    let author = try #require(shown?.first?["id"] as? String)
    #expect(try newsroom.run("authors", "premoderate", author).status == 0)
    let told = try newsroom.run("comments", "submit", "bridge", "Ещё вопрос", "--name", "Степан")
    #expect(told.output.contains("every comment of this author waits"), "\(told.output)")
    #expect(try newsroom.run("articles", "policy", "bridge", "--mode", "pre").status == 0)
    let other = try newsroom.run("comments", "submit", "bridge", "Спасибо за статью", "--name", "Ольга")
    #expect(other.output.contains("every comment on this article waits"), "\(other.output)")
  }

  @Test func withdrawnCommentsAreSaidToBe() throws {
    let newsroom = try Newsroom()
    newsroom.environment["MODERATO_POLICY_MODE"] = "pre"
    try newsroom.addArticle()
    let id = try newsroom.submit("Когда откроют мост?")
    #expect(try newsroom.run("queue", "claim", "--as", "ira").status == 0)
    let waiting = try newsroom.json("comments", "submit", "bridge", "В мае", "--name", "Пётр", "--parent", id)
    #expect(try waiting.complaint() == "parent_gone")
    #expect(waiting.errors.contains("is not shown (any more), so it cannot be answered"))
    #expect(try newsroom.run("comments", "show", id).output.contains("held by ira"))
    #expect(try newsroom.run("comments", "delete", id).status == 0)
    for words in [["edit", id, "Другое"], ["delete", id]] {
      let told = try newsroom.run(["comments"] + words + ["--format", "json"])
      #expect(told.status == 1)
      #expect(try told.complaint() == "withdrawn")
    }
    let shown = try newsroom.run("comments", "show", id).output
    #expect(
      shown.contains("withdrawn by its author") && !shown.contains("«»") && !shown.contains("held by"), "\(shown)")
  }

  @Test(arguments: [
    (["chekc", "текст"], "did you mean `moderato check`?"), (["queue", "lst"], "did you mean `moderato queue list`?"),
    (["log", "list", "--limt", "5"], "`moderato log list --help`"),
    (["log", "list", "--limit", "-5"], "--limit=-5"), (["log", "list", "--limit", "0"], "--limit must be 1 or more"),
    (["comments", "rescan", "--limit", "0"], "--limit must be 1 or more"),
    (["queue", "approve", "a", "--reason", "x"], "other"),
    (["authors", "mute", "01900000-0000-7000-8000-000000000000", "--for", "1e9d"], "such as 90s, 30m, 12h or 7d"),
    (["authors", "mute", "01900000-0000-7000-8000-000000000000", "--for", "3651d"], "at most 10 years"),
    (["authors", "ban", "01900000-0000-7000-8000-000000000000", "--for", "0s"], "above 0"),
    (["queue", "claim", "--for", "25h"], "at most"),
  ])
  func mistakesAreAdvisedOn(words: [String], hint: String) throws {
    let told = try Newsroom().run(words)
    #expect(told.status == 2)
    #expect(told.errors.contains(hint), "\(told.errors)")
    #expect(!told.errors.contains("⏎"))
  }

  @Test(arguments: ["40", "80", "100"])
  func listsFitTheTerminal(columns: String) throws {
    let newsroom = try Newsroom()
    newsroom.environment["MODERATO_POLICY_MODE"] = "pre"
    newsroom.environment["COLUMNS"] = columns
    try newsroom.addArticle()
    _ = try newsroom.submit(
      String(repeating: "Когда же наконец откроют мост? ", count: 4), name: "Константин Константинопольский-Задунайский"
    )
    #expect(try newsroom.run("queue", "claim", "--as", "Владислав-Ростислав").status == 0)
    let width = try #require(Int(columns))
    for words in [
      ["queue", "list"], ["comments", "search"], ["articles", "list"], ["comments", "thread", "bridge"],
    ] {
      for line in try newsroom.run(words).output.split(separator: "\n") {
        #expect(DisplayWidth.of(String(line)) <= width, "\(words): \(line)")
      }
    }
  }

  @Test func threadsNameWhatCanBeAnsweredAndReported() throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    let id = try newsroom.submit("Когда откроют мост?")
    #expect(try newsroom.run("comments", "thread", "bridge").output.contains(id))
    for (reader, held) in [("Ира", false), ("Олег", false), ("Ира", false), ("Ева", true)] {
      let told = try newsroom.json("comments", "report", id, "--reason", "insult", "--name", reader, "--note", "грубо")
      #expect(told.status == 0, "\(told.errors)")
      #expect(try told.object()["held_now"] as? Bool == held)
    }
    #expect(try newsroom.run("comments", "show", id).output.contains("reported as insult «грубо»"))
  }

  @Test(arguments: [
    ("Міст відкриють у травні", "uk"), ("The bridge will open in May", "en"), ("Мосты открыли вчера", "ru"),
    ("1234", "en"),
  ])
  func anArticlesLanguageIsFoundOutOrTheSites(title: String, language: String) throws {
    let newsroom = try Newsroom()
    newsroom.environment["MODERATO_LANGUAGE"] = "en"
    let words = ["articles", "add", "a", "--url", "https://gazeta.example/a", "--title", title]
    #expect(try newsroom.run(words).output == "Added article a, in \(language).\n")
  }

  @Test func rulesAreCopiedWholeAndNeverOver() throws {
    let newsroom = try Newsroom()
    #expect(try newsroom.run("rules", "copy", "my-rules").status == 0)
    #expect(try newsroom.run("rules", "lint", "my-rules").status == 0)
    let own = try newsroom.json("check", "текст", "--rules", "my-rules").object()["ruleset"] as? String
    #expect(own == (try newsroom.json("check", "текст").object()["ruleset"] as? String))
    #expect(try newsroom.json("rules", "copy", "my-rules").complaint() == "file_exists")
  }
}
