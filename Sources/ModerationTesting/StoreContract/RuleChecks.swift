internal import CommentStore
internal import ModerationModel

extension StoreContract {
  static let ruleChecks: [Check] = [
    Check("remembers each rule set that came into force, once") { bench in
      let first = try await bench.keep("a", ["ruleset.yaml": "schema: 1\n", "a.yaml": "rules: []\n"])
      try bench.expectEqual(first.number, 1, "the first number")
      let again = try await bench.keep("a", ["ruleset.yaml": "schema: 1\n", "a.yaml": "rules: []\n"], "again")
      try bench.expectEqual(again, first, "the record of the same set")
      // Remarks change the files and not the revision.
      let remarked = try await bench.keep("a", ["ruleset.yaml": "schema: 1\n", "a.yaml": "rules: [] # none\n"])
      try bench.expectEqual(remarked.number, 2, "the number after a remark")
      let second = try await bench.keep("b", ["ruleset.yaml": "schema: 1\n"], "edited")
      try bench.expectEqual(second.number, 3, "the third number")
      try bench.expectEqual(second.reason, "edited", "the reason")
      let store = bench.store
      let sets = try await store.ruleSets(site: .default, limit: 10)
      try bench.expectEqual(sets.map(\.number), [3, 2, 1], "the history")
      try bench.expectEqual(try await store.ruleSets(site: .default, limit: 1), [second], "the newest")
      try bench.expectEqual(
        try await store.ruleTexts(of: 1, site: .default),
        ["ruleset.yaml": "schema: 1\n", "a.yaml": "rules: []\n"], "the first set's files")
      try bench.expectEqual(try await store.ruleTexts(of: 9, site: .default), nil, "files of no set")
      let back = try await bench.keep("a", ["ruleset.yaml": "schema: 1\n", "a.yaml": "rules: []\n"], "back")
      try bench.expectEqual(back.number, 4, "the number of a set that returns")
      let log = try await store.log(site: .default, after: 0, limit: 100)
      try bench.expectEqual(log.map(\.act), Array(repeating: .rulesChanged, count: 4), "the log")
      try bench.expectEqual(
        try await bench.events().map(\.kind), Array(repeating: .rulesChanged, count: 4), "the events")
    },
    Check("keeps the last rule sets and lets go of older ones") { bench in
      for number in 0..<(RuleSetRecord.countMax + 3) {
        try await bench.keep("r\(number)", ["ruleset.yaml": "schema: 1\n", "n.yaml": "# \(number)\n"])
      }
      let store = bench.store
      let sets = try await store.ruleSets(site: .default, limit: 1_000)
      try bench.expectEqual(sets.count, RuleSetRecord.countMax, "how many are kept")
      try bench.expectEqual(sets.last?.number, 4, "the oldest")
      try bench.expectEqual(try await store.ruleTexts(of: 3, site: .default), nil, "files of a set that is gone")
      try bench.expectEqual(
        try await store.ruleTexts(of: 4, site: .default), ["ruleset.yaml": "schema: 1\n", "n.yaml": "# 3\n"],
        "files of the oldest set")
    },
    Check("shows marks of rules until another set comes into force") { bench in
      try await bench.keep("a", ["ruleset.yaml": "schema: 1\n"])
      var mark = RuleMark(
        kind: .quarantine, rule: "casino", pattern: "(а+)+б", file: "a.yaml", line: 3, code: "work_limit", count: 8,
        since: bench.time.now)
      let other = RuleMark(
        kind: .guarded, rule: "links", file: "b.yaml", line: 5, code: "shadow", count: 25, share: 0.125,
        since: bench.time.now)
      let store = bench.store
      try await store.note([mark], revision: "a", site: .default, stamp: bench.time.stamp())
      mark.count = 11
      try await store.note([mark, other], revision: "a", site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(try await store.ruleMarks(revision: "a", site: .default), [mark, other], "the marks")
      try bench.expectEqual(try await store.ruleMarks(revision: "b", site: .default), [], "marks of another set")
      let log = try await store.log(site: .default, after: 0, limit: 100)
      try bench.expectEqual(
        log.map(\.act), [.rulesChanged, .ruleQuarantined, .ruleGuarded], "each mark in the log, once")
      try await bench.keep("a", ["ruleset.yaml": "schema: 1\n", "x.yaml": "# remark\n"])
      try bench.expectEqual(try await store.ruleMarks(revision: "a", site: .default).count, 2, "marks after a remark")
      try await bench.keep("b", ["ruleset.yaml": "schema: 1\n"])
      try bench.expectEqual(try await store.ruleMarks(revision: "a", site: .default), [], "marks after a new set")
    },
  ]
}

extension ContractBench {
  @discardableResult
  fileprivate mutating func keep(
    _ revision: String, _ texts: [String: String], _ reason: String = "read"
  ) async throws -> RuleSetRecord {
    let stamp = time.stamp(by: "vera")
    let record = try await store.keep(
      RuleSetInForce(revision: revision, name: "test", reason: reason, texts: texts), stamp: stamp)
    time.advance(seconds: 1)
    return record
  }
}
