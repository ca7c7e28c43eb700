import TextNormalization

/// Mail addresses, and domains with all addresses at them and at hosts below them.
struct MailTable: Sendable {
  /// `name@host`, and `@host` for a whole domain; hosts in Unicode.
  private var endings = EndingTable()

  var isEmpty: Bool { endings.isEmpty }

  mutating func add(_ address: String, pattern: Int) { endings.add(Array(address.utf8), pattern: pattern) }

  mutating func seal() { endings.seal() }

  /// The longest name before the sign, in bytes; what is longer is not looked at.
  private static let nameBytesMax = 320

  /// Calls `found` with the pattern and the range of the whole address.
  ///
  /// - Complexity: O(text): between two signs nothing is read more than a few times.
  func forEachHit(in text: Span<UInt8>, _ found: (_ pattern: Int, _ range: Range<Int>) -> Void) {
    for sign in 0..<text.count where text[sign] == 0x40 {
      let start = Self.nameStart(text, before: sign)
      let end = Self.hostEnd(text, from: sign + 1)
      guard start < sign, end > sign + 1 else { continue }
      find(text, start..<end, sign: sign, found)
    }
  }

  private func find(
    _ text: Span<UInt8>, _ range: Range<Int>, sign: Int, _ found: (_ pattern: Int, _ range: Range<Int>) -> Void
  ) {
    var written: [UInt8] = []
    for index in (sign + 1)..<range.upperBound { written.append(text[index]) }
    guard let host = HostName.unicode(String(decoding: written, as: UTF8.self)) else { return }
    // The name, the sign and the host in one array, so that every ending that counts is a piece of it.
    var bytes: [UInt8] = []
    for index in range.lowerBound...sign { bytes.append(text[index]) }
    let hostStart = bytes.count
    bytes += Array(host.utf8)
    var hash = FNV1a()
    var index = bytes.count
    while index > hostStart {
      index -= 1
      hash.add(bytes[index])
      // A whole domain is asked for with its sign, which below the name's own host stands for the dot.
      guard bytes[index - 1] == 0x2E || bytes[index - 1] == 0x40 else { continue }
      var whole = hash
      whole.add(0x40)
      let domain = [0x40] + bytes[index...]
      endings.forEachEntry(equalTo: domain.span, hash: whole.value) { found($0, range) }
    }
    while index > 0 {
      index -= 1
      hash.add(bytes[index])
    }
    endings.forEachEntry(equalTo: bytes.span, hash: hash.value) { found($0, range) }
  }

  /// Letters, digits, marks and `.`, `_`, `%`, `+`, `-`; the rarer signs that RFC 5322 allows end a name.
  static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ".", "_", "%", "+", "-": true
    default: WordCharacter.isWord(scalar)
    }
  }

  private static func nameStart(_ text: Span<UInt8>, before sign: Int) -> Int {
    var start = sign
    while start > 0, sign - start < nameBytesMax {
      var previous = start - 1
      while previous > 0, text[previous] & 0xC0 == 0x80 { previous -= 1 }
      guard isNameCharacter(UTF8Bytes.scalar(text, at: previous).scalar) else { break }
      start = previous
    }
    // Dots and dashes of the sentence before it.
    while start < sign, text[start] == 0x2E || text[start] == 0x2D { start += 1 }
    return start
  }

  private static func hostEnd(_ text: Span<UInt8>, from start: Int) -> Int {
    var end = start
    while end < text.count, end - start < HostName.bytesMax {
      let (scalar, length) = UTF8Bytes.scalar(text, at: end)
      guard scalar == "." || scalar == "-" || WordCharacter.isWord(scalar) else { break }
      end += length
    }
    while end > start, text[end - 1] == 0x2E || text[end - 1] == 0x2D { end -= 1 }
    return end
  }
}
