import Testing

@testable import TextNormalization

/// What must hold for any bytes whatever. The seed of a failing text is in the failure.
@Suite struct OffsetMapTests {
  private static let seeds: [UInt64] = Array(0..<400)

  private static func bytes(_ seed: UInt64) -> [UInt8] {
    var text = RandomText(generator: SeededGenerator(seed: seed))
    return text.bytes(pieces: 1 + Int(seed % 40))
  }

  private static let stretches: [ViewName] = [.raw, .norm, .fold, .squeeze]

  @Test(arguments: seeds)
  func everyViewIsValidUTF8(seed: UInt64) {
    let text = NormalizedText(bytes: Self.bytes(seed))
    for name in ViewName.allCases {
      #expect(String(validating: text[name].bytes, as: UTF8.self) != nil, "\(name), seed \(seed)")
    }
  }

  @Test(arguments: seeds)
  func everyScalarComesFromSomewhere(seed: UInt64) {
    let bytes = Self.bytes(seed)
    let text = NormalizedText(bytes: bytes)
    let seams = Self.seams(of: bytes)
    for name in ViewName.allCases {
      let view = text[name]
      for range in Self.scalars(of: view.bytes) {
        let origin = view.originalRange(range)
        #expect(!origin.isEmpty, "\(name) \(range), seed \(seed)")
        #expect(origin.lowerBound >= 0 && origin.upperBound <= bytes.count, "\(name) \(range), seed \(seed)")
        #expect(
          seams.contains(origin.lowerBound) && seams.contains(origin.upperBound),
          "\(name) \(range) from \(origin) cuts a scalar, seed \(seed)")
      }
    }
  }

  @Test(arguments: seeds)
  func rangesAreMonotoneAndJoin(seed: UInt64) {
    let text = NormalizedText(bytes: Self.bytes(seed))
    for name in Self.stretches {
      let view = text[name]
      var last = 0..<0
      var joined: Range<Int>?
      let scalars = Self.scalars(of: view.bytes)
      for range in scalars {
        let origin = view.originalRange(range)
        #expect(
          origin.lowerBound >= last.lowerBound && origin.upperBound >= last.upperBound,
          "\(name) \(range) goes back from \(last) to \(origin), seed \(seed)")
        // Two scalars overlap only where one character of the original gave both: "ﬁ" with an accent behind it.
        #expect(
          origin.lowerBound >= last.upperBound || origin.lowerBound == last.lowerBound
            || origin.upperBound == last.upperBound, "\(name) \(range) from \(origin) after \(last), seed \(seed)")
        joined = (joined?.lowerBound ?? origin.lowerBound)..<origin.upperBound
        #expect(view.originalRange(0..<range.upperBound) == joined, "\(name) to \(range), seed \(seed)")
        let place = view.originalRange(range.lowerBound..<range.lowerBound)
        #expect(place == origin.lowerBound..<origin.lowerBound, "\(name) at \(range), seed \(seed)")
        last = origin
      }
    }
  }

  @Test(arguments: seeds)
  func normalisingAgainChangesNothing(seed: UInt64) {
    let text = NormalizedText(bytes: Self.bytes(seed))
    for name in [ViewName.raw, .norm] {
      let again = NormalizedText(bytes: text[name].bytes)
      #expect(again[name].bytes == text[name].bytes, "\(name), seed \(seed)")
    }
    // What a capital told is gone once everything is small, so that folding is at rest from the second time on.
    for name in [ViewName.fold, .squeeze] {
      let small = NormalizedText(bytes: NormalizedText(bytes: text[name].bytes)[name].bytes)
      #expect(NormalizedText(bytes: small[name].bytes)[name].bytes == small[name].bytes, "\(name), seed \(seed)")
    }
  }

  @Test func aUsedNormalizerAnswersLikeAFreshOne() {
    var normalizer = Normalizer()
    var text = NormalizedText("")
    for seed in Self.seeds {
      let bytes = Self.bytes(seed)
      normalizer.normalize(bytes: bytes, into: &text)
      let fresh = NormalizedText(bytes: bytes)
      for name in ViewName.allCases { #expect(text[name] == fresh[name], "\(name), seed \(seed)") }
      #expect(text.links == fresh.links, "seed \(seed)")
      #expect(text.statistics == fresh.statistics, "seed \(seed)")
    }
  }

  @Test func asciiStaysInPlace() {
    let text = NormalizedText("Hello, World! It is 5 o'clock.")
    for name in Self.stretches { #expect(text[name].isIdentity) }
    #expect(text.isSame(.fold, as: .norm) && text.isSame(.squeeze, as: .norm))
  }

  @Test func badBytesAreWhereTheyWere() {
    let text = NormalizedText(bytes: [0x61, 0xF0, 0x9F, 0x62, 0xED, 0xA0, 0x80, 0xC0, 0xAF, 0x63])
    #expect(text[.raw].description == "a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}c")
    #expect(text[.norm].originalRange(1..<4) == 1..<3)
    #expect(text[.norm].originalRange(4..<5) == 3..<4)
    #expect(text[.squeeze].originalRange(0..<text[.squeeze].bytes.count) == 0..<10)
  }

  @Test func reorderedMarksMapToTheirCluster() {
    let text = NormalizedText("e\u{301}\u{316} क\u{94D}\u{93C}")
    #expect(text[.norm].description == "é क\u{93C}\u{94D}")
    #expect(text[.norm].originalRange(0..<2) == 0..<5)
  }

  @Test(arguments: [("Привет, кaзинo!", "казино"), ("ОЧЕНЬ ＤＬＩＮＮＯ", "длинно"), ("не за\u{301}мок", "замок")])
  func aWordAloneFoldsAsInItsSentence(text: String, word: String) {
    let normalized = NormalizedText(text)
    let view = normalized[.fold]
    for range in view.words {
      let origin = normalized[.raw].bytes[view.originalRange(range)]
      #expect(NormalizedText(bytes: origin)[.fold].bytes == Array(view.bytes[range]) || word != word)
    }
  }

  private static func scalars(of bytes: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for index in bytes.indices.dropFirst() where bytes[index] & 0xC0 != 0x80 {
      ranges.append(start..<index)
      start = index
    }
    if !bytes.isEmpty { ranges.append(start..<bytes.count) }
    return ranges
  }

  /// Boundaries of scalars and of maximal ill-formed subparts, as the standard library sees them.
  private static func seams(of bytes: [UInt8]) -> Set<Int> {
    var seams: Set<Int> = [0]
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .error(let length): offset += length
      case .emptyInput: return seams
      }
      seams.insert(offset)
    }
  }
}
