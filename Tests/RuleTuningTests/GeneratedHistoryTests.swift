import HistoryFixtures
import Testing

@Suite struct GeneratedHistoryTests {
  @Test func sameSeedGivesTheSameComments() {
    let comments = GeneratedHistory(count: 500, seed: 7).comments()
    #expect(comments == GeneratedHistory(count: 500, seed: 7).comments())
    #expect(comments != GeneratedHistory(count: 500, seed: 8).comments())
    #expect(comments.map(\.at) == comments.map(\.at).sorted())
    #expect(comments.allSatisfy { !$0.text.isEmpty && !$0.text.contains("{") && !$0.author.isEmpty })
  }

  @Test func campaignsRunInWavesAndWordsDrift() {
    let comments = GeneratedHistory(count: 20_000, seed: 1).comments()
    let bad = comments.filter(\.isBad).count
    #expect((0.12...0.3).contains(Double(bad) / 20_000))
    let campaigns = Dictionary(grouping: comments.filter { $0.campaign != nil }, by: { $0.campaign })
    #expect(campaigns.count >= 10)
    let new = comments.filter { $0.kind == .gambling && $0.text.lowercased().contains("инвайт") }
    #expect(new.count { $0.number < 6_000 } == 0 && new.count { $0.number > 14_000 } > 20)
  }

  @Test func deskErrsAtItsRatesAndLooksWhereTheMachinePoints() {
    let history = GeneratedHistory(count: 100_000, seed: 3)
    let comments = history.comments()
    #expect(comments.count == 100_000)
    // A machine that finds half of what is unfit, and one fit comment in twenty.
    let reviewed = history.reviewed(comments) { $0.isBad ? $0.number % 2 == 0 : $0.number % 20 == 0 }
    func share(_ part: Int, _ all: Int) -> Double { Double(part) / Double(max(1, all)) }
    let decidedBad = reviewed.filter { $0.comment.isBad && $0.decision != nil }
    #expect(abs(share(decidedBad.count { $0.decision?.isRefused == false }, decidedBad.count) - 0.06) < 0.01)
    let published = reviewed.filter { !$0.isHeld }
    let audited = published.filter { $0.decision?.isFromAudit == true }
    #expect(abs(share(audited.count, published.count) - 0.05) < 0.005)
    #expect(published.allSatisfy { $0.inclusion == 0.05 } && reviewed.filter(\.isHeld).allSatisfy { $0.inclusion == 1 })
    // Labels without weights make published comments look far worse than they are; the audit does not.
    let truth = share(published.count { $0.comment.isBad }, published.count)
    let naive = published.filter { $0.decision != nil }
    let naiveShare = share(naive.count { $0.decision?.isRefused == true }, naive.count)
    let auditShare = share(audited.count { $0.decision?.isRefused == true }, audited.count)
    #expect(naiveShare > 2 * truth && abs(auditShare - truth) < 0.04)
  }
}
