import ModerationModel
import PCRE2
import TextNormalization

/// Finds entries that add nothing, because another entry of the same rule or list is met wherever they are.
///
/// It answers only what is certain: a whole word inside a phrase, a substring inside a longer entry, a host below a
/// listed one, a network inside another, and a plain entry that an expression without any look at its surroundings
/// matches as it stands. Entries with exceptions are left alone, since an exception may spare the longer one.
struct Subsumption: ~Copyable {
  /// More words than this in a phrase are not taken apart.
  private static let wordsMax = 16
  /// Expressions that are tried on the plain entries of a rule, and the entries that they are tried on.
  private static let expressionsMax = 200
  private static let entriesMax = 2_000

  private var folding = LiteralFolding()
  private var worker = try? MatchWorker()

  /// A plain entry as a view shows it.
  private struct Plain {
    var text: YAMLScalar
    var bytes: [UInt8]
    /// Letters, digits and marks beside it part it from what it is in.
    var isBounded: Bool
  }

  // MARK: Rules

  mutating func check(
    _ group: PatternGroup, lists: [String: ListDefinition], _ diagnostics: inout Diagnostics
  ) {
    let (scope, view) = (group.scope, group.scope.view)
    guard group.exceptions.isEmpty, scope.flags.isDisjoint(with: [.caseSensitive, .extended]) else { return }
    guard view == .fold || view == .norm || view == .squeeze else { return }
    var plain: [Plain] = []
    var listed: [(name: String, words: Set<[UInt8]>)] = []
    for pattern in group.patterns {
      switch pattern.content {
      case .literal: add(pattern.text, pattern.kind != .substring, view, to: &plain)
      case .expression(let expanded):
        // An expression of letters alone is a substring, if folding leaves it as it is.
        let letters = pattern.kind == .expression ? Self.letters(of: expanded.text) : nil
        if let letters, folding.fold(letters, as: view) == Array(letters.utf8) {
          plain.append(Plain(text: pattern.text, bytes: Array(letters.utf8), isBounded: false))
        }
      case .list(let name):
        guard let list = lists[name], list.kind == .words || list.kind == .phrases else { continue }
        listed.append((name, Set(list.entries.map { folding.fold($0.text, as: view) })))
      }
    }
    var words: [[UInt8]: Plain] = [:]
    var substrings: [[UInt8]: Plain] = [:]
    for entry in plain {
      if entry.isBounded { words[entry.bytes] = entry } else { substrings[entry.bytes] = entry }
    }
    let lengths = Set(substrings.keys.map(\.count)).sorted()
    for entry in plain {
      if let other = Self.parts(of: entry).lazy.compactMap({ words[$0] }).first(where: { $0.bytes != entry.bytes }) {
        report(entry.text, "«\(other.text.text.clipped(to: 40))»", other.text.place, &diagnostics)
      } else if let other = Self.inside(entry, lengths: lengths, substrings) {
        report(entry.text, "«\(other.text.text.clipped(to: 40))»", other.text.place, &diagnostics)
      } else if let list = listed.first(where: { list in Self.parts(of: entry).contains { list.words.contains($0) } }) {
        diagnostics.warning(
          .subsumedPattern, entry.text.place,
          "«\(entry.text.text.clipped(to: 40))» adds nothing: an entry of the list «\(list.name)» is met wherever it is",
          expected: "the shorter entry alone")
      }
    }
    checkExpressions(group, plain, &diagnostics)
  }

  private mutating func add(_ text: YAMLScalar, _ isBounded: Bool, _ view: ViewName, to plain: inout [Plain]) {
    let bytes = folding.fold(text.text, as: view)
    guard !bytes.isEmpty else { return }
    plain.append(Plain(text: text, bytes: bytes, isBounded: isBounded))
  }

  private func report(_ entry: YAMLScalar, _ other: String, _ place: SourcePlace, _ diagnostics: inout Diagnostics) {
    diagnostics.warning(
      .subsumedPattern, entry.place,
      "«\(entry.text.clipped(to: 40))» adds nothing: \(other) in line \(place.line) is met wherever it is",
      expected: "the shorter pattern alone")
  }

  /// What stands in an entry between two ends of words for sure, the entry itself included if it is bounded.
  private static func parts(of entry: Plain) -> [[UInt8]] {
    var words: [Range<Int>] = []
    let bytes = entry.bytes.span
    var index = 0
    while index < bytes.count {
      let start = index
      while index < bytes.count {
        let (scalar, length) = UTF8Bytes.scalar(bytes, at: index)
        guard WordCharacter.isWord(scalar) else { break }
        index += length
      }
      if index > start {
        words.append(start..<index)
      } else {
        index += UTF8Bytes.scalar(bytes, at: index).length
      }
    }
    // At the edge of a substring, a longer word may go on.
    if !entry.isBounded, words.first?.lowerBound == 0 { words.removeFirst() }
    if !entry.isBounded, words.last?.upperBound == entry.bytes.count { words.removeLast() }
    guard words.count <= wordsMax else { return [] }
    var parts: [[UInt8]] = []
    for first in words.indices {
      for last in first..<words.count {
        parts.append(Array(entry.bytes[words[first].lowerBound..<words[last].upperBound]))
      }
    }
    return parts
  }

  /// A substring that stands in an entry and is not the entry itself.
  private static func inside(_ entry: Plain, lengths: [Int], _ substrings: [[UInt8]: Plain]) -> Plain? {
    for length in lengths where length <= entry.bytes.count {
      for start in 0...(entry.bytes.count - length) {
        if let found = substrings[Array(entry.bytes[start..<start + length])],
          entry.isBounded || found.bytes != entry.bytes
        {
          return found
        }
      }
    }
    return nil
  }

  // MARK: Expressions

  private mutating func checkExpressions(_ group: PatternGroup, _ plain: [Plain], _ diagnostics: inout Diagnostics) {
    guard plain.count <= Self.entriesMax else { return }
    let options = PatternSetBuilder.options(group.scope.flags)
    var tried = 0
    for definition in group.patterns {
      guard case .expression(let expanded) = definition.content, tried < Self.expressionsMax else { continue }
      guard Self.letters(of: expanded.text) == nil, Self.looksAtItselfAlone(expanded.text) else { continue }
      let isWord = definition.kind == .word
      let text = isWord ? PatternSetBuilder.bounded(expanded.text, options) : expanded.text
      guard let pattern = try? Pattern(text, options: options), !pattern.matchesEmpty else { continue }
      tried += 1
      for entry in plain where isWord ? entry.isBounded : true {
        // A blank of an entry stands for more than the expression may know.
        guard !entry.bytes.contains(0x20), let span = try? UTF8Span(validating: entry.bytes.span) else { continue }
        guard let found = try? worker?.firstMatch(of: pattern, in: span), !found.isEmpty else { continue }
        guard !isWord || Self.isWholeWords(entry.bytes) else { continue }
        report(entry.text, "«\(definition.text.text.clipped(to: 40))»", definition.text.place, &diagnostics)
      }
    }
  }

  /// The text of an expression in which every character stands for itself.
  private static func letters(of expression: String) -> String? {
    var text = String.UnicodeScalarView()
    for token in ExpressionTokens(expression).tokens {
      guard case .literal(let scalar) = token.kind, !scalar.properties.isWhitespace else { return nil }
      text.append(scalar)
    }
    // Escapes would have been taken for what they stand for; the text is then not the expression.
    return String(text) == expression ? expression : nil
  }

  /// No anchors, boundaries, look-arounds, references, verbs, atomic groups or possessive repeats: whether it matches a
  /// piece of text depends on that piece alone.
  private static func looksAtItselfAlone(_ expression: String) -> Bool {
    guard !["++", "*+", "?+", "}+", "(*", "\\Q"].contains(where: { expression.contains($0) }) else { return false }
    return ExpressionTokens(expression).tokens.allSatisfy { token in
      switch token.kind {
      case .literal, .characterClass, .quantifier, .close: true
      case .escape(let letter): "wWdDsS".unicodeScalars.contains(letter)
      case .sign(let sign): sign == "." || sign == "|"
      case .open(let text): text == "(" || text == "(?:"
      }
    }
  }

  /// Whether both ends are letters, so that what stands beside a bounded entry is none.
  private static func isWholeWords(_ bytes: [UInt8]) -> Bool {
    WordCharacter.isWord(UTF8Bytes.scalar(bytes.span, at: 0).scalar)
      && WordCharacter.isWord(UTF8Bytes.scalar(bytes.span, before: bytes.count))
  }

  // MARK: Lists

  mutating func check(_ list: ListDefinition, _ diagnostics: inout Diagnostics) {
    switch list.kind {
    case .words, .phrases: checkWords(list, &diagnostics)
    case .domains, .emails, .ip: checkNames(list, &diagnostics)
    case .regex: break
    }
  }

  private mutating func checkWords(_ list: ListDefinition, _ diagnostics: inout Diagnostics) {
    var entries: [[UInt8]: ListDefinition.Entry] = [:]
    for entry in list.entries { entries[folding.fold(entry.text, as: .fold)] = entry }
    for entry in list.entries {
      let bytes = folding.fold(entry.text, as: .fold)
      // One word has no other word inside, and most entries are one word.
      guard bytes.contains(where: { $0 < 0x80 && !WordCharacter.isWord(Unicode.Scalar($0)) }) else { continue }
      let whole = Plain(text: YAMLScalar(text: "", style: .plain, place: list.place), bytes: bytes, isBounded: true)
      if let other = Self.parts(of: whole).lazy.compactMap({ entries[$0] }).first(where: { $0.text != entry.text }),
        folding.fold(other.text, as: .fold) != bytes
      {
        report(entry, other, of: list, &diagnostics)
      }
    }
  }

  private mutating func checkNames(_ list: ListDefinition, _ diagnostics: inout Diagnostics) {
    // What is wrong with an entry is told elsewhere.
    var ignored = Diagnostics()
    var names: [String: ListDefinition.Entry] = [:]
    var networks: [(range: NetworkRange, entry: ListDefinition.Entry)] = []
    var read: [(named: ListEntry, entry: ListDefinition.Entry)] = []
    for entry in list.entries {
      guard let named = ListEntry(entry.text, list.kind, list.place(of: entry), &folding, &ignored) else { continue }
      read.append((named, entry))
      switch named {
      case .host(let name), .mail(let name): names[name] = entry
      case .network(let range): networks.append((range, entry))
      }
    }
    for (named, entry) in read {
      let above: [String] =
        switch named {
        case .host(let host): Self.above(host).map { String($0) }
        case .mail(let address):
          address.split(separator: "@").last.map { host in
            (address.hasPrefix("@") ? [] : ["@\(host)"]) + Self.above(String(host)).map { "@\($0)" }
          } ?? []
        case .network: []
        }
      if let other = above.lazy.compactMap({ names[$0] }).first { report(entry, other, of: list, &diagnostics) }
    }
    networks.sort {
      ($0.range.bounds.lowerBound, $1.range.bounds.upperBound) < (
        $1.range.bounds.lowerBound, $0.range.bounds.upperBound
      )
    }
    var widest: (range: NetworkRange, entry: ListDefinition.Entry)?
    for (range, entry) in networks {
      if let widest, widest.range.contains(range) {
        if widest.range != range { report(entry, widest.entry, of: list, &diagnostics) }
      } else {
        widest = (range, entry)
      }
    }
  }

  /// The hosts above a host, nearest first.
  private static func above(_ host: String) -> [Substring] {
    var rest = Substring(host)
    var above: [Substring] = []
    while let dot = rest.firstIndex(of: ".") {
      rest = rest[rest.index(after: dot)...]
      above.append(rest)
    }
    return above
  }

  private func report(
    _ entry: ListDefinition.Entry, _ other: ListDefinition.Entry, of list: ListDefinition,
    _ diagnostics: inout Diagnostics
  ) {
    diagnostics.warning(
      .subsumedPattern, list.place(of: entry),
      "«\(entry.text.clipped(to: 40))» adds nothing: «\(other.text.clipped(to: 40))» in line \(other.line) is met wherever it is",
      expected: "the shorter entry alone")
  }
}
