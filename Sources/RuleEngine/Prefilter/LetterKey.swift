/// Letters that a match has in a row when all else is left out, and where something must or must not stand between them.
struct LetterKey: Hashable, Sendable {
  /// As ``LetterStream`` has them.
  var letters: [UInt8] = []
  /// A bit for each letter and one for the end: whether it is certain what stands before it.
  var known: UInt64 = 0
  /// Of the known ones, where something stands.
  var gaps: UInt64 = 0

  /// What is certain of the place before the next letter.
  private enum Joint { case unknown, gap, none }

  /// A literal is looked for together with its neighbours as long as that makes no more keys than this.
  private static let keysMax = 8

  /// The keys of a literal, one of which is in every text that has the literal with what must stand around it.
  ///
  /// A neighbour beyond a gap without letters is the next thing in the letters alone, so it is joined to the literal.
  static func keys(of literal: NeededLiteral) -> [LetterKey] {
    var (heads, tails): ([[UInt8]], [[UInt8]]) = ([[]], [[]])
    if literal.before.isJoined, literal.before.neighbours.count <= keysMax { heads = literal.before.neighbours }
    if literal.after.isJoined, heads.count * literal.after.neighbours.count <= keysMax {
      tails = literal.after.neighbours
    }
    return heads.flatMap { head in
      tails.map { tail in key(head, literal, tail) }
    }
  }

  private static func key(_ head: [UInt8], _ literal: NeededLiteral, _ tail: [UInt8]) -> LetterKey {
    var key = LetterKey()
    var joint = Joint.unknown
    key.append(head, &joint)
    if joint == .none { joint = .unknown }
    if literal.before.isUnicode, literal.before.isBoundary { joint = .gap }
    key.append(literal.bytes, &joint)
    if joint == .none { joint = .unknown }
    if literal.after.isUnicode, literal.after.isBoundary { joint = .gap }
    if !tail.isEmpty {
      key.append(tail, &joint)
      if joint == .none { joint = .unknown }
    }
    key.note(joint)
    return key
  }

  private mutating func append(_ bytes: [UInt8], _ joint: inout Joint) {
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      guard let code = LetterStream.code(scalar) else {
        joint = .gap
        continue
      }
      note(joint)
      letters.append(code)
      joint = .none
    }
  }

  /// Notes what stands before the letter that comes next.
  private mutating func note(_ joint: Joint) {
    guard letters.count < 64, joint != .unknown else { return }
    known |= 1 << UInt64(letters.count)
    if joint == .gap { gaps |= 1 << UInt64(letters.count) }
  }

  /// The letters as they are written, for measures of rarity.
  var utf8: [UInt8] { Self.utf8(letters[...]) }

  static func utf8(_ letters: ArraySlice<UInt8>) -> [UInt8] {
    letters.reduce(into: []) { bytes, code in bytes += Array(String(LetterStream.scalar(code)).utf8) }
  }
}

extension LiteralSide {
  /// The neighbours follow the literal when everything but letters is left out.
  fileprivate var isJoined: Bool { !neighbours.isEmpty && gap.isWordless && isUnicode }
}
