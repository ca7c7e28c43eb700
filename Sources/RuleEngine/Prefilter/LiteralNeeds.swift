/// What a text must have for an expression to match in it, as far as that is certain.
struct ExpressionNeeds: Hashable, Sendable {
  /// Each says what every match must contain, so any one of them will do; the one that is rarest by its letters first.
  var options: [LiteralNeeds]
  /// Characters that stand in every match, all of them.
  var characters: CharacterMask

  /// - Parameters:
  ///   - isExtended: The expression is compiled with blanks and comments ignored.
  ///   - isUnicode: `\w`, `\b` and their like follow Unicode.
  ///   - fold: How the texts of its view are folded before the search.
  init(of expression: String, isExtended: Bool, isUnicode: Bool = true, fold: ScalarFold) {
    var parser = LiteralNeedParser(expression, isExtended: isExtended, isUnicode: isUnicode, fold: fold)
    let summary = parser.parse()
    options = summary?.options ?? []
    characters = summary?.characters ?? CharacterMask()
    // Without Unicode `\w` has only ASCII, but a text that is not folded may have characters that fold to it.
    if !isUnicode, !fold.isTextFolded {
      options = options.compactMap { LiteralNeeds(literals: $0.alternatives.map { NeededLiteral($0.bytes) }) }
    }
  }

  /// Strings of which at least one stands in every match.
  var literals: LiteralNeeds? { options.first }
}

/// A string that a match contains, and what must stand around it.
struct NeededLiteral: Hashable, Sendable {
  /// In folded UTF-8.
  var bytes: [UInt8]
  var before = LiteralSide()
  var after = LiteralSide()

  init(_ bytes: [UInt8], before: LiteralSide = LiteralSide(), after: LiteralSide = LiteralSide()) {
    self.bytes = bytes
    self.before = before
    self.after = after
  }

  var hasSurroundings: Bool { !before.isFree || !after.isFree }
}

/// What must stand on one side of a needed literal.
struct LiteralSide: Hashable, Sendable {
  /// No ``WordEdge`` letter directly beside the literal.
  var isBoundary = false
  /// One of these stands beyond the gap; none when anything may.
  var neighbours: [[UInt8]] = []
  var gap = LiteralGap.none
  /// Whether letters beyond ASCII count for boundary and gap.
  var isUnicode = true

  var isFree: Bool { !isBoundary && neighbours.isEmpty }

  /// More strings, or a wider gap that is not told by its letters, cost more than they save.
  static let neighboursMax = 8
  static let gapBytesMax = 48
}

/// What every match of an expression must contain: at least one of these strings, in folded UTF-8.
///
/// Found by ``LiteralNeedParser`` without matching anything; `nil` where nothing is certain. The prefilter looks for
/// the strings and at what stands around them, and only where that fits does PCRE2 look at the text.
struct LiteralNeeds: Hashable, Sendable {
  /// None says the same as another.
  var alternatives: [NeededLiteral]

  /// Shorter strings stand in nearly every text: two Latin letters, or one letter of Cyrillic and something beside it,
  /// are the least that tells texts apart.
  static func isLongEnough(_ string: [UInt8]) -> Bool {
    string.count >= 3 || (string.count == 2 && string.allSatisfy { $0 < 0x80 })
  }

  /// More alternatives cost more than they save.
  static let alternativesMax = 64

  init?(_ strings: some Sequence<[UInt8]>) {
    self.init(literals: strings.map { NeededLiteral($0) })
  }

  init?(literals: [NeededLiteral]) {
    guard literals.allSatisfy({ Self.isLongEnough($0.bytes) }) else { return nil }
    var kept = Self.distinct(literals)
    if kept.count > Self.alternativesMax { kept = Self.distinct(literals.map { NeededLiteral($0.bytes) }) }
    guard !kept.isEmpty, kept.count <= Self.alternativesMax else { return nil }
    alternatives = kept
  }

  /// A string that holds another says no more than that other one, where nothing is asked around the other.
  private static func distinct(_ literals: [NeededLiteral]) -> [NeededLiteral] {
    var kept: [NeededLiteral] = []
    let sorted = literals.sorted {
      if $0.bytes.count != $1.bytes.count { return $0.bytes.count < $1.bytes.count }
      if $0.bytes != $1.bytes { return $0.bytes.lexicographicallyPrecedes($1.bytes) }
      return !$0.hasSurroundings && $1.hasSurroundings
    }
    for literal in sorted {
      let isSaid = kept.contains { $0 == literal || (!$0.hasSurroundings && literal.bytes.holds($0.bytes)) }
      if !isSaid { kept.append(literal) }
    }
    return kept
  }

  /// How few texts will have one of the strings, roughly in bits; larger is better.
  var rarity: Double { rarity { LetterRarity.bits(of: $0[...]) } }

  /// The same, with another measure of a string's rarity.
  func rarity(_ bits: ([UInt8]) -> Double) -> Double {
    let shares = alternatives.map { Double.pow2(-bits($0.bytes)) }
    return -Double.log2(shares.reduce(0, +))
  }
}

/// What an expression's part can match, as far as literals go.
struct LiteralSummary {
  /// All strings that it matches, when they are few and known.
  var exact: Set<[UInt8]>?
  /// Of which every match contains one. Beside `exact` it says the same with what stands around the strings.
  var needs: LiteralNeeds?
  /// Which every match contains, all of them.
  var characters = CharacterMask()
  /// What it covers.
  var extent: LiteralGap
  /// It covers nothing, and asks that no letter stands on one side of its place, if one stands on the other.
  var isBoundary = false
  /// The parts of a sequence, so that a group around it changes nothing.
  var pieces: [LiteralSequence.Piece]?
  /// What else every match contains; see ``ExpressionNeeds/options``.
  var otherNeeds: [LiteralNeeds] = []

  /// More strings than this, or longer ones, are no longer followed one by one.
  static let exactMax = 48
  static let exactBytesMax = 48

  static let empty = LiteralSummary(exact: [[]])
  static let boundary: LiteralSummary = {
    var summary = LiteralSummary.empty
    summary.isBoundary = true
    return summary
  }()
  /// Something of which nothing is known.
  static let anything = LiteralSummary(extent: .anything)
  /// One character of which nothing is known.
  static let character = LiteralSummary(extent: .character)

  /// Something that is not known exactly.
  init(needs: LiteralNeeds? = nil, characters: CharacterMask = CharacterMask(), extent: LiteralGap) {
    self.needs = needs
    self.characters = characters
    self.extent = extent
  }

  init(exact: Set<[UInt8]>, needs: LiteralNeeds? = nil, characters: CharacterMask = CharacterMask()) {
    self.exact = exact
    self.needs = needs
    self.characters = characters
    extent = Self.extent(of: exact)
  }

  static func extent(of strings: Set<[UInt8]>) -> LiteralGap {
    LiteralGap(
      bytesMax: strings.map(\.count).max() ?? 0,
      isWordless: strings.allSatisfy { string in
        String(decoding: string, as: UTF8.self).unicodeScalars
          .allSatisfy { !WordEdge.isLetter($0, isUnicode: true) && $0 != "\u{FFFD}" }
      })
  }

  /// The better of what is needed for sure and what the exact strings say.
  var best: LiteralNeeds? { needs ?? exact.flatMap { LiteralNeeds($0) } }

  /// ``best`` first, then the others.
  var options: [LiteralNeeds] { best.map { [$0] + otherNeeds } ?? [] }

  static func better(_ left: LiteralNeeds?, _ right: LiteralNeeds?) -> LiteralNeeds? {
    guard let left else { return right }
    guard let right else { return left }
    return right.rarity > left.rarity ? right : left
  }

  /// One or the other.
  func or(_ other: LiteralSummary) -> LiteralSummary {
    let characters = characters.intersection(other.characters)
    var union: Set<[UInt8]>?
    if let left = exact, let right = other.exact {
      let both = left.union(right)
      if both.count <= Self.exactMax { union = both }
    }
    // The strings say all; what they need is worked out once, when the last alternative is read.
    if let union, needs == nil, other.needs == nil { return LiteralSummary(exact: union, characters: characters) }
    let needs: LiteralNeeds? =
      if let left = best, let right = other.best {
        LiteralNeeds(literals: left.alternatives + right.alternatives)
      } else {
        nil
      }
    if let union { return LiteralSummary(exact: union, needs: needs, characters: characters) }
    return LiteralSummary(needs: needs, characters: characters, extent: extent.or(other.extent))
  }

  /// Several times in a row.
  func repeated(_ counts: ClosedRange<Int>) -> LiteralSummary {
    if counts.lowerBound == 1, counts.upperBound == 1 { return self }
    if let exact, counts.upperBound <= 4 {
      var all: Set<[UInt8]> = []
      var once: Set<[UInt8]> = [[]]
      for count in 0...counts.upperBound {
        if count >= counts.lowerBound { all.formUnion(once) }
        var longer: Set<[UInt8]> = []
        for head in once {
          for tail in exact { longer.insert(head + tail) }
        }
        once = longer
        guard all.count <= Self.exactMax, once.count <= Self.exactMax else { return unfolded(counts) }
      }
      if all.allSatisfy({ $0.count <= Self.exactBytesMax }) {
        return LiteralSummary(exact: all, characters: counts.lowerBound > 0 ? characters : CharacterMask())
      }
    }
    return unfolded(counts)
  }

  /// Whether ``repeated(_:)`` by these counts begins and ends with a round that is known exactly, with anything between.
  func hasKnownEnds(repeated counts: ClosedRange<Int>) -> Bool {
    counts.lowerBound > 0 && exact != nil && repeated(counts).exact == nil
  }

  /// A repetition that is too long to be followed: what one round needs, a match needs, when there is a first round.
  private func unfolded(_ counts: ClosedRange<Int>) -> LiteralSummary {
    let extent = extent.repeated(atMost: counts.upperBound)
    return counts.lowerBound > 0
      ? LiteralSummary(needs: best, characters: characters, extent: extent) : LiteralSummary(extent: extent)
  }
}
