/// Character properties in 16 bits: class, script and flags, in the form `ScalarProperties` reads.
struct PropertyTable {
  /// In the order of `CharacterClass`.
  static let classes = [
    "other", "letter", "mark", "digit", "number", "connector", "space", "invisible", "bidiControl", "directionMark",
    "emoji", "regionalIndicator", "emojiModifier", "control",
  ]
  /// In the order of `Script`; a script that is not here is `other`.
  static let scripts = [
    "common", "inherited", "latin", "cyrillic", "greek", "armenian", "hebrew", "arabic", "devanagari", "thai",
    "georgian", "hangul", "cherokee", "coptic", "hiragana", "katakana", "han", "lisu", "joining", "other",
  ]
  /// Scripts besides Arabic and Devanagari whose spelling needs ZWNJ or ZWJ (UAX #31, section 2.3).
  static let joiningScripts: Set<String> = [
    "syriac", "mandaic", "mongolian", "nko", "phags_pa", "bengali", "gurmukhi", "gujarati", "oriya", "tamil",
    "telugu", "kannada", "malayalam", "sinhala", "khmer", "myanmar", "tibetan", "hanifi_rohingya", "adlam",
  ]

  private var version: String
  private var trie: TrieBuilder

  init(database: CharacterDatabase) {
    version = database.version
    trie = TrieBuilder { scalar in
      var value = UInt16(Self.characterClass(of: scalar, in: database))
      value |= UInt16(Self.script(of: scalar, in: database)) << 4
      if database.uppercase.contains(scalar) || database.generalCategory[scalar] == "Lt" { value |= 1 << 9 }
      if Self.isAccent(scalar, in: database) { value |= 1 << 10 }
      if database.extendedPictographic.contains(scalar) { value |= 1 << 11 }
      return value
    }
  }

  private static func characterClass(of scalar: UInt32, in database: CharacterDatabase) -> Int {
    func number(_ name: String) -> Int { classes.firstIndex(of: name) ?? 0 }
    switch scalar {
    case 0x202A...0x202E, 0x2066...0x2069: return number("bidiControl")
    case 0x200E, 0x200F, 0x061C: return number("directionMark")
    case 0x1F1E6...0x1F1FF: return number("regionalIndicator")
    default: break
    }
    if database.emojiModifier.contains(scalar) { return number("emojiModifier") }
    if database.defaultIgnorable.contains(scalar) { return number("invisible") }
    if database.whiteSpace.contains(scalar) { return number("space") }
    // Arrows, © and digits are pictographs only with a variation selector; nobody counts them as emoji otherwise.
    if database.emojiPresentation.contains(scalar)
      || (scalar >= 0x2600 && database.extendedPictographic.contains(scalar))
    {
      return number("emoji")
    }
    let category = database.generalCategory[scalar] ?? "Cn"
    switch category {
    case "Nd": return number("digit")
    case "Nl", "No": return number("number")
    case "Pc": return number("connector")
    case "Cc": return number("control")
    case let name where name.hasPrefix("L"): return number("letter")
    case let name where name.hasPrefix("M"): return number("mark")
    default: return number("other")
    }
  }

  private static func script(of scalar: UInt32, in database: CharacterDatabase) -> Int {
    let name = (database.script[scalar] ?? "Unknown").lowercased()
    if joiningScripts.contains(name) { return scripts.firstIndex(of: "joining") ?? 0 }
    if name == "unknown" { return 0 }
    return scripts.firstIndex(of: name) ?? scripts.count - 1
  }

  /// A mark that decorates Latin, Greek and Cyrillic letters or symbols, and that is no letter of any spelling by
  /// itself once composition has taken what it can.
  static func isAccent(_ scalar: UInt32, in database: CharacterDatabase) -> Bool {
    switch scalar {
    case 0x0300...0x036F, 0x0483...0x0489, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0x2DE0...0x2DFF,
      0xA66F...0xA672, 0xA674...0xA67D, 0xA69E...0xA69F, 0xFE20...0xFE2F:
      return database.generalCategory[scalar]?.hasPrefix("M") == true
    default: return false
    }
  }

  var source: String {
    var file = GeneratedSource(
      of: version, from: "UnicodeData.txt, Scripts.txt, DerivedCoreProperties.txt, PropList.txt, emoji-data.txt",
      about: "Class, script and flags of each scalar. See `ScalarProperties`.")
    file.line("enum PropertyTable {")
    file.direct(trie)
    file.table("stage1", trie.stage1)
    file.table("stage2", trie.stage2)
    file.line("}")
    return file.text
  }
}

/// The two-letter codes whose regional indicators make a flag (UTS #51, `RGI_Emoji_Flag_Sequence`).
struct RegionTable {
  private var version: String
  private var rows = [UInt64](repeating: 0, count: 26)

  init(database: CharacterDatabase) {
    version = database.version
    for region in database.regions {
      let letters = region.utf8.map { Int($0) - 0x41 }
      rows[letters[0]] |= 1 << UInt64(letters[1])
    }
  }

  var source: String {
    var file = GeneratedSource(
      of: version, from: "emoji-sequences.txt",
      about: "Which pairs of regional indicators are flags: a word for the first letter, a bit for the second.")
    file.line("enum RegionTable {")
    file.words("flags", of: rows.count, "rows of bits", rows)
    file.line("}")
    return file.text
  }
}
