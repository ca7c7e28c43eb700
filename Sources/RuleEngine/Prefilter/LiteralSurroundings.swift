/// What must stand around literals, in a form that is asked while a text is searched.
///
/// Answers `false` only where no match can have the literal in this place. Its work for one place is bounded: gaps are
/// followed for ``stepsMax`` bytes, and what lies beyond counts as fitting.
struct LiteralSurroundings: Sendable {
  /// How far a gap without a bound is followed, in bytes.
  static let stepsMax = 64

  private struct Side: Sendable {
    var isBoundary: Bool
    var isUnicode: Bool
    /// The gap has no letters, so the neighbour ends where letters begin.
    var isWordless: Bool
    /// Bytes of the gap at most.
    var gapMax: Int
    /// Numbers of `strings`; none when anything may stand here.
    var neighbours: Range<Int>
  }

  private var sides: [(before: Side, after: Side)] = []
  /// The neighbours' bytes, one behind the other.
  private var pool: [UInt8] = []
  private var strings: [Range<Int>] = []
  private var known: [Key: Int32] = [:]

  private struct Key: Hashable, Sendable {
    var before: LiteralSide
    var after: LiteralSide
  }

  /// The number under which a literal's surroundings are asked for; -1 when nothing is asked around it.
  mutating func add(_ literal: NeededLiteral) -> Int32 {
    guard literal.hasSurroundings else { return -1 }
    let key = Key(before: literal.before, after: literal.after)
    if let number = known[key] { return number }
    let number = Int32(sides.count)
    sides.append((side(literal.before), side(literal.after)))
    known[key] = number
    return number
  }

  /// Forgets what only adding needs.
  mutating func seal() { known = [:] }

  private mutating func side(_ side: LiteralSide) -> Side {
    let first = strings.count
    for neighbour in side.neighbours {
      strings.append(pool.count..<(pool.count + neighbour.count))
      pool += neighbour
    }
    return Side(
      isBoundary: side.isBoundary, isUnicode: side.isUnicode, isWordless: side.gap.isWordless,
      gapMax: side.gap.bytesMax ?? .max, neighbours: first..<strings.count)
  }

  /// Whether a match may have the literal that stands at a place.
  ///
  /// - Complexity: O(``stepsMax`` + ``LiteralSide/gapBytesMax`` × ``LiteralSide/neighboursMax``).
  func mayHold(_ number: Int32, _ text: Span<UInt8>, around range: Range<Int>) -> Bool {
    let (before, after) = sides[Int(number)]
    if before.isBoundary, range.lowerBound > 0,
      WordEdge.ends(text, before: range.lowerBound, isUnicode: before.isUnicode)
    {
      return false
    }
    if after.isBoundary, range.upperBound < text.count,
      WordEdge.begins(text, at: range.upperBound, isUnicode: after.isUnicode)
    {
      return false
    }
    return (before.neighbours.isEmpty || mayHold(before, text, before: range.lowerBound))
      && (after.neighbours.isEmpty || mayHold(after, text, after: range.upperBound))
  }

  private func mayHold(_ side: Side, _ text: Span<UInt8>, before place: Int) -> Bool {
    guard side.isWordless else {
      let first = max(0, place - side.gapMax)
      return side.neighbours.contains { number in
        (first...place).contains { stands(number, text, endingAt: $0) }
      }
    }
    var end = place
    while end > 0, !WordEdge.ends(text, before: end, isUnicode: side.isUnicode) {
      end -= 1
      guard place - end <= Self.stepsMax else { return true }
    }
    guard end > 0, place - end <= side.gapMax else { return false }
    return side.neighbours.contains { stands($0, text, endingAt: end) }
  }

  private func mayHold(_ side: Side, _ text: Span<UInt8>, after place: Int) -> Bool {
    guard side.isWordless else {
      let last = side.gapMax > text.count - place ? text.count : place + side.gapMax
      return side.neighbours.contains { number in
        (place...last).contains { stands(number, text, at: $0) }
      }
    }
    var begin = place
    while begin < text.count, !WordEdge.begins(text, at: begin, isUnicode: side.isUnicode) {
      begin += 1
      guard begin - place <= Self.stepsMax else { return true }
    }
    guard begin < text.count, begin - place <= side.gapMax else { return false }
    return side.neighbours.contains { stands($0, text, at: begin) }
  }

  private func stands(_ number: Int, _ text: Span<UInt8>, endingAt end: Int) -> Bool {
    stands(number, text, at: end - strings[number].count)
  }

  private func stands(_ number: Int, _ text: Span<UInt8>, at begin: Int) -> Bool {
    let string = strings[number]
    guard begin >= 0, begin + string.count <= text.count else { return false }
    for offset in 0..<string.count where text[begin + offset] != pool[string.lowerBound + offset] { return false }
    return true
  }
}
