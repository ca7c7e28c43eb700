/// Numbers and texts as bytes: the alphabet of the codecs in this room.
///
/// Counts are variable-length, seven bits a byte, least significant first; other numbers eight bytes, little-endian; texts
/// stand as a length and UTF-8.
struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(count: Int) {
    var rest = UInt64(count)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Small numbers of either sign in few bytes: the sign goes last (zigzag, as in Protocol Buffers).
  mutating func append(signed number: Int64) {
    var rest = UInt64(bitPattern: (number << 1) ^ (number >> 63))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func append(_ text: String) {
    append(count: text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func append(_ number: Double) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number.bitPattern >> UInt64(shift)))
    }
  }
}

/// Reads what `ByteWriter` wrote; every answer is `nil` beyond the end, so that damaged bytes are never trusted.
struct ByteReader {
  private let source: [UInt8]
  private var index = 0

  init(_ source: [UInt8]) {
    self.source = source
  }

  var isAtEnd: Bool { index == source.count }

  mutating func byte() -> UInt8? {
    guard index < source.count else { return nil }
    defer { index += 1 }
    return source[index]
  }

  mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
    guard count <= source.count - index else { return nil }
    defer { index += count }
    return source[index..<index + count]
  }

  /// A number that no honest count exceeds the bytes of, so that it can be allocated for.
  mutating func count() -> Int? {
    number().flatMap { $0 <= source.count ? $0 : nil }
  }

  mutating func number() -> Int? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 56, by: 7) {
      guard let byte = byte() else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return Int(value) }
    }
    return nil
  }

  mutating func signed() -> Int64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard let byte = byte() else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
    }
    return nil
  }

  mutating func text() -> String? {
    guard let count = number(), let bytes = bytes(count) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  mutating func double() -> Double? {
    guard let bytes = bytes(8) else { return nil }
    return Double(bitPattern: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }
}
