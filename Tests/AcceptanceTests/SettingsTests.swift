import Foundation
import Testing

struct SettingsTests {
  @Test func flagsBeatTheEnvironmentAndThatBeatsTheFile() throws {
    let newsroom = try Newsroom()
    newsroom.environment["MODERATO_STORE"] = nil
    let config = try newsroom.write(
      "# ours\nstore: file.sqlite\nsite: gazeta\npolicy:\n  depth_max: 2\n", to: "moderato.yaml")
    func location(_ more: String...) throws -> String? {
      try newsroom.run(["store", "stats", "--format", "json", "--config", config] + more).object()["location"]
        as? String
    }
    #expect(try location() == "file.sqlite")
    newsroom.environment["MODERATO_STORE"] = "environment.sqlite"
    #expect(try location() == "environment.sqlite")
    #expect(try location("--store", "sqlite:flag.sqlite") == "flag.sqlite")
  }

  @Test(arguments: [
    ("store: a\nstroe: b\n", "settings_unknown_key", "moderato.yaml:2:1", "«store»"),
    ("policy:\n  depht_max: 3\n", "settings_unknown_key", "moderato.yaml:2:3", "«policy.depth_max»"),
    ("policy:\n  depth_max: 99\n", "settings_bad_value", "moderato.yaml:2:3", "0 to 32"),
    (
      "policy:\n  hold_threshold: 20\n  reject_threshold: 5\n", "settings_bad_value", "moderato.yaml:2:3",
      "not be above"
    ),
    ("policy:\n  hold_threshold: 1e308\n", "settings_bad_value", "moderato.yaml:2:3", "at most 1000"),
    ("policy:\n  reject_threshold: 0\n", "settings_bad_value", "moderato.yaml:2:3", "above 0"),
    ("policy: 5\n", "settings_bad_value", "moderato.yaml:1:1", "policy."),
    ("site: Gazeta!\n", "settings_bad_value", "moderato.yaml:1:1", "lower-case"),
    ("site: a\nsite: b\n", "settings_syntax", "moderato.yaml", "«site»"),
    ("- a\n", "settings_syntax", "moderato.yaml", "mapping"),
    ("\tstore: a\n", "settings_syntax", "moderato.yaml:1:1", "YAML"),
  ])
  func aMistakeInTheFileIsToldWithItsPlace(text: String, code: String, place: String, hint: String) throws {
    let newsroom = try Newsroom()
    try newsroom.write(text, to: "moderato.yaml")
    let told = try newsroom.json("store", "stats", "--config", "moderato.yaml")
    #expect(told.status == 2)
    #expect(try told.complaint() == code)
    #expect(told.errors.contains(place), "\(told.errors)")
    #expect(told.errors.contains(hint), "\(told.errors)")
  }

  /// A threshold that stands alone is held against the rule set's own other one, and an article's against the site's.
  @Test func thresholdsAgreeWithEachOther() throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    func policy(_ words: String...) throws -> Newsroom.Outcome {
      try newsroom.run(["articles", "policy", "bridge", "--format", "json"] + words)
    }
    #expect(try policy("--hold-threshold", "20", "--reject-threshold", "5").complaint() == "bad_argument")
    #expect(try policy("--hold-threshold", "1e308").complaint() == "bad_argument")
    #expect(try policy("--hold-threshold", "0").complaint() == "bad_argument")
    #expect(try policy("--hold-threshold", "50").complaint() == "bad_argument")
    #expect(try policy("--hold-threshold", "50", "--reject-threshold", "60").status == 0)
    newsroom.environment["MODERATO_POLICY_REJECT_THRESHOLD"] = "40"
    #expect(try policy("--reject-threshold", "site").complaint() == "bad_argument")
    newsroom.environment["MODERATO_POLICY_REJECT_THRESHOLD"] = nil
    newsroom.environment["MODERATO_POLICY_HOLD_THRESHOLD"] = "50"
    let told = try newsroom.json("check", "текст")
    #expect(told.status == 2)
    #expect(try told.complaint() == "settings_bad_value")
  }

  @Test func aMisspeltVariableIsRefusedAndAForeignOneIsNot() throws {
    let newsroom = try Newsroom()
    newsroom.environment["MODERATO_SERVICE_HOST"] = "10.0.0.1"
    #expect(try newsroom.run("store", "stats").status == 0)
    newsroom.environment["MODERATO_STROE"] = "x.sqlite"
    let told = try newsroom.json("store", "stats")
    #expect(told.status == 2)
    #expect(told.errors.contains("MODERATO_STORE"))
  }

  @Test func aSecretIsNeverShown() throws {
    let newsroom = try Newsroom()
    newsroom.environment["MODERATO_SECRET"] = "c0ffee"
    let told = try newsroom.json("articles", "list")
    #expect(told.status == 2)
    #expect(try told.complaint() == "settings_bad_value")
    #expect(!told.errors.contains("c0ffee"))
  }

  @Test func theSecretIsMadeOnceForItsOwnerAlone() throws {
    let newsroom = try Newsroom()
    try newsroom.addArticle()
    let path = newsroom.path("comments.sqlite.secret")
    let first = try #require(FileManager.default.contents(atPath: path))
    #expect(first.count >= 32)
    let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(rights == 0o600)
    _ = try newsroom.submit("Когда откроют?")
    #expect(FileManager.default.contents(atPath: path) == first)
  }

  @Test func otherStoresAreNamedClearly() throws {
    let newsroom = try Newsroom()
    let told = try newsroom.json("articles", "list", "--store", "postgres://reader:hunter2@db.example/news")
    #expect(told.status == 2)
    #expect(try told.complaint() == "unsupported_store")
    #expect(!told.errors.contains("hunter2"))
    #expect(try newsroom.json("articles", "list", "--store", "mysql://x").complaint() == "settings_bad_value")
    #expect(try newsroom.run("articles", "list", "--store", "memory:").status == 0)
  }
}
