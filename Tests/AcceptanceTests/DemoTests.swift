import Foundation
import Testing

struct DemoTests {
  @Test func tellsTheWholeWay() throws {
    let newsroom = try Newsroom()
    newsroom.environment["COLUMNS"] = "80"
    let demo = try newsroom.run("demo", "--print")
    #expect(demo.status == 0, "\(demo.errors)")
    for words in [
      "«Отменить ответ»   on the article again", "the same reader again: not counted", "enough for a person to look",
      "exactly as before: yes", "Three commands to try next",
    ] {
      #expect(demo.output.contains(words), "\(words) is missing")
    }
    #expect(!FileManager.default.fileExists(atPath: newsroom.path("comments.sqlite")))
  }

  /// The share of answers that an editor accepts must not fall unnoticed.
  @Test func agreesWithTheEditors() throws {
    let totals = try Newsroom().json("demo", "--print").object()
    let agreed = try #require(totals["agreed"] as? Int)
    let count = try #require(totals["count"] as? Int)
    #expect(Double(agreed) >= 0.9 * Double(count), "\(agreed) of \(count)")
  }
}
