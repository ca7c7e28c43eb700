/// Chooses, for each expression of a set, which of its needed strings is looked for.
///
/// The letters of a string tell how rare it may be, and the set itself how common it is: what many expressions need is
/// what many texts have. So of `this\W?article\W?helps` not «article» is looked for where a hundred others need it
/// too. Any choice is right; a good one leaves less to compare.
struct LiteralChoice {
  /// Bits that a string loses with each doubling of those that need it.
  private static let bitsPerSharing = 1.5
  /// Bits that a word of everyday talk loses.
  private static let bitsOfCommonWord = 10.0

  private var sharers: [[UInt8]: Int] = [:]

  init(among options: [[LiteralNeeds]]) {
    // Only where there is a choice does it matter who else needs a string.
    for needs in options where needs.count > 1 {
      for literal in Set(needs.flatMap { $0.alternatives.map(\.bytes) }) { sharers[literal, default: 0] += 1 }
    }
  }

  /// - Parameter options: Not empty.
  func best(of options: [LiteralNeeds]) -> LiteralNeeds {
    guard options.count > 1 else { return options[0] }
    var best = (needs: options[0], rarity: -Double.infinity)
    for needs in options {
      let rarity = needs.rarity(bits)
      if rarity > best.rarity { best = (needs, rarity) }
    }
    return best.needs
  }

  private func bits(of literal: [UInt8]) -> Double {
    let word = String(decoding: literal, as: UTF8.self)
    return LetterRarity.bits(of: literal[...]) - (CommonWords.contains(word) ? Self.bitsOfCommonWord : 0)
      - Self.bitsPerSharing * Double.log2(Double(max(1, sharers[literal] ?? 1)))
  }
}
