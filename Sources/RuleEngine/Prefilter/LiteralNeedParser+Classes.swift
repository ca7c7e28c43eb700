/// Character classes, as pcre2pattern(3) says under SQUARE BRACKETS AND CHARACTER CLASSES.
extension LiteralNeedParser {
  private enum ClassMember {
    case one(Unicode.Scalar)
    /// A kind of characters, such as `\d`.
    case several
    /// A kind that has no letters and no digits, such as `\s`.
    case signs
    /// `\w`
    case word
  }

  /// The rest of a class, after its `[`. Few characters are followed one by one; of more, only what all have in common.
  mutating func characterClass() -> LiteralSummary {
    let isNegated = take("^")
    var members: Set<[UInt8]>? = isNegated ? nil : []
    var common: CharacterMask? = isNegated ? CharacterMask() : nil
    // A class can be met by signs only when it has nothing else, or when it leaves out `\w`.
    var isWordless = !isNegated
    func insert(_ scalar: Unicode.Scalar?) {
      guard let scalar, let folded = fold.literal(scalar) else {
        members = nil
        common = CharacterMask()
        if !isNegated { isWordless = false }
        return
      }
      members?.insert(Self.bytes(folded))
      let mask = CharacterMask(needing: folded)
      common = common?.intersection(mask) ?? mask
      if !isNegated, WordEdge.isLetter(folded, isUnicode: true) { isWordless = false }
    }
    var isFirst = true
    while true {
      guard let scalar = next else { return giveUp() }
      if scalar == "]", !isFirst { break }
      isFirst = false
      if isExtendedMore, scalar == " " || scalar == "\t" {
        index += 1
        continue
      }
      guard let member = classMember() else { return giveUp() }
      guard case .one(let low) = member else {
        if case .word = member, isNegated { isWordless = true }
        if case .signs = member {
          members = nil
          common = CharacterMask()
        } else {
          insert(nil)
        }
        continue
      }
      guard next == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
        insert(low)
        continue
      }
      index += 1
      guard case .one(let high)? = classMember(), low.value <= high.value else { return giveUp() }
      if high.value - low.value <= 16 {
        for value in low.value...high.value { insert(Unicode.Scalar(value)) }
      } else {
        insert(nil)
      }
    }
    index += 1
    let characters = common ?? CharacterMask()
    guard let members, !members.isEmpty, members.count <= 8 else {
      return LiteralSummary(characters: characters, extent: isWordless ? .sign : .character)
    }
    return LiteralSummary(exact: members, characters: characters)
  }

  /// One character or kind of characters inside a class; `nil` for what is not understood.
  private mutating func classMember() -> ClassMember? {
    guard let scalar = next else { return nil }
    index += 1
    if scalar == "[", let kind = next, kind == ":" || kind == "." || kind == "=" { return posixClass(kind) }
    guard scalar == "\\" else { return .one(scalar) }
    guard let escaped = next else { return nil }
    index += 1
    switch escaped {
    case "n": return .one("\n")
    case "t": return .one("\t")
    case "r": return .one("\r")
    case "f": return .one("\u{0C}")
    case "a": return .one("\u{07}")
    case "e": return .one("\u{1B}")
    case "b": return .one("\u{08}")
    case "x": return hexadecimal().map { .one($0) }
    case "W", "s", "h", "v": return .signs
    case "w": return .word
    case "d", "D", "S", "H", "V": return .several
    case "p", "P":
      if take("{") { return skip(past: "}") ? .several : nil }
      index += 1
      return .several
    default:
      if ("0"..."7").contains(escaped) {
        // Octal, with up to two more digits; which character it is does not matter here.
        for _ in 0..<2 where next.map({ ("0"..."7").contains($0) }) ?? false { index += 1 }
        return .several
      }
      return Self.standsForItself(escaped) ? .one(escaped) : nil
    }
  }

  /// `[:alpha:]` and its like. Without its end the bracket would stand for itself, and then all that follows is doubtful.
  private mutating func posixClass(_ kind: Unicode.Scalar) -> ClassMember? {
    index += 1
    while let scalar = next, scalar.properties.isAlphabetic || scalar == "^" { index += 1 }
    guard next == kind, index + 1 < scalars.count, scalars[index + 1] == "]" else { return nil }
    index += 2
    return .several
  }
}
