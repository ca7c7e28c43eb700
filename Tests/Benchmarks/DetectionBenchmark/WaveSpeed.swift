import Foundation
import ModerationModel
import ModerationPipeline
import RuleEngine

/// Times fingerprints and lookups, in an index as full as it gets.
struct WaveSpeed {
  var rows: [Row]

  func run(copies: Int) throws {
    let pipeline = ModerationPipeline(
      ruleSet: try RuleSet(files: RuleFiles(["ruleset.yaml": "schema: 1\nname: none\n"])))
    let worker = pipeline.makeWorker()
    let prepared = try rows.map { worker.prepare(try $0.submission()) }
    let clock = ContinuousClock()
    var fingerprints: [WaveFingerprint] = []
    let making = clock.measure { fingerprints = prepared.compactMap { worker.waveFingerprint(of: $0) } }
    report("fingerprint", making, prepared.count)

    // Filled with every comment's words under other numbers of its own, so that nothing is equal.
    var index = WaveIndex()
    var noise = SystemRandomNumberGenerator()
    let now = Timestamp(milliseconds: 1_790_000_000_000)
    for copy in 0..<copies {
      for (number, row) in rows.enumerated() {
        let words = row.text.split(separator: " ").shuffled(using: &noise).joined(separator: " ")
        let changed = Row(text: words, author: row.author, place: row.place, at: row.at)
        guard let fingerprint = worker.waveFingerprint(of: worker.prepare(try changed.submission())) else { continue }
        index.insert(CommentID(bits: UInt128(copy * rows.count + number + 1)), fingerprint, at: now)
      }
    }
    print("\(index.count) comments in the index, \(index.bytes) bytes")
    var found = 0
    for round in 1...3 {
      let seeking = clock.measure { for print in fingerprints { found += index.matches(print, at: now).count } }
      report("lookup, round \(round)", seeking, fingerprints.count)
    }
    let adding = clock.measure {
      for (number, print) in fingerprints.enumerated() {
        index.insert(CommentID(bits: UInt128(number) << 64), print, at: now)
      }
    }
    report("insertion", adding, fingerprints.count)
    print("\(found) matches")
  }

  private func report(_ what: String, _ time: Duration, _ count: Int) {
    let (seconds, fraction) = time.components
    let micros = (Double(seconds) * 1e6 + Double(fraction) / 1e12) / Double(max(1, count))
    print("\(what): \((micros * 100).rounded() / 100) µs each, \(count) of them")
  }
}
