import Foundation
import Testing

/// A moderator's round from the command line.
struct QueueTests {
  private func state(_ newsroom: Newsroom, _ id: String) throws -> String? {
    (try newsroom.json("comments", "show", id).object()["comment"] as? [String: Any])?["state"] as? String
  }

  @Test func claimApproveAndUndo() throws {
    let newsroom = try Newsroom()
    newsroom.environment["MODERATO_POLICY_MODE"] = "pre"
    try newsroom.addArticle()
    let first = try newsroom.submit("Когда откроют мост?")
    let second = try newsroom.submit("Наконец-то!", name: "Пётр")
    #expect(try state(newsroom, first) == "pending")
    let listed = try #require(try newsroom.json("queue", "list").object()["cases"] as? [[String: Any]])
    #expect(listed.count == 2)
    let caseID = try #require(
      listed.first { ($0["comment"] as? [String: Any])?["id"] as? String == first }?["case"] as? [String: Any])
    let id = try #require(caseID["id"] as? String)

    #expect(try newsroom.run("queue", "claim", id, "--as", "olena").status == 0)
    let taken = try newsroom.json("queue", "reject", first, "--as", "taras")
    #expect(taken.status == 1)
    #expect(try taken.complaint() == "leased")

    let preview = try newsroom.json("queue", "approve", id, second, "--as", "olena", "--dry-run")
    #expect(try preview.object()["dry_run"] as? Bool == true)
    #expect(try state(newsroom, first) == "pending")

    // A case's id and a comment's id in one decision.
    let review = try newsroom.json("queue", "approve", id, second, "--as", "olena", "--note", "по делу").object()
    #expect((review["items"] as? [Any])?.count == 2)
    #expect(try state(newsroom, first) == "approved")
    #expect(try newsroom.run("queue", "list").output.contains("Nothing waits"))
    #expect(try newsroom.json("comments", "thread", "bridge").object()["total"] as? Int == 2)

    let reviewID = try #require(review["id"] as? String)
    #expect(try newsroom.run("queue", "undo", reviewID, "--as", "olena").status == 0)
    #expect(try state(newsroom, first) == "pending")
    #expect(try newsroom.json("queue", "undo", reviewID).complaint() == "already_undone")
    #expect(try newsroom.json("queue", "undo", "--last", "--as", "nobody").complaint() == "nothing_to_undo")
    #expect(try newsroom.json("queue", "stats").object()["open"] as? Int == 2)
    #expect(try newsroom.json("queue", "release", "--as", "olena").status == 0)

    #expect(try newsroom.run("queue", "spam", "-", input: Data("\(first)\n\(second)\n".utf8)).status == 0)
    #expect(try state(newsroom, second) == "spam")
    #expect(try newsroom.run("queue", "undo", "--last").status == 0)
    #expect(try state(newsroom, second) == "pending")

    let stale = try newsroom.json("queue", "approve", first, "--if-version", "1")
    #expect(stale.status == 1)
    #expect(try stale.complaint() == "version_conflict")
    #expect(try newsroom.json("queue", "approve", "nonsense").complaint() == "bad_id")

    let log = try newsroom.json("log", "list", "--all").objects()
    #expect(log.map { $0["index"] as? Int } == Array(1...log.count))
    #expect(log.contains { $0["act"] as? String == "undo" && $0["actor"] as? String == "olena" })
    #expect(try newsroom.run("log", "verify").status == 0)
    #expect(try newsroom.run("store", "verify").status == 0)
  }

  @Test func sharesUsersArticlesAndBackup() throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    #expect(try newsroom.run("shares", "show", "bridge").output == "Shares: —\n")
    let agent = "Mozilla/5.0 (X11; Linux x86_64)"
    func record() throws -> Bool? {
      try newsroom.json("shares", "record", "bridge", "telegram", "--address", "203.0.113.7", "--user-agent", agent)
        .object()["counted"] as? Bool
    }
    #expect(try record() == true)
    #expect(try record() == false)
    #expect(try newsroom.run("shares", "set", "bridge", "facebook", "1200", "--source", "graph-api").status == 0)
    #expect(try newsroom.run("shares", "set", "bridge", "x", "unknown", "--error", "429").status == 0)
    try newsroom.write("article,network,count\nbridge,vk,\"30\"\n", to: "old.csv")
    #expect(try newsroom.run("shares", "import", "old.csv", "--csv", "--from", "old").status == 0)
    try newsroom.write(#"{"article": "bridge", "network": "vk", "count": -3}"#, to: "bad.jsonl")
    #expect(try newsroom.run("shares", "import", "bad.jsonl", "--from", "old").status == 2)
    let shares = try newsroom.json("shares", "show", "bridge")
    #expect(try shares.object()["total"] as? Int == 1231)
    #expect(shares.output.contains(#"{"count":null,"network":"x""#))

    #expect(try newsroom.run("users", "add", "olena", "--role", "editor").status == 0)
    #expect(try newsroom.json("users", "add", "olena").complaint() == "user_exists")
    #expect(try newsroom.json("users", "disable", "olena").object()["disabled"] as? Bool == true)
    #expect(try newsroom.json("users", "role", "nobody", "admin").complaint() == "unknown_user")

    let policy = try newsroom.json("articles", "policy", "bridge", "--mode", "pre", "--depth-max", "2").object()
    #expect((policy["overrides"] as? [String: Any])?["mode"] as? String == "pre")
    let lifted = try newsroom.json("articles", "policy", "bridge", "--mode", "site").object()
    #expect((lifted["overrides"] as? [String: Any])?["mode"] == nil)
    #expect(try newsroom.json("articles", "policy", "bridge", "--depth-max", "99").complaint() == "bad_argument")

    let backup = try newsroom.json("store", "backup", "copy.sqlite").object()
    #expect(backup["findings"] as? Int == 0)
    #expect(try newsroom.json("store", "backup", "copy.sqlite").complaint() == "file_exists")
    #expect(try newsroom.json("articles", "list", "--store", "copy.sqlite").output.contains("bridge"))
  }

  @Test func aWaveIsDecidedByItsNumber() throws {
    let newsroom = try Newsroom()
    newsroom.environment["MODERATO_POLICY_MODE"] = "pre"
    try newsroom.addArticle()
    for price in [1_000, 2_000, 3_000] {
      _ = try newsroom.submit(
        "Девочки, нашла подработку на дому! Плачу от \(price) р в день, пишите, берут без опыта", name: "Гость \(price)"
      )
    }
    let other = try newsroom.submit("Когда откроют мост?")
    let listed = try #require(try newsroom.json("queue", "list").object()["cases"] as? [[String: Any]])
    #expect(listed.count == 2)
    let apart = try #require(try newsroom.json("queue", "list", "--apart").object()["cases"] as? [[String: Any]])
    #expect(apart.count == 4)
    let wave = try #require(listed.lazy.compactMap { $0["wave"] as? [String: Any] }.first)
    #expect(wave["size"] as? Int == 3)
    let id = try #require(wave["id"] as? String)
    let shown = try newsroom.run("queue", "list").output
    #expect(shown.contains("wave \(id): 3 comments by 3 authors, 3 waiting"))
    #expect(
      try newsroom.json("queue", "list", "--where", "wave:\(id)").object()["cases"].map { ($0 as? [Any])?.count } == 3)
    #expect(try newsroom.run("queue", "spam", "--wave", id, "--dry-run").status == 0)
    let review = try newsroom.json("queue", "spam", "--wave", id).object()
    #expect((review["items"] as? [Any])?.count == 3)
    #expect(try state(newsroom, other) == "pending")
    #expect(try newsroom.run("queue", "undo", "--last").status == 0)
    let again = try #require(try newsroom.json("queue", "list", "--apart").object()["cases"] as? [[String: Any]])
    #expect(again.count == 4)
    #expect(try newsroom.run("queue", "spam", "--wave", "x").status == 2)
    #expect(try newsroom.run("queue", "spam", "--wave", id, other).status == 2)
  }
}
