import Foundation
import ModerationModel
import Testing
import TextNormalization

@testable import RuleEngine

/// Real expressions and real lists over real comments: with the prefilter and without, the same hits.
///
/// The data is not part of the project; without it the suite is skipped. A sample is taken by default, all of it with
/// `MODERATO_DIFFERENTIAL=all swift test --configuration release -Xswiftc -enable-testing --filter RealDataDifferential`.
@Suite(.enabled(if: RealData.isPresent, "../shared/data is not there"))
struct RealDataDifferentialTests {
  @Test(arguments: ["fold", "norm", "squeeze", "raw"])
  func expressionsHitTheSame(view: String) throws {
    let expressions = try RealData.expressions()
    let comments = try RealData.comments(sample: 60)
    var (places, undecided) = (0, 0)
    // In parts, so that trying every expression on a long comment stays within what one evaluation may do.
    for start in stride(from: 0, to: expressions.count, by: 200) {
      let rules = try RealData.set(
        Array(expressions[start..<min(start + 200, expressions.count)]), kind: "regex", view: view)
      var worker = rules.makeWorker()
      var reference = rules.unfiltered.makeWorker()
      for comment in comments {
        let fields = FieldTexts(body: comment)
        let found = worker.places(in: fields)
        let expected = reference.places(in: fields)
        guard expected.faults.isEmpty else {
          undecided += 1
          continue
        }
        places += expected.places.count
        let difference = found.places.symmetricDifference(expected.places)
        #expect(
          difference.isEmpty && found.faults.isEmpty,
          "\(Set(difference.map { rules.source(ofPattern: $0.pattern) })) on \(comment.debugDescription)")
      }
    }
    print(
      "\(view): \(expressions.count) expressions, \(comments.count) comments, \(places) places, \(undecided) undecided")
    #expect(places > 0 && undecided * 20 < comments.count)
  }

  /// Lists are searched by hashes and grams; here a plain walk along all prefixes tells what they must find.
  @Test(arguments: RealData.lists)
  func listsHitLikeAPlainSearch(list: String) throws {
    let entries = try RealData.entries(of: list)
    for isWord in [true, false] {
      // As substrings, entries of one or two letters stand everywhere and only fill the limit of hits.
      let kept = isWord ? entries : entries.filter { $0.utf8.count >= 6 }
      guard !kept.isEmpty else { continue }
      let rules: RuleSet
      if isWord {
        rules = try RealData.set(kept, kind: "phrases", view: "fold")
      } else {
        let quoted = kept.prefix(5_000).map { "'" + $0.replacing("'", with: "''") + "'" }
        rules = try RuleSet(
          files: RuleFiles([
            "ruleset.yaml": "schema: 1\nname: real\ndefaults: { owner: desk }\n",
            "rules.yaml": "rules:\n  - { id: all, match: { substring: [\(quoted.joined(separator: ", "))] } }\n",
          ]))
      }
      var plain = PlainSearch()
      var folding = LiteralFolding()
      for (number, pattern) in rules.compiled.patterns.patterns.enumerated() {
        plain.add(folding.fold(pattern.source, as: .fold), number)
      }
      var worker = rules.makeWorker()
      var (texts, places) = (0, 0)
      for comment in try RealData.comments(sample: 40) {
        let fields = FieldTexts(body: comment)
        let found = worker.places(in: fields)
        guard found.faults.isEmpty, let bytes = fields[.body]?[.fold].bytes else { continue }
        texts += 1
        var expected: [Int: Set<Range<Int>>] = [:]
        plain.forEachHit(in: bytes, isWord: isWord) { expected[$0, default: []].insert($1) }
        var answered: [Int: Set<Range<Int>>] = [:]
        for place in found.places { answered[place.pattern, default: []].insert(place.viewRange) }
        // What stands more often than the limit of hits is not told to the end.
        let isWhole = expected.values.allSatisfy { $0.count < RuleSetLimits.hitsPerPatternMax }
        places += expected.count
        #expect(!isWhole || answered == expected, "\(list), whole words: \(isWord), on \(comment.debugDescription)")
      }
      print("\(list), \(isWord ? "words" : "substrings"): \(kept.count) entries, \(texts) comments, \(places) found")
    }
  }
}

/// A tree of prefixes, walked from every place of a text.
private struct PlainSearch {
  private var children: [[UInt8: Int]] = [[:]]
  private var ends: [[Int]] = [[]]

  mutating func add(_ bytes: [UInt8], _ number: Int) {
    var node = 0
    for byte in bytes {
      if let child = children[node][byte] {
        node = child
      } else {
        children[node][byte] = children.count
        node = children.count
        children.append([:])
        ends.append([])
      }
    }
    ends[node].append(number)
  }

  func forEachHit(in bytes: [UInt8], isWord: Bool, _ found: (Int, Range<Int>) -> Void) {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    let text = bytes.span
    for start in bytes.indices {
      var (node, place) = (0, start)
      while place < bytes.count {
        var next = place + 1
        var byte = bytes[place]
        // One blank of an entry stands for any run of them.
        if isBlank(byte), place > start {
          byte = 0x20
          while next < bytes.count, isBlank(bytes[next]) { next += 1 }
        }
        guard let child = children[node][byte] else { break }
        (node, place) = (child, next)
        guard !ends[node].isEmpty else { continue }
        if isWord {
          let (first, last) = (UTF8Bytes.scalar(text, at: start).scalar, UTF8Bytes.scalar(text, before: place))
          if WordCharacter.isWord(first), start > 0, WordCharacter.isWord(UTF8Bytes.scalar(text, before: start)) {
            continue
          }
          if WordCharacter.isWord(last), place < bytes.count,
            WordCharacter.isWord(UTF8Bytes.scalar(text, at: place).scalar)
          {
            continue
          }
        }
        for number in ends[node] { found(number, start..<place) }
      }
    }
  }
}

private enum RealData {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "../shared/data")
  static let isPresent = FileManager.default.fileExists(atPath: root.appending(path: "comments").path)
  static let isEverything = ProcessInfo.processInfo.environment["MODERATO_DIFFERENTIAL"] == "all"

  private static func names(_ folder: String, _ suffix: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? [])
      .filter { $0.hasSuffix(suffix) }.sorted()
  }

  private static func lines(_ path: String) throws -> [String] {
    try String(contentsOf: root.appending(path: path), encoding: .utf8).split(separator: "\n").map(String.init)
  }

  static let lists = names("lists", ".literal.txt")

  static func entries(of list: String) throws -> [String] {
    var folding = LiteralFolding()
    let all = try lines("lists/" + list).map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty && !$0.hasPrefix("#") && !folding.fold($0, as: .fold).isEmpty }
    return isEverything ? all : stride(from: 0, to: all.count, by: max(1, all.count / 2_000)).map { all[$0] }
  }

  /// All that a list file can hold and PCRE2 compiles; an option in front stands for flags that are not ours.
  static func expressions() throws -> [String] {
    let all = try names("rules", ".regex.txt").flatMap { try lines("rules/" + $0) }.map { line in
      let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return line }
      return ["", "i", "-"].contains(parts[0]) ? String(parts[1]) : "(?\(parts[0].filter { $0 != "i" }))\(parts[1])"
    }
    let fit = all.filter { !$0.hasPrefix("#") && $0 == $0.trimmingCharacters(in: .whitespaces) }
    return fit.filter { (try? set([$0], kind: "regex", view: "fold")) != nil }
  }

  /// Of each file of comments every n-th, so that about `sample` of it are taken; all of them when asked for.
  static func comments(sample: Int) throws -> [String] {
    try names("comments", ".jsonl").flatMap { name in
      let rows = try lines("comments/" + name)
      let step = isEverything ? 1 : max(1, rows.count / sample)
      return try stride(from: 0, to: rows.count, by: step).compactMap { number in
        (try JSONSerialization.jsonObject(with: Data(rows[number].utf8)) as? [String: Any])?["text"] as? String
      }
    }
  }

  static func set(_ entries: [String], kind: String, view: String) throws -> RuleSet {
    try RuleSet(
      files: RuleFiles([
        "ruleset.yaml": """
        schema: 1
        name: real
        defaults: { owner: desk }
        lists: { all: { file: lists/all.txt, kind: \(kind) } }
        """,
        "lists/all.txt": entries.joined(separator: "\n"),
        "rules.yaml": "rules:\n  - { id: all, view: \(view), match: { list: all } }\n",
      ]))
  }
}
