/// Canonical decomposition, ordering and composition of one short stretch of text (UAX #15, sections 1.3 and 9).
///
/// Ordinary text never comes here: only scalars that combine with what stands before them do, with that scalar.
struct Composer: Sendable {
  private struct Element {
    var scalar: UInt32
    var combiningClass: UInt8
    var isAccent: Bool
  }

  /// Accents that are looked at per base character, before the rest of a stack is dropped unread. Composition never
  /// needs more than three.
  private static let accentsMax = 8
  /// Marks of other scripts that are kept per base character. No orthography stacks more.
  private static let marksMax = 4

  /// Keep every mark, as pure NFKC_Casefold has it. For tests.
  var keepsMarks = false
  private var elements: [Element] = []
  private var result: [UInt32] = []
  private var accents = 0
  private var marks = 0

  mutating func removeAll() {
    elements.removeAll(keepingCapacity: true)
    accents = 0
    marks = 0
  }

  /// Adds a scalar, decomposed.
  mutating func add(_ scalar: UInt32) {
    if scalar >= 0xAC00, scalar < 0xAC00 + 11172 {
      let index = scalar - 0xAC00
      addDecomposed(0x1100 + index / 588)
      addDecomposed(0x1161 + index % 588 / 28)
      if index % 28 != 0 { addDecomposed(0x11A7 + index % 28) }
    } else if let (first, second) = Self.decomposition(of: scalar) {
      add(first)
      addDecomposed(second)
    } else {
      addDecomposed(scalar)
    }
  }

  private mutating func addDecomposed(_ scalar: UInt32) {
    let mapping = ScalarMapping(scalar)
    let combiningClass = mapping.isCombining ? mapping.combiningClass : 0
    let isAccent = ScalarProperties(scalar).isAccent
    if !keepsMarks {
      if isAccent {
        accents += 1
        if accents > Self.accentsMax { return }
      } else if combiningClass != 0 {
        marks += 1
        if marks > Self.marksMax { return }
      } else {
        accents = 0
        marks = 0
      }
    }
    elements.append(Element(scalar: scalar, combiningClass: combiningClass, isAccent: isAccent))
    // Canonical ordering, as an insertion into what is already in order. Stacks are short, see above.
    guard combiningClass != 0 else { return }
    var place = elements.count - 1
    while place > 0, elements[place - 1].combiningClass > combiningClass {
      elements.swapAt(place, place - 1)
      place -= 1
    }
  }

  /// Composes what was added, drops accents that composed with nothing, and appends the rest as UTF-8.
  mutating func compose(into bytes: inout [UInt8]) {
    result.removeAll(keepingCapacity: true)
    var starter: Int?
    var lastClass: UInt8 = 0
    for element in elements {
      if let place = starter, place == result.count - 1 || (lastClass != 0 && lastClass < element.combiningClass),
        let composite = Self.composition(of: result[place], element.scalar)
      {
        result[place] = composite
        continue
      }
      if element.isAccent, !keepsMarks { continue }
      if element.combiningClass == 0 { starter = result.count }
      lastClass = element.combiningClass
      result.append(element.scalar)
    }
    for scalar in result { bytes.append(scalar: scalar) }
  }

  private static func composition(of first: UInt32, _ second: UInt32) -> UInt32? {
    if first >= 0x1100, first < 0x1113, second >= 0x1161, second < 0x1176 {
      return 0xAC00 + (first - 0x1100) * 588 + (second - 0x1161) * 28
    }
    if first >= 0xAC00, first < 0xAC00 + 11172, (first - 0xAC00) % 28 == 0, second > 0x11A7, second < 0x11C3 {
      return first + second - 0x11A7
    }
    let pair = UInt64(first) << 32 | UInt64(second)
    let index = lowerBound(of: pair, in: CompositionTable.pairs)
    guard index < CompositionTable.pairs.count, CompositionTable.pairs[index] == pair else { return nil }
    return UInt32(truncatingIfNeeded: CompositionTable.composites[index])
  }

  private static func decomposition(of scalar: UInt32) -> (UInt32, UInt32)? {
    guard scalar >= 0xC0 else { return nil }
    let index = lowerBound(of: UInt64(scalar) << 32, in: CompositionTable.decompositions)
    guard index < CompositionTable.decompositions.count else { return nil }
    let entry = CompositionTable.decompositions[index]
    guard entry >> 32 == UInt64(scalar) else { return nil }
    let pair = CompositionTable.pairs[Int(truncatingIfNeeded: entry & 0xFFFF)]
    return (UInt32(truncatingIfNeeded: pair >> 32), UInt32(truncatingIfNeeded: pair))
  }

  private static func lowerBound(of value: UInt64, in table: [UInt64]) -> Int {
    var low = 0
    var high = table.count
    while low < high {
      let middle = (low + high) / 2
      if table[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
