import CommentFlow
import Foundation
import ModerationModel
import Testing

/// Who may do what, once a site has users.
struct AccessTests {
  private static let moderators = [
    ("vera", Moderator.Role.viewer, false), ("mark", .moderator, false), ("elena", .editor, false),
    ("anna", .admin, false), ("petr", .admin, true),
  ].map { name, role, isDisabled in
    Moderator(
      site: .default, id: ModeratorID(bits: UInt128(name.utf8.reduce(0) { $0 * 31 + UInt64($1) })), name: name,
      role: role, isDisabled: isDisabled, createdAt: .now)
  }

  @Test(arguments: [
    ("vera", [Duty.read]), ("mark", [.read, .decide]), ("elena", [.read, .decide, .edit]), ("anna", Duty.allCases),
    ("petr", [.read]), ("nobody", [.read]), ("Anna", [.read]), ("", [.read]),
  ])
  func rolesReachAsFarAsTheyShould(name: String, allowed: [Duty]) {
    for duty in Duty.allCases {
      let isAllowed = (try? AccessRule.check(name, for: duty, among: Self.moderators)) != nil
      #expect(isAllowed == allowed.contains(duty), "\(name) \(duty)")
    }
  }

  @Test func aSiteWithoutEnabledUsersTrustsWhoeverIsNotDisabled() {
    let disabled = Self.moderators.filter(\.isDisabled)
    for moderators in [[], disabled] {
      #expect(throws: Never.self) { try AccessRule.check("root", for: .administer, among: moderators) }
    }
    #expect(throws: AccessRefusal.disabled(name: "petr")) {
      try AccessRule.check("petr", for: .decide, among: disabled)
    }
  }

  @Test func actingAsksForAUserAndReadingDoesNot() throws {
    let newsroom = try Newsroom()
    newsroom.environment["MODERATO_POLICY_MODE"] = "pre"
    try newsroom.addArticle()
    let id = try newsroom.submit("Когда откроют мост?")
    let shown = try newsroom.json("authors", "show", "Нина").object()["authors"] as? [[String: Any]]
    let author = try #require(shown?.first?["id"] as? String)
    for (name, role) in [("vera", "viewer"), ("mark", "moderator"), ("elena", "editor"), ("anna", "admin")] {
      #expect(try newsroom.run("users", "add", name, "--role", role, "--no-password").status == 0)
    }
    let deciding = [
      ["queue", "claim"], ["queue", "release"], ["queue", "approve", id], ["queue", "hold", id],
      ["queue", "undo", "--last"], ["authors", "mute", author, "--for", "1h"], ["authors", "unban", author],
      ["comments", "edit", id, "Когда?"],
    ]
    let editing = [
      ["articles", "policy", "bridge", "--mode", "post"], ["articles", "close", "bridge"],
      ["articles", "open", "bridge"], ["comments", "rescan"], ["shares", "set", "bridge", "vk", "3"],
      ["articles", "add", "market", "--url", "https://gazeta.example/m", "--title", "Рынок"],
    ]
    let administering = [["authors", "erase", author, "--yes"]]
    func code(_ words: [String], as name: String) throws -> String? {
      let told = try newsroom.run(words + ["--as", name, "--format", "json"])
      guard told.status != 0 else { return nil }
      #expect(told.status == 1, "\(words): \(told.errors)")
      return try told.complaint()
    }
    for words in deciding + editing + administering {
      #expect(try code(words, as: "root") == "not_registered", "\(words)")
      #expect(try code(words, as: "vera") == "role_too_low", "\(words)")
    }
    for words in editing + administering { #expect(try code(words, as: "mark") == "role_too_low", "\(words)") }
    for words in administering { #expect(try code(words, as: "elena") == "role_too_low", "\(words)") }
    #expect(try code(["queue", "claim"], as: "mark") == nil)
    #expect(try code(["queue", "approve", id], as: "mark") == nil)
    #expect(try code(["articles", "close", "bridge"], as: "elena") == nil)
    #expect(try code(["queue", "list"], as: "root") == nil)
    #expect(try code(["comments", "rescan", "--dry-run"], as: "root") == nil)
    #expect(try code(["articles", "policy", "bridge"], as: "root") == nil)
    #expect(try code(["authors", "erase", author, "--yes"], as: "anna") == nil)

    #expect(try newsroom.run("users", "disable", "mark").status == 0)
    #expect(try code(["queue", "claim"], as: "mark") == "user_disabled")
    // Whoever owns the file can always get back in.
    for name in ["vera", "elena", "anna"] { #expect(try newsroom.run("users", "disable", name).status == 0) }
    #expect(try code(["queue", "claim"], as: "root") == nil)
    #expect(try code(["queue", "claim"], as: "mark") == "user_disabled")
    #expect(try newsroom.run("users", "enable", "mark", "--as", "root").status == 0)
    #expect(try code(["queue", "claim"], as: "root") == "not_registered")
  }
}
