/// By what an expression is found in a text.
enum LiteralFinder: Hashable, Sendable {
  case letters(LetterKey)
  /// A literal in folded UTF-8 that has too few letters.
  case sign([UInt8])

  /// The finders of a literal, one of which is in every text that has it.
  static func finders(of literal: NeededLiteral) -> [LiteralFinder] {
    LetterKey.keys(of: literal).map { key in
      // «18+» is told by its sign.
      let isTold =
        key.letters.count > 2
        || (key.letters.count == 2 && literal.bytes.allSatisfy { LetterStream.classes[Int($0)] != 0 || $0 == 0x20 })
      return isTold || literal.isOfLetters ? .letters(key) : .sign(literal.bytes)
    }
  }

  fileprivate var bits: Double {
    switch self {
    case .letters(let key):
      let written = key.utf8
      let isCommon =
        key.letters.count <= Self.wordLettersMax && CommonWords.contains(String(decoding: written, as: UTF8.self))
      return LetterRarity.bits(of: written[...]) - (isCommon ? Self.bitsOfCommonWord : 0)
    case .sign(let bytes): return LetterRarity.bits(of: bytes[...])
    }
  }

  /// Bits that a word of everyday talk loses.
  private static let bitsOfCommonWord = 10.0
  private static let wordLettersMax = 16
}

extension NeededLiteral {
  fileprivate var isOfLetters: Bool {
    bytes.allSatisfy { LetterStream.classes[Int($0)] != LetterStream.ByteClass.other || $0 & 0xC0 == 0x80 }
  }
}

/// Chooses, for each expression of a set, which of its needed strings is looked for.
///
/// The letters of a string tell how rare it may be, and the set itself how common it is: what many expressions need is
/// what many texts have. So of `this\W?article.{0,20}helps` not «article» is looked for where a hundred others need it
/// too. Any choice is right; a good one leaves less to compare.
struct LiteralChoice {
  /// Bits that a string loses with each doubling of those that need it.
  private static let bitsPerSharing = 1.5

  private var sharers: [LiteralFinder: Int] = [:]

  init(among options: [[LiteralNeeds]]) {
    // Only where there is a choice does it matter who else needs a string.
    for needs in options where needs.count > 1 {
      var counted: Set<LiteralFinder> = []
      for finder in needs.lazy.flatMap(\.finders) where counted.insert(finder).inserted {
        sharers[finder, default: 0] += 1
      }
    }
  }

  /// - Parameter options: Not empty.
  func best(of options: [LiteralNeeds]) -> [LiteralFinder] {
    guard options.count > 1 else { return options[0].finders }
    var best: (finders: [LiteralFinder], rarity: Double) = ([], -Double.infinity)
    for needs in options {
      let finders = needs.finders
      let shares = finders.map { finder in
        Double.pow2(Self.bitsPerSharing * Double.log2(Double(max(1, sharers[finder] ?? 1))) - finder.bits)
      }
      let rarity = -Double.log2(shares.reduce(0, +))
      if best.finders.isEmpty || rarity > best.rarity { best = (finders, rarity) }
    }
    return best.finders
  }
}

extension LiteralNeeds {
  fileprivate var finders: [LiteralFinder] {
    if let only = alternatives.first, alternatives.count == 1 {
      let finders = LiteralFinder.finders(of: only)
      if finders.count == 1 { return finders }
    }
    var seen: Set<LiteralFinder> = []
    return alternatives.flatMap { LiteralFinder.finders(of: $0) }.filter { seen.insert($0).inserted }
  }
}
