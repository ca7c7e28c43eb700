public import ModerationModel
import RuleEngine
import TextNormalization

/// A submission with its texts normalised and measured: all that can be known before anything is looked up.
///
/// It belongs to no worker and no rule set, so it may wait for a store and be judged by whoever is free.
public struct PreparedSubmission: Sendable {
  public let submission: Submission
  /// Stands for the words, to find repeats by; `nil` when there is too little of them.
  public let digest: TextDigest?
  /// What was declared, else what the text seems to be in, when it is clear.
  public let language: Language?
  let body: NormalizedText
  let texts: FieldTexts
  let facts: Facts
}

extension TextDigest {
  /// Texts with fewer letters and digits than this say what everybody says.
  static let charactersMin = 12

  /// The digest of a folded text: letters and digits only, so that case, spaces, punctuation and look-alikes do not make
  /// a repeat new. `nil` for short texts.
  ///
  /// Multiply-and-fold hashing over eight bytes at a time, as in wyhash (Wang Yi). It spreads well but is not keyed:
  /// somebody who tries can make two texts equal to it, and gains that both are held.
  init?(folded: borrowing [UInt8]) {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    var word: UInt64 = 0
    var filled = 0
    var characters = 0
    func mixed(_ word: UInt64) -> UInt64 {
      let product = (hash ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
      return product.high ^ product.low
    }
    var index = 0
    while index < folded.count {
      let lead = folded[index]
      let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
      defer { index += length }
      guard !Self.isPunctuation(folded, at: index, lead: lead) else { continue }
      characters += 1
      for offset in index..<min(index + length, folded.count) {
        word = word << 8 | UInt64(folded[offset])
        filled += 1
        if filled == 8 {
          hash = mixed(word)
          word = 0
          filled = 0
        }
      }
    }
    guard characters >= Self.charactersMin else { return nil }
    hash = mixed(word)
    hash = mixed(UInt64(filled) << 56 | UInt64(characters))
    self.init(bits: hash)
  }

  /// ASCII other than letters and digits, Latin-1 punctuation, the blocks of general punctuation and symbols (U+2000 to
  /// U+2BFF), and emoji (U+1F000 to U+1FFFF), which senders of bulk vary first.
  private static func isPunctuation(_ bytes: borrowing [UInt8], at index: Int, lead: UInt8) -> Bool {
    switch lead {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      false
    case ..<0x80: true
    case 0xC2: true
    case 0xE2: index + 1 < bytes.count && bytes[index + 1] < 0xB0
    case 0xF0: index + 1 < bytes.count && bytes[index + 1] == 0x9F
    default: false
    }
  }
}
