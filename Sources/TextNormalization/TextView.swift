/// One view of a text: valid UTF-8, and for each of its bytes the place in the original where it came from.
///
/// Ranges count bytes on both sides. A range found in `bytes` is shown to a person through `originalRange(_:)`.
public struct TextView: Sendable, Equatable {
  /// Always valid UTF-8. A maximal ill-formed subpart of the original stands here as one U+FFFD
  /// (The Unicode Standard, section 3.9, "U+FFFD Substitution of Maximal Subparts").
  public internal(set) var bytes: [UInt8] = []
  var map = OffsetMap()

  /// The bytes of the original which these bytes came from.
  ///
  /// A range that cuts through a scalar is widened to whole scalars. What was removed between two bytes of the range
  /// is inside the answer; what was removed outside is not. An empty range gives an empty range at its place.
  /// In `urls` and `domains`, ask about ranges within one line: two lines may describe the same link.
  ///
  /// - Complexity: O(log n) in the number of places where the view and the original differ in length.
  public func originalRange(_ range: Range<Int>) -> Range<Int> {
    let lower = scalarStart(at: min(max(range.lowerBound, 0), bytes.count))
    if range.isEmpty {
      let place = lower == bytes.count && lower > 0 ? map.originEnd(of: lower) : map.originStart(of: lower)
      return place..<place
    }
    let upper = scalarEnd(at: min(max(range.upperBound, 0), bytes.count))
    guard lower < upper else { return originalRange(lower..<lower) }
    let start = map.originStart(of: lower)
    let end = map.originEnd(of: upper)
    return min(start, end)..<max(start, end)
  }

  /// The same length and places as the original.
  var isIdentity: Bool { map.isIdentity }

  private func scalarStart(at offset: Int) -> Int {
    var offset = offset
    while offset > 0, offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
    return offset
  }

  private func scalarEnd(at offset: Int) -> Int {
    var offset = offset
    while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    return offset
  }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    map.removeAll()
  }
}

extension TextView: CustomStringConvertible {
  public var description: String { String(decoding: bytes, as: UTF8.self) }
}
