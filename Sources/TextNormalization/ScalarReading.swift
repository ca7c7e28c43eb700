/// The scalar that starts at this offset of valid UTF-8, and its length in bytes.
@inline(__always)
func scalar(in bytes: Span<UInt8>, at offset: Int) -> (value: UInt32, length: Int) {
  let first = UInt32(bytes[offset])
  if first < 0x80 { return (first, 1) }
  let second = UInt32(bytes[offset + 1]) & 0x3F
  if first < 0xE0 { return ((first & 0x1F) << 6 | second, 2) }
  let third = UInt32(bytes[offset + 2]) & 0x3F
  if first < 0xF0 { return ((first & 0x0F) << 12 | second << 6 | third, 3) }
  return ((first & 0x07) << 18 | second << 12 | third << 6 | UInt32(bytes[offset + 3]) & 0x3F, 4)
}

/// Where the scalar before this offset of valid UTF-8 starts. The offset is not 0.
@inline(__always)
func scalarStart(before offset: Int, in bytes: Span<UInt8>) -> Int {
  var start = offset - 1
  while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
  return start
}

/// How many bytes UTF-8 spends on a scalar.
@inline(__always)
func utf8Length(of scalar: UInt32) -> Int {
  scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
}

extension [UInt8] {
  /// Appends a scalar value as UTF-8.
  @inline(__always)
  mutating func append(scalar: UInt32) {
    if scalar < 0x80 {
      append(UInt8(truncatingIfNeeded: scalar))
    } else if scalar < 0x800 {
      append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    } else if scalar < 0x10000 {
      append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    } else {
      append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    }
  }
}
