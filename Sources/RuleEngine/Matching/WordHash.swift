/// Finds the words of a text and their hashes, eight bytes at a time.
///
/// Words are what ``WordCharacter`` says. The hash is multiply-and-fold over eight bytes, as in wyhash (Wang Yi): it
/// spreads well, has no secret, and is the same on every machine.
package enum WordHash {
  /// The next word that begins at or after a place.
  package static func nextWord(in text: Span<UInt8>, from place: Int) -> Range<Int>? {
    var start = place
    while start < text.count {
      let length = wordLength(text, at: start)
      if length > 0 { break }
      start -= length
    }
    guard start < text.count else { return nil }
    var end = start
    while end < text.count {
      let length = wordLength(text, at: end)
      guard length > 0 else { break }
      end += length
    }
    return start..<end
  }

  /// The length of the character at a place in bytes; negative when it belongs to no word.
  @inline(__always)
  private static func wordLength(_ text: Span<UInt8>, at place: Int) -> Int {
    let byte = text[place]
    if byte < 0x80 { return WordEdge.isASCIILetter(byte) ? 1 : -1 }
    // U+0400 to U+047F are letters.
    if byte & 0xFE == 0xD0, place + 1 < text.count { return 2 }
    let (scalar, length) = UTF8Bytes.scalar(text, at: place)
    return WordCharacter.isWord(scalar) ? length : -length
  }

  package static func of(_ text: Span<UInt8>, _ word: Range<Int>) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: word.count) &* 0x9E37_79B9_7F4A_7C15
    var place = word.lowerBound
    while place < word.upperBound {
      var bytes: UInt64 = 0
      let count = min(8, word.upperBound - place)
      if place + 8 <= text.count {
        // Eight bytes are there, of which those behind the word are cut off.
        bytes = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian
        if count < 8 { bytes &= (1 << UInt64(8 * count)) - 1 }
      } else {
        for offset in 0..<count { bytes |= UInt64(text[place + offset]) << UInt64(8 * offset) }
      }
      let product = (hash ^ bytes).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
      hash = product.high ^ product.low
      place += 8
    }
    return hash
  }
}
