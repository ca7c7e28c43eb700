/// Writes numbers and texts one after another.
struct CacheWriter {
  private(set) var bytes: [UInt8] = []

  /// A number in as few bytes as it needs, seven bits each, the lowest first.
  mutating func add(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func add(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  mutating func add(word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
  }

  mutating func add(_ text: String) { add(text.utf8) }

  /// Bytes with their count before them.
  mutating func add(_ text: some Collection<UInt8>) {
    add(text.count)
    bytes += text
  }
}

/// Reads what ``CacheWriter`` wrote. Every answer is `nil` where the bytes do not go on as expected.
struct CacheReader {
  private let bytes: [UInt8]
  private var index: Int
  private let end: Int

  init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    index = range.lowerBound
    end = min(range.upperBound, bytes.count)
  }

  var isAtEnd: Bool { index >= end }

  mutating func byte() -> UInt8? {
    guard index < end else { return nil }
    defer { index += 1 }
    return bytes[index]
  }

  mutating func number() -> Int? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 64, let byte = byte() {
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(Int64(bitPattern: value)) }
      shift += 7
    }
    return nil
  }

  mutating func flag() -> Bool? {
    switch byte() {
    case 0: false
    case 1: true
    default: nil
    }
  }

  mutating func word() -> UInt64? {
    guard end - index >= 8 else { return nil }
    var word: UInt64 = 0
    for offset in 0..<8 { word |= UInt64(bytes[index + offset]) << UInt64(8 * offset) }
    index += 8
    return word
  }

  /// How many things follow, each of at least one byte; so that a damaged count reserves no memory.
  mutating func count() -> Int? {
    guard let count = number(), count >= 0, count <= end - index else { return nil }
    return count
  }

  /// Where bytes with their count before them stand.
  mutating func range() -> Range<Int>? {
    guard let count = count() else { return nil }
    defer { index += count }
    return index..<(index + count)
  }

  mutating func data() -> [UInt8]? { range().map { Array(bytes[$0]) } }

  mutating func text() -> String? {
    range().flatMap { String(validating: bytes[$0], as: UTF8.self) }
  }
}
