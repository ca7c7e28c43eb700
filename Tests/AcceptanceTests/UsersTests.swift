import Foundation
import Testing

/// What moderators and programs sign in with, made on the command line.
struct UsersTests {
  @Test func aPasswordIsMadeOnceAndNeverShownAgain() throws {
    let newsroom = try Newsroom()
    let added = try newsroom.json("users", "add", "ira", "--role", "admin").object()
    let password = try #require(added["password"] as? String)
    #expect(password.wholeMatch(of: /[a-z2-9]{5}(-[a-z2-9]{5}){3}/) != nil)
    let listed = try newsroom.json("users", "list")
    #expect(!listed.output.contains(password))
    let users = try listed.object()["users"] as? [[String: Any]]
    #expect(users?.first?["sign_in"] as? String == "password")
    let file = try Data(contentsOf: URL(filePath: newsroom.path("comments.sqlite")))
    #expect(file.range(of: Data(password.utf8)) == nil)
    #expect(file.range(of: Data("$scrypt$ln=17,r=8,p=1$".utf8)) != nil)
  }

  @Test func passwordsComeFromInputAndBadOnesAreRefusedBeforeAnythingIsMade() throws {
    let newsroom = try Newsroom()
    func add(_ name: String, _ input: String) throws -> Newsroom.Outcome {
      try newsroom.json("users", "add", name, "--password-stdin", input: Data(input.utf8))
    }
    #expect(try add("ira", "коротко\n").complaint() == "bad_argument")
    #expect(try add("ira", "").complaint() == "no_password")
    #expect((try newsroom.json("users", "list").object()["users"] as? [Any])?.isEmpty == true)
    let taken = try add("ira", "довгий пароль\n")
    #expect(taken.status == 0, "\(taken.errors)")
    #expect(try taken.object()["password"] == nil)
  }

  @Test func aSecondFactorIsOfferedAndAsksForItsFirstCode() throws {
    let newsroom = try Newsroom()
    #expect(try newsroom.json("users", "totp", "ira").complaint() == "unknown_user")
    #expect(try newsroom.run("users", "add", "ira", "--no-password").status == 0)
    // Without a password there is nothing that a code could come second to.
    #expect(try newsroom.json("users", "totp", "ira").complaint() == "bad_argument")
    #expect(try newsroom.run("users", "password", "ira", "--generate").status == 0)
    let offer = try newsroom.json("users", "totp", "ira").object()
    #expect((offer["secret"] as? String)?.wholeMatch(of: /[A-Z2-7]{32}/) != nil)
    #expect((offer["address"] as? String)?.hasPrefix("otpauth://totp/") == true)
    #expect(try newsroom.json("users", "totp", "ira", "--confirm", "abcdef").complaint() == "bad_argument")
    #expect(try newsroom.json("users", "sessions", "ira").object()["sessions"] as? [String] == [])
    #expect(try newsroom.run("users", "totp", "ira", "--off").status == 0)
  }

  @Test func tokensAreShownOnceListedAndTakenBack() throws {
    let newsroom = try Newsroom()
    #expect(try newsroom.run("users", "add", "ira", "--no-password").status == 0)
    let made = try newsroom.json(
      "users", "token", "add", "ira", "--label", "Наш сайт", "--scope", "submit", "--scope", "check", "--for", "90d"
    ).object()
    let text = try #require(made["token"] as? String)
    let id = try #require(made["id"] as? String)
    #expect(text.wholeMatch(of: /mdt_[0-9a-f]{72}/) != nil)
    let listed = try newsroom.json("users", "token", "list")
    #expect(!listed.output.contains(text))
    let row = try #require((try listed.object()["tokens"] as? [[String: Any]])?.first)
    #expect(row["state"] as? String == "active" && row["scopes"] as? [String] == ["check", "submit"])
    #expect(try newsroom.json("users", "token", "revoke", id).object()["state"] as? String == "revoked")
    #expect(
      try newsroom.json("users", "token", "revoke", "019a0000-0000-7000-8000-000000000000").complaint()
        == "unknown_token")
    #expect(try newsroom.json("users", "token", "add", "ira", "--label", "x").status == 2)
  }

  @Test func aQueryDecidesOnAllThatItFindsAndAnAppealIsAnsweredByAnother() throws {
    let newsroom = try Newsroom()
    newsroom.environment["MODERATO_POLICY_MODE"] = "pre"
    try newsroom.addArticle()
    var ids: [String] = []
    for number in 0..<3 { ids.append(try newsroom.submit("Когда откроют мост? \(number)", name: "Нина\(number)")) }
    let seen = try newsroom.json("queue", "reject", "--where", "мост -author:нина2", "--dry-run").object()
    #expect(seen["comments"] as? Int == 2 && (seen["samples"] as? [Any])?.count == 2)
    let made = try newsroom.json("queue", "reject", "--where", "мост -author:нина2", "--as", "vera").object()
    #expect((made["items"] as? [Any])?.count == 2)
    #expect(try newsroom.json("queue", "reject", "--where", "нет такого").complaint() == "selection_changed")
    let mistaken = try newsroom.run("queue", "list", "--where", "rulez:x")
    #expect(mistaken.status == 2)
    #expect(mistaken.errors.contains("there is no field «rulez», at byte 0"), "\(mistaken.errors)")
    let listed = try newsroom.json("comments", "search", "--where", "state:rejected").object()["comments"] as? [Any]
    #expect(listed?.count == 2)
    let appeal = try newsroom.json("comments", "appeal", ids[0], "Это вопрос, а не реклама").object()
    #expect(appeal["state"] as? String == "open" && appeal["decider"] as? String == "vera")
    #expect(try newsroom.json("comments", "appeal", ids[0], "Ещё раз").complaint() == "already_appealed")
    #expect(try newsroom.json("queue", "approve", ids[0], "--as", "vera").complaint() == "own_decision")
    #expect(try newsroom.run("queue", "approve", ids[0], "--as", "oleg").status == 0)
    let shown = try newsroom.json("queue", "show", ids[0]).object()["appeals"] as? [[String: Any]]
    #expect(shown?.first?["state"] as? String == "granted")
    #expect(try newsroom.run("store", "verify").status == 0)
    let figures = try #require(
      try newsroom.json("queue", "stats", "--days", "2").object()["figures"] as? [String: Any])
    #expect((figures["days"] as? [Any])?.count ?? 0 >= 2 && figures["cut_short"] as? Bool == false)
    #expect((figures["appeals"] as? [String: Int]) == ["granted": 1])
    #expect(try newsroom.run("queue", "stats", "--days", "2").output.contains("DECIDED"))
  }
}
