/// A key as a person presses it, or what was pasted.
package enum DeskKey: Hashable, Sendable {
  case character(Character)
  /// With Control, such as `c`.
  case control(Character)
  case enter, escape, tab, backspace, delete
  case up, down, left, right, pageUp, pageDown, home, end
  case paste(String)
}

/// Reads keys out of the bytes that a terminal sends (ECMA-48, and xterm's names for the keys).
///
/// Bytes come in pieces of any length: a character or a sequence that is not complete waits for the rest. A lone escape
/// cannot be told from the beginning of a sequence but by waiting: ``flush()`` says that nothing more has come.
package struct KeyDecoder: Sendable {
  /// Bytes of one paste at most; what goes beyond is cut off.
  package static let pasteBytesMax = 16_384
  private static let sequenceBytesMax = 32

  private var waiting: [UInt8] = []
  private var pasted: [UInt8]?

  package init() {}

  /// Whether something waits for its rest.
  package var isWaiting: Bool { !waiting.isEmpty }

  package mutating func read(_ bytes: some Sequence<UInt8>) -> [DeskKey] {
    waiting += bytes
    var keys: [DeskKey] = []
    while let (key, count) = next() {
      waiting.removeFirst(count)
      if let key { keys.append(key) }
    }
    return keys
  }

  /// What waits is all there is.
  package mutating func flush() -> [DeskKey] {
    guard pasted == nil, !waiting.isEmpty else { return [] }
    let isEscape = waiting == [0x1B]
    waiting = []
    return isEscape ? [.escape] : []
  }

  private mutating func next() -> (DeskKey?, Int)? {
    guard let first = waiting.first else { return nil }
    if pasted != nil { return nextPasted() }
    switch first {
    case 0x1B: return sequence()
    case 0x0D, 0x0A: return (.enter, 1)
    case 0x09: return (.tab, 1)
    case 0x7F, 0x08: return (.backspace, 1)
    case 0x00..<0x20: return (.control(Character(Unicode.Scalar(first | 0x60))), 1)
    case 0x00..<0x80: return (.character(Character(Unicode.Scalar(first))), 1)
    default: return scalar()
    }
  }

  private func scalar() -> (DeskKey?, Int)? {
    let lead = waiting[0]
    let count = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
    guard count > 1 else { return (nil, 1) }
    guard waiting.count >= count else { return nil }
    let text = String(decoding: waiting[..<count], as: UTF8.self)
    guard text.count == 1, let character = text.first, character != "\u{FFFD}" else { return (nil, 1) }
    return (.character(character), count)
  }

  private mutating func sequence() -> (DeskKey?, Int)? {
    guard waiting.count > 1 else { return nil }
    // Twice: the first was a key of its own.
    if waiting[1] == 0x1B { return (.escape, 1) }
    guard waiting[1] == UInt8(ascii: "[") || waiting[1] == UInt8(ascii: "O") else {
      // Alt with a key stands for nothing: taken as two keys it would go back and then decide.
      return (nil, 2)
    }
    var end = 2
    while end < waiting.count, !(0x40...0x7E).contains(waiting[end]) { end += 1 }
    guard end < waiting.count else { return waiting.count > Self.sequenceBytesMax ? (nil, waiting.count) : nil }
    let parameters = String(decoding: waiting[2..<end], as: UTF8.self)
    let final = waiting[end]
    if final == UInt8(ascii: "~"), parameters == "200" {
      pasted = []
      return (nil, end + 1)
    }
    return (Self.key(final, parameters), end + 1)
  }

  private static func key(_ final: UInt8, _ parameters: String) -> DeskKey? {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "~"):
      switch parameters.split(separator: ";").first {
      case "1", "7": .home
      case "4", "8": .end
      case "3": .delete
      case "5": .pageUp
      case "6": .pageDown
      default: nil
      }
    default: nil
    }
  }

  private static let pasteEnd: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]

  private mutating func nextPasted() -> (DeskKey?, Int)? {
    let run = waiting.firstIndex(of: 0x1B) ?? waiting.count
    if run > 0 {
      let room = max(0, Self.pasteBytesMax - (pasted?.count ?? 0))
      pasted?.append(contentsOf: waiting[..<run].prefix(room))
      return (nil, run)
    }
    if waiting.starts(with: Self.pasteEnd) {
      let text = String(decoding: pasted ?? [], as: UTF8.self)
      pasted = nil
      return (.paste(text), Self.pasteEnd.count)
    }
    if waiting[0] == 0x1B, waiting.count < Self.pasteEnd.count, Self.pasteEnd.starts(with: waiting) { return nil }
    if pasted.map({ $0.count < Self.pasteBytesMax }) ?? false { pasted?.append(waiting[0]) }
    return (nil, 1)
  }
}
