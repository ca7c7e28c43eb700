import ModerationModel
import Testing

@Suite struct ReplyTests {
  private let someone = CommentID(time: Timestamp(milliseconds: 1), random: 1)
  private let another = CommentID(time: Timestamp(milliseconds: 2), random: 2)

  @Test func cancellingKeepsTheDraftAndIsIdempotent() throws {
    var form = CommentForm(article: try #require(ArticleID("bridge")), draft: "Согласен, но")
    form.reply(to: someone)
    form.draft += " есть вопрос"
    form.cancelReply()
    let once = form
    form.cancelReply()
    #expect(form == once)
    #expect(form.draft == "Согласен, но есть вопрос")
    #expect(form.target.parent == nil)
    #expect(form.returnFocusTo == someone)
  }

  @Test func choosingAnotherReplyMovesTheForm() throws {
    var form = CommentForm(article: try #require(ArticleID("bridge")), draft: "x")
    form.reply(to: someone)
    form.reply(to: another)
    #expect(form.target.parent == another)
    #expect(form.returnFocusTo == nil)
    form.cancelReply()
    #expect(form.returnFocusTo == another)
  }
}

@Suite struct ShareCountTests {
  private func network(_ name: String) throws -> ShareNetwork { try #require(ShareNetwork(name)) }

  private func reported(_ name: String, _ source: String, _ count: Int?) throws -> ReportedShareCount {
    ReportedShareCount(
      site: .default, article: try #require(ArticleID("bridge")), network: try network(name), source: source,
      count: count, fetchedAt: Timestamp(milliseconds: 0))
  }

  @Test func nothingKnownIsUnknownAndNotZero() throws {
    #expect(ShareCounts().total == nil)
    let asked = ShareCounts(reported: [try reported("facebook", "graph-api", nil)])
    #expect(asked.total == nil)
    #expect(asked.count(of: try network("facebook")) == nil)
    #expect(asked.networks == [try network("facebook")])
  }

  @Test func importsAddUpAndTheLargerLiveNumberCounts() throws {
    let counts = ShareCounts(
      recorded: [try network("telegram"): 7, try network("facebook"): 3],
      reported: [
        try reported("facebook", "graph-api", 40), try reported("facebook", "import:old-site", 100),
        try reported("x", "import:old-site", 12),
      ])
    #expect(counts.count(of: try network("telegram")) == 7)
    #expect(counts.count(of: try network("facebook")) == 140)
    #expect(counts.count(of: try network("x")) == 12)
    #expect(counts.count(of: try network("vk")) == nil)
    #expect(counts.total == 159)
  }
}
