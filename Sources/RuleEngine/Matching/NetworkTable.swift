import ModerationModel

/// Blocks of network addresses, found where a text names an address in them.
///
/// Blocks lie inside each other or apart, never across. So the last one that begins at or before an address holds it, or
/// one of the blocks around that one does: a halving search, then at most as many steps as blocks are nested.
struct NetworkTable: Sendable {
  private struct Entry {
    var range: NetworkRange
    var pattern: Int32
    /// The next block around it; -1 when there is none. An equal block counts as one around.
    var around: Int32 = -1
  }

  private var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

  mutating func add(_ range: NetworkRange, pattern: Int) {
    entries.append(Entry(range: range, pattern: Int32(pattern)))
  }

  mutating func seal() {
    entries.sort {
      let (left, right) = ($0.range.bounds, $1.range.bounds)
      if left.lowerBound != right.lowerBound { return left.lowerBound < right.lowerBound }
      if left.upperBound != right.upperBound { return left.upperBound > right.upperBound }
      return $0.pattern < $1.pattern
    }
    var open: [Int32] = []
    for index in entries.indices {
      while let last = open.last, !entries[Int(last)].range.contains(entries[index].range) { open.removeLast() }
      entries[index].around = open.last ?? -1
      open.append(Int32(index))
    }
  }

  /// Calls `found` with the pattern of every block that holds the address.
  func forEachBlock(holding address: NetworkAddress, _ found: (_ pattern: Int) -> Void) {
    let value = address.value
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].range.bounds.lowerBound <= value { low = middle + 1 } else { high = middle }
    }
    var index = low - 1
    while index >= 0 {
      let entry = entries[index]
      if entry.range.bounds.contains(value) { found(Int(entry.pattern)) }
      index = Int(entry.around)
    }
  }

  func forEachHit(in text: Span<UInt8>, _ found: (_ pattern: Int, _ range: Range<Int>) -> Void) {
    AddressScan.forEachAddress(in: text) { address, range in
      forEachBlock(holding: address) { found($0, range) }
    }
  }
}

/// Finds IP addresses in a text of small letters.
///
/// An address is a whole run of digits, dots, colons and the letters a to f with no other letter, digit or mark beside
/// it: `1.2.3.4` does not stand in `11.2.3.45`, `1.2.3.4.5` or `v1.2.3.4`. A port, brackets and the full stop of a
/// sentence do not belong to it.
enum AddressScan {
  /// More bytes than the longest address has: eight groups, the last two dotted.
  private static let bytesMax = 45

  /// - Complexity: O(text); what cannot be an address by its length is not parsed.
  static func forEachAddress(in text: Span<UInt8>, _ found: (NetworkAddress, Range<Int>) -> Void) {
    var index = 0
    while index < text.count {
      guard isPart(text[index]) else {
        index += 1
        continue
      }
      let start = index
      var (dots, colons) = (0, 0)
      while index < text.count, isPart(text[index]) {
        if text[index] == 0x2E { dots += 1 }
        if text[index] == 0x3A { colons += 1 }
        index += 1
      }
      guard dots >= 3 || colons >= 2 else { continue }
      let run = trimmed(text, start..<index)
      if start > 0, isWordPart(UTF8Bytes.scalar(text, before: start)), isJoint(text, start..<run.lowerBound) {
        continue
      }
      if index < text.count, isWordPart(UTF8Bytes.scalar(text, at: index).scalar), isJoint(text, run.upperBound..<index)
      {
        continue
      }
      scan(text, run, hasColons: colons > 0, found)
    }
  }

  /// One run: an address as a whole, or what stands between single colons, as in `1.2.3.4:80` and `ip:1.2.3.4`.
  private static func scan(
    _ text: Span<UInt8>, _ run: Range<Int>, hasColons: Bool, _ found: (NetworkAddress, Range<Int>) -> Void
  ) {
    if let address = address(text, run) { return found(address, run) }
    guard hasColons else { return }
    var start = run.lowerBound
    for index in run.lowerBound...run.upperBound where index == run.upperBound || text[index] == 0x3A {
      let part = trimmed(text, start..<index)
      if let address = address(text, part), address.bytes.count == 4 { found(address, part) }
      start = index + 1
    }
  }

  private static func address(_ text: Span<UInt8>, _ range: Range<Int>) -> NetworkAddress? {
    guard range.count >= 2, range.count <= bytesMax else { return nil }
    var bytes: [UInt8] = []
    for index in range { bytes.append(text[index]) }
    return NetworkAddress(String(decoding: bytes, as: UTF8.self))
  }

  /// Without the dots and single colons of the sentence around it.
  private static func trimmed(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, text[start] == 0x2E { start += 1 }
    if start < end, text[start] == 0x3A, start + 1 == end || text[start + 1] != 0x3A { start += 1 }
    while start < end, text[end - 1] == 0x2E { end -= 1 }
    if start < end, text[end - 1] == 0x3A, start + 1 == end || text[end - 2] != 0x3A { end -= 1 }
    return start..<end
  }

  /// Whether what stands between an address and a letter makes one word of them: nothing, or a single dot.
  private static func isJoint(_ text: Span<UInt8>, _ between: Range<Int>) -> Bool {
    between.isEmpty || (between.count == 1 && text[between.lowerBound] == 0x2E)
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x2E, 0x30...0x3A, 0x61...0x66: true
    default: false
    }
  }

  private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool { scalar == "_" || WordCharacter.isWord(scalar) }
}
