/// What a text must have for an expression to match in it, as far as that is certain.
struct ExpressionNeeds: Hashable, Sendable {
  /// Strings of which at least one stands in every match.
  var literals: LiteralNeeds?
  /// Characters that stand in every match, all of them.
  var characters: CharacterMask

  /// - Parameters:
  ///   - isExtended: The expression is compiled with blanks and comments ignored.
  ///   - fold: How the texts of its view are folded before the search.
  init(of expression: String, isExtended: Bool, fold: ScalarFold) {
    var parser = LiteralNeedParser(expression, isExtended: isExtended, fold: fold)
    let summary = parser.parse()
    literals = summary?.best
    characters = summary?.characters ?? CharacterMask()
  }
}

/// What every match of an expression must contain: at least one of these strings, in folded UTF-8.
///
/// Found by ``LiteralNeedParser`` without matching anything; `nil` where nothing is certain. The prefilter looks for
/// the strings, and only where one stands does PCRE2 look at the text.
struct LiteralNeeds: Hashable, Sendable {
  /// Alternatives, none a part of another.
  var alternatives: [[UInt8]]

  /// Shorter strings stand in nearly every text: two Latin letters, or one letter of Cyrillic and something beside it,
  /// are the least that tells texts apart.
  static func isLongEnough(_ string: [UInt8]) -> Bool {
    string.count >= 3 || (string.count == 2 && string.allSatisfy { $0 < 0x80 })
  }

  /// More alternatives cost more than they save.
  static let alternativesMax = 64

  init?(_ strings: some Sequence<[UInt8]>) {
    // A string that holds another says no more than that other one.
    var kept: [[UInt8]] = []
    for string in Set(strings).sorted(by: {
      $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count < $1.count
    }) {
      guard Self.isLongEnough(string) else { return nil }
      if !kept.contains(where: { string.holds($0) }) { kept.append(string) }
    }
    guard !kept.isEmpty, kept.count <= Self.alternativesMax else { return nil }
    alternatives = kept
  }

  /// How few texts will have one of the strings, roughly in bits; larger is better.
  var rarity: Double {
    let shares = alternatives.map { Double.pow2(-LetterRarity.bits(of: $0)) }
    return -Double.log2(shares.reduce(0, +))
  }
}

/// What an expression's part can match, as far as literals go.
struct LiteralSummary {
  /// All strings that it matches, when they are few and known.
  var exact: Set<[UInt8]>?
  /// Of which every match contains one.
  var needs: LiteralNeeds?
  /// Which every match contains, all of them.
  var characters = CharacterMask()

  /// More strings than this, or longer ones, are no longer followed one by one.
  static let exactMax = 48
  static let exactBytesMax = 48

  static let empty = LiteralSummary(exact: [[]])
  /// Something of which nothing is known.
  static let anything = LiteralSummary()

  init(exact: Set<[UInt8]>? = nil, needs: LiteralNeeds? = nil, characters: CharacterMask = CharacterMask()) {
    self.exact = exact
    self.needs = needs
    self.characters = characters
  }

  /// The better of what is needed for sure and what the exact strings say.
  var best: LiteralNeeds? {
    Self.better(needs, exact.flatMap { LiteralNeeds($0) })
  }

  static func better(_ left: LiteralNeeds?, _ right: LiteralNeeds?) -> LiteralNeeds? {
    guard let left else { return right }
    guard let right else { return left }
    return right.rarity > left.rarity ? right : left
  }

  /// One or the other.
  func or(_ other: LiteralSummary) -> LiteralSummary {
    let characters = characters.intersection(other.characters)
    if let left = exact, let right = other.exact, left.union(right).count <= Self.exactMax {
      return LiteralSummary(exact: left.union(right), characters: characters)
    }
    guard let left = best, let right = other.best else { return LiteralSummary(characters: characters) }
    return LiteralSummary(
      exact: nil, needs: LiteralNeeds(left.alternatives + right.alternatives), characters: characters)
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
        return counts.lowerBound > 0
          ? LiteralSummary(exact: all, needs: needs, characters: characters) : LiteralSummary(exact: all)
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
    counts.lowerBound > 0 ? LiteralSummary(exact: nil, needs: best, characters: characters) : .anything
  }
}

/// Parts of an expression one after another.
///
/// Strings that are known exactly are joined as long as they are few and short, so that `\w+каз[иі]но` needs «казино» or
/// «казіно» and not only letters.
struct LiteralSequence {
  /// What the parts since the last unknown one match, exactly.
  private var run: Set<[UInt8]> = [[]]
  /// Everything so far is known exactly.
  private var isExact = true
  private var needs: LiteralNeeds?
  private var characters = CharacterMask()

  mutating func append(_ next: LiteralSummary) {
    characters.formUnion(next.characters)
    needs = LiteralSummary.better(needs, next.needs)
    guard let exact = next.exact else {
      close()
      return
    }
    if run.count * exact.count <= LiteralSummary.exactMax {
      var product: Set<[UInt8]> = []
      for head in run {
        for tail in exact { product.insert(head + tail) }
      }
      if product.allSatisfy({ $0.count <= LiteralSummary.exactBytesMax }) {
        run = product
        return
      }
    }
    close()
    run = exact
  }

  /// `а+`, or `(?:аб|в){2,}`: a first round joined to what stands before, and a last one to what follows.
  mutating func append(_ round: LiteralSummary, repeated counts: ClosedRange<Int>) {
    guard round.hasKnownEnds(repeated: counts) else { return append(round.repeated(counts)) }
    append(round)
    close()
    run = round.exact ?? [[]]
  }

  /// Ends the run: what it needs is kept, and what follows is joined to nothing before.
  private mutating func close() {
    needs = LiteralSummary.better(needs, LiteralNeeds(run))
    run = [[]]
    isExact = false
  }

  var summary: LiteralSummary {
    isExact
      ? LiteralSummary(exact: run, needs: needs, characters: characters)
      : LiteralSummary(exact: nil, needs: LiteralSummary.better(needs, LiteralNeeds(run)), characters: characters)
  }
}

/// How rare letters are in what readers write, in bits: the negative logarithm of their share among letters.
///
/// Rounded shares of the letters of Russian, Ukrainian and English as letter-frequency tables give them. Only the order
/// matters: a wrong number makes a search slower, never wrong.
enum LetterRarity {
  private static let russian: [(String, Double)] = [
    ("оеаитнсо", 4), ("рвлкмдпуія", 5), ("ыьгзбчйхж", 6), ("шюцщэфїє", 8), ("ъёґ", 10),
  ]
  private static let english: [(String, Double)] = [
    ("etaoinshr", 4), ("dlucmwfgyp", 5.5), ("bvk", 6.5), ("jxqz", 9.5),
  ]

  private static let table: [UInt32: Double] = {
    var table: [UInt32: Double] = [:]
    for (letters, bits) in russian + english {
      for scalar in letters.unicodeScalars { table[scalar.value] = bits }
    }
    for (characters, bits) in [(" ", 2.5), (",.-", 6), ("0123456789", 6), ("\"'!?:()/", 7)] {
      for scalar in characters.unicodeScalars { table[scalar.value] = bits }
    }
    return table
  }()

  /// - Parameter string: UTF-8, perhaps with its last character cut off, which then counts for half a letter.
  static func bits(of string: [UInt8]) -> Double {
    String(decoding: string, as: UTF8.self).unicodeScalars.reduce(0) { sum, scalar in
      sum + (scalar == "\u{FFFD}" ? 2.5 : table[scalar.value] ?? 9)
    }
  }
}

extension Double {
  /// Powers and logarithms without the C library, exact enough for comparing rarities.
  fileprivate static func pow2(_ exponent: Double) -> Double {
    let whole = exponent.rounded(.down)
    let rest = exponent - whole
    return Double(sign: .plus, exponent: Int(max(whole, -1000)), significand: 1 + rest * (0.6565 + rest * 0.3435))
  }

  fileprivate static func log2(_ value: Double) -> Double {
    guard value > 0 else { return -1000 }
    let rest = value.significand - 1
    return Double(value.exponent) + rest * (1.3465 - rest * 0.3465)
  }
}

extension [UInt8] {
  /// Whether `part` stands somewhere inside.
  func holds(_ part: [UInt8]) -> Bool {
    guard part.count <= count else { return false }
    return (0...(count - part.count)).contains { self[$0..<($0 + part.count)].elementsEqual(part) }
  }
}
