import Foundation
import ModerationModel
import ModerationPipeline
import RuleEngine

/// Sends a stream through the wave index at its own times, and shows what was found.
struct WaveReplay {
  var rows: [Row]

  func run(samples: Int) throws {
    let pipeline = ModerationPipeline(
      ruleSet: try RuleSet(files: RuleFiles(["ruleset.yaml": "schema: 1\nname: none\n"])))
    let worker = pipeline.makeWorker()
    var index = WaveIndex()
    var waveOf: [Int: Int] = [:]
    var fingerprints = 0
    for (number, row) in rows.enumerated() {
      let prepared = worker.prepare(try row.submission())
      guard let fingerprint = worker.waveFingerprint(of: prepared) else { continue }
      fingerprints += 1
      let comment = CommentID(bits: UInt128(number + 1))
      let matches = index.matches(fingerprint, at: row.at).map { Int($0.bits) - 1 }
      index.insert(comment, fingerprint, at: row.at)
      guard !matches.isEmpty else { continue }
      // As the store does: what was alone begins the wave, and several become the oldest.
      let waves = Set(matches.map { waveOf[$0] ?? $0 })
      guard let oldest = waves.min() else { continue }
      for match in matches where waveOf[match] == nil { waveOf[match] = oldest }
      if waves.count > 1 {
        for (member, wave) in waveOf where waves.contains(wave) { waveOf[member] = oldest }
      }
      waveOf[number] = oldest
    }
    report(waveOf, fingerprints: fingerprints, index: index, samples: samples)
  }

  private func report(_ waveOf: [Int: Int], fingerprints: Int, index: WaveIndex, samples: Int) {
    let waves = Dictionary(grouping: waveOf.keys, by: { waveOf[$0] ?? $0 }).mapValues { $0.sorted() }
    let sorted = waves.values.sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }
    let several = sorted.filter { Set($0.map { rows[$0].author }).count >= 2 }
    print("\(rows.count) comments, \(fingerprints) with a fingerprint, index \(index.bytes) bytes")
    print(
      "\(waves.count) waves of \(waveOf.count) comments; \(several.count) of them by two authors or more, "
        + "\(several.count { $0.count >= 5 }) of these with five comments or more")
    let sizes = Dictionary(grouping: sorted, by: { $0.count >= 10 ? 10 : $0.count }).mapValues(\.count)
    print(
      "sizes: "
        + sizes.sorted { $0.key < $1.key }.map { "\($0.key == 10 ? "10+" : "\($0.key)"): \($0.value)" }.joined(
          separator: ", "))
    let mixed = several.filter { Set($0.compactMap { rows[$0].isBad }).count == 2 }
    if rows.contains(where: { $0.isBad != nil }) {
      print(
        "labels in waves by two authors or more: \(several.count { $0.allSatisfy { rows[$0].isBad == true } }) all bad, "
          + "\(several.count { $0.allSatisfy { rows[$0].isBad == false } }) all good, \(mixed.count) mixed:")
      for wave in mixed { show(wave) }
    }
    print("\nlargest by two authors or more:")
    for wave in several.prefix(samples) { show(wave) }
    print("\nevery so many of the rest:")
    let rest = Array(several.dropFirst(samples))
    for wave in rest.enumerated().filter({ $0.offset % max(1, rest.count / max(1, samples)) == 0 }).prefix(samples) {
      show(wave.element)
    }
  }

  /// The first comment, and the one that reads least like it.
  private func show(_ wave: [Int]) {
    let first = rows[wave[0]]
    let words = Set(first.text.lowercased().split(separator: " "))
    let unlike = wave.dropFirst().min { left, right in
      overlap(words, rows[left].text) < overlap(words, rows[right].text)
    }
    let authors = Set(wave.map { rows[$0].author }).count
    print("— \(wave.count) comments, \(authors) authors, \(Set(wave.map { rows[$0].place }).count) places")
    print("    \(line(first.text))")
    if let unlike { print("    \(line(rows[unlike].text))") }
  }

  private func overlap(_ words: Set<Substring>, _ text: String) -> Double {
    let others = Set(text.lowercased().split(separator: " ").map { Substring($0) })
    return Double(words.intersection(others).count) / Double(max(1, words.union(others).count))
  }

  private func line(_ text: String) -> String {
    String(text.split(whereSeparator: \.isNewline).joined(separator: " ⏎ ").prefix(180))
  }
}

extension Row {
  func submission() throws -> Submission {
    Submission(article: try ArticleID(validating: "stream"), text: text, author: AuthorClaim(name: author))
  }
}
