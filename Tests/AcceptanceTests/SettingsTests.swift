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
