import Foundation
import Testing

/// Receivers of events, kept from the command line.
struct WebhooksTests {
  @Test func areAddedPausedReplayedRenewedAndRemoved() throws {
    let newsroom = try Newsroom()
    #expect(try newsroom.json("webhooks", "list").object()["webhooks"] as? [String] == [])
    let address = "https://receiver.example/hook"
    let made = try newsroom.json("webhooks", "add", address, "--kind", "comment.submitted").object()
    let id = try #require(made["id"] as? String)
    let secret = try #require(made["secret"] as? String)
    #expect(secret.hasPrefix("whsec_"))
    let listed = try newsroom.json("webhooks", "list")
    #expect(!listed.output.contains(secret), "a key is shown once")
    let row = try #require((try listed.object()["webhooks"] as? [[String: Any]])?.first)
    #expect(row["state"] as? String == "active" && row["kinds"] as? [String] == ["comment.submitted"])
    #expect(try newsroom.run("webhooks", "list").output.contains("wants comment.submitted"))

    #expect(try newsroom.json("webhooks", "pause", id).object()["state"] as? String == "paused")
    #expect(try newsroom.json("webhooks", "resume", id).object()["state"] as? String == "active")
    #expect(
      try newsroom.run("articles", "add", "bridge", "--url", "https://gazeta.example/b", "--title", "Мост").status == 0)
    let replayed = try newsroom.json("webhooks", "replay", id, "--after", "0").object()
    #expect(replayed["sequence"] as? Int == 0 && replayed["last_sequence"] as? Int == 1)
    let renewed = try newsroom.json("webhooks", "secret", id).object()
    #expect(renewed["secret"] as? String != secret)
    #expect(try newsroom.json("webhooks", "remove", id).object()["removed"] as? String == id)
    #expect(try newsroom.json("webhooks", "remove", id).complaint() == "unknown_webhook")
  }

  @Test(arguments: [
    "http://receiver.example/", "https://127.0.0.1/", "https://localhost/x", "https://a@receiver.example/",
    "ftp://x.y/",
  ])
  func lettersIntoTheHouseAreRefused(address: String) throws {
    #expect(try Newsroom().json("webhooks", "add", address).complaint() == "bad_argument")
  }

  @Test func actingNeedsAnAdministrator() throws {
    let newsroom = try Newsroom()
    #expect(try newsroom.run("users", "add", "ira", "--no-password", "--role", "moderator").status == 0)
    let told = try newsroom.json("webhooks", "add", "https://receiver.example/hook", "--as", "ira")
    #expect(try told.complaint() == "role_too_low")
    #expect(try newsroom.run("webhooks", "list").output == "No webhooks.\n")
  }
}
