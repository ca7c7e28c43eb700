import Testing

@testable import ReviewDesk

@Suite struct KeyDecoderTests {
  @Test func readsKeysHoweverTheyArrive() {
    let bytes: [UInt8] = Array("jЖ漢\u{1B}[A\u{1B}[1;5B\u{1B}OC\u{1B}[6~\r\u{7F}\u{03}👍".utf8)
    let keys: [DeskKey] = [
      .character("j"), .character("Ж"), .character("漢"), .up, .down, .right, .pageDown, .enter, .backspace,
      .control("c"), .character("👍"),
    ]
    var whole = KeyDecoder()
    #expect(whole.read(bytes) == keys)
    // The same in pieces of every size.
    for size in 1...7 {
      var decoder = KeyDecoder()
      var found: [DeskKey] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        found += decoder.read(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(found == keys, "pieces of \(size)")
      #expect(!decoder.isWaiting)
    }
  }

  @Test func aLoneEscapeIsOneOnceNothingFollows() {
    var decoder = KeyDecoder()
    #expect(decoder.read([0x1B]).isEmpty)
    #expect(decoder.isWaiting)
    #expect(decoder.flush() == [.escape])
    #expect(decoder.read([0x1B, 0x1B]) == [.escape])
    #expect(decoder.flush() == [.escape])
  }

  @Test func altWithAKeyDecidesNothing() {
    var decoder = KeyDecoder()
    #expect(decoder.read("\u{1B}fj".utf8) == [.character("j")])
  }

  @Test func aPasteIsNoKeys() {
    var decoder = KeyDecoder()
    let pasted = "fdq\u{1B}[Aстрока\nвторая"
    #expect(decoder.read("\u{1B}[200~\(pasted)\u{1B}[201~f".utf8) == [.paste(pasted), .character("f")])
  }

  @Test func aPasteHasAnEnd() {
    var decoder = KeyDecoder()
    let long = String(repeating: "я", count: KeyDecoder.pasteBytesMax)
    let keys = decoder.read("\u{1B}[200~\(long)\u{1B}[201~".utf8)
    guard case .paste(let text)? = keys.first else { return #expect(Bool(false)) }
    #expect(text.utf8.count <= KeyDecoder.pasteBytesMax + 2)
  }

  @Test func nonsenseIsPassedOver() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      var decoder = KeyDecoder()
      _ = decoder.read((0..<64).map { _ in UInt8.random(in: 0...255, using: &random) })
      // Whatever came, a key is still a key, unless something unfinished swallows it.
      _ = decoder.flush()
      _ = decoder.read("\u{1B}[201~".utf8)
      _ = decoder.flush()
      #expect(decoder.read("j".utf8).last == .character("j"))
    }
  }
}
