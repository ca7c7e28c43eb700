import Foundation
import Moderato
import Testing

@testable import AdminCLI

/// What is refused, with which code and exit; in every case nothing is stored and nothing lost.
struct RefusalTests {
  @Test func whatCannotStandIsRefused() throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle("bridge")
    try newsroom.addArticle("market")
    let parent = try newsroom.submit("Когда откроют мост?")
    #expect(try newsroom.run("articles", "close", "market").status == 0)
    func refusal(_ words: String...) throws -> String {
      let told = try newsroom.run(["comments", "submit"] + words + ["--name", "Нина", "--format", "json"])
      #expect(told.status == 1, "\(told.output)")
      return try told.complaint()
    }
    #expect(try refusal("nowhere", "текст") == "unknown_article")
    #expect(try refusal("market", "текст") == "article_closed")
    #expect(try newsroom.run("articles", "open", "market").status == 0)
    #expect(try refusal("market", "текст", "--parent", parent) == "parent_elsewhere")
    #expect(try refusal("bridge", "текст", "--parent", "01900000-0000-7000-8000-000000000000") == "parent_gone")
    #expect(try refusal("bridge", "\u{200B} \u{200B}") == "empty_text")
    #expect(try refusal("bridge", "") == "empty_text")
    #expect(try refusal("bridge", String(repeating: "a", count: 16_385)) == "too_long")
    #expect(try refusal("bridge", "текст", "--email", "нет") == "bad_email")
    #expect(try refusal("bridge", "текст", "--url", "javascript:alert(1)") == "bad_url")
    let nul = try newsroom.json("comments", "submit", "bridge", "-", "--name", "Нина", input: Data([0x61, 0, 0x62]))
    #expect(try nul.complaint() == "contains_null")
    let stats = try newsroom.json("store", "stats").object()
    #expect((stats["comments"] as? [String: Int])?.values.reduce(0, +) == 1)
  }

  @Test func repliesGoOnlySoDeep() throws {
    let newsroom = try Newsroom()
    newsroom.environment["MODERATO_POLICY_DEPTH_MAX"] = "1"
    try newsroom.addArticle()
    let top = try newsroom.submit("Когда откроют мост?")
    let reply = try newsroom.submit("В мае.", "--parent", top)
    let told = try newsroom.json("comments", "submit", "bridge", "Точно?", "--name", "Пётр", "--parent", reply)
    #expect(told.status == 1)
    #expect(try told.complaint() == "too_deep")
  }

  @Test func theSameKeyIsTheSameComment() throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    let first = try newsroom.submit("Когда откроют мост?", "--key", "k1")
    #expect(try newsroom.submit("Когда откроют мост?", "--key", "k1") == first)
    let other = try newsroom.json("comments", "submit", "bridge", "Другое", "--name", "Нина", "--key", "k1")
    #expect(try other.complaint() == "idempotency_mismatch")
  }

  @Test func editsKnowTheirWindowAndVersion() throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    let id = try newsroom.submit("Когда откроют мост?")
    let stale = try newsroom.json("comments", "edit", id, "Уже открыли?", "--if-version", "7")
    #expect(stale.status == 1)
    #expect(try stale.complaint() == "version_conflict")
    let edited = try newsroom.json("comments", "edit", id, "Уже открыли?", "--if-version", "1").object()
    #expect(edited["text"] as? String == "Уже открыли?")
    newsroom.environment["MODERATO_POLICY_EDIT_WINDOW_SECONDS"] = "0"
    let late = try newsroom.json("comments", "edit", id, "Поздно")
    #expect(late.status == 1)
    #expect(try late.complaint() == "edit_window_over")
    #expect(try newsroom.json("comments", "delete", id).object()["state"] as? String == "deleted")
  }

  @Test func bannedAndMutedAuthorsAreToldSo() throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    _ = try newsroom.submit("Когда откроют мост?", name: "Степан")
    let authors = try #require(try newsroom.json("authors", "show", "степан").object()["authors"] as? [[String: Any]])
    let id = try #require(authors.first?["id"] as? String)
    func submit() throws -> Newsroom.Outcome {
      try newsroom.json("comments", "submit", "bridge", "Ещё вопрос", "--name", "Степан")
    }
    #expect(try newsroom.run("authors", "ban", id, "--reason", "спам").status == 0)
    #expect(try submit().complaint() == "author_banned")
    #expect(try newsroom.run("authors", "mute", id, "--for", "2h").status == 0)
    #expect(try submit().complaint() == "author_muted")
    #expect(try newsroom.run("authors", "mute", id).status == 1)
    #expect(try newsroom.run("authors", "unban", id).status == 0)
    #expect(try submit().status == 0)
    #expect(try newsroom.run("authors", "erase", id).status == 2)
    #expect(try newsroom.json("authors", "export", id).objects().count == 3)
    #expect(try newsroom.json("authors", "erase", id, "--yes").object()["emptied"] as? Int == 2)
  }

  @Test func formsWorkOnceAndForATime() async throws {
    let newsroom = try Newsroom()
    let flow = try await CommentFlow.open(.file(newsroom.path("forms.sqlite")))
    let id = try ArticleID(validating: "bridge")
    try await flow.add(
      Article(id: id, url: "https://gazeta.example/bridge", title: "Мост", publishedAt: .now))
    let token = flow.issueFormToken(for: ReplyTarget(article: id))
    func submit(_ token: String?, _ text: String) async throws {
      _ = try await flow.submit(
        Submission(
          article: id, text: text, author: AuthorClaim(name: "Нина"), form: .form(token: token, honeypot: "")))
    }
    try await submit(token, "Когда откроют мост?")
    for (used, code) in [(token, "form_reused"), (token + "0", "form_invalid"), (nil, "form_missing")]
      as [(String?, String)]
    {
      do {
        try await submit(used, "Ещё раз")
        Issue.record("a form that was \(code) was taken")
      } catch let error as FlowError {
        #expect(Complaint(flow: error).code == code)
        #expect(Complaint(flow: error).exit == 1)
      }
    }
    try await flow.store.close()
  }

  @Test func aStoreThatCannotBeWrittenIsTrouble() throws {
    let newsroom = try Newsroom()
    let folder = try newsroom.json("articles", "list", "--store", newsroom.folder.path)
    #expect(folder.status == 2)
    let missing = try newsroom.json("articles", "list", "--store", newsroom.path("no/such/folder/a.sqlite"))
    #expect(missing.status == 2)
    let garbage = try newsroom.write(String(repeating: "not a database ", count: 100), to: "garbage.sqlite")
    let damaged = try newsroom.json("articles", "list", "--store", garbage)
    #expect(damaged.status == 2)
    #expect(try damaged.complaint() == "damaged")
    #expect(try String(contentsOfFile: garbage, encoding: .utf8).hasPrefix("not a database"))
  }

  /// Root may write everywhere, so the program is then run as nobody.
  @Test func aReadOnlyFileIsToldAndKept() throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    let manager = FileManager.default
    for name in try manager.contentsOfDirectory(atPath: newsroom.folder.path) where name.hasPrefix("comments.sqlite") {
      try manager.setAttributes([.posixPermissions: 0o444], ofItemAtPath: newsroom.path(name))
    }
    let words = [
      "articles", "add", "market", "--url", "https://gazeta.example/m", "--title", "Рынок", "--format", "json",
    ]
    try manager.setAttributes([.posixPermissions: 0o555], ofItemAtPath: newsroom.folder.path)
    defer { try? manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: newsroom.folder.path) }
    let told: Newsroom.Outcome
    if getuid() == 0 {
      guard manager.isExecutableFile(atPath: "/usr/bin/setpriv") else { return }
      told = try newsroom.start(
        ["--reuid=65534", "--regid=65534", "--clear-groups", try Newsroom.program.path] + words,
        program: URL(filePath: "/usr/bin/setpriv")
      ).outcome()
    } else {
      try manager.setAttributes([.posixPermissions: 0o755], ofItemAtPath: newsroom.folder.path)
      told = try newsroom.run(words)
    }
    #expect(told.status == 2, "\(told.output) \(told.errors)")
    #expect(try ["read_only", "input_output"].contains(told.complaint()), "\(told.errors)")
  }
}
