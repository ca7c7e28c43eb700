/// The shape of each scalar: which Latin and which Cyrillic letter it can pass for. In the form `LetterShape` reads.
struct LookAlikeTable {
  /// In the order of `LetterShape.Kind`.
  static let kinds = [
    "none", "latinOwn", "latinNear", "latinFar", "latinCapital", "cyrillicOwn", "cyrillicNear", "cyrillicCapital",
    "foreign", "ornament", "symbol", "digit", "otherLetter", "mark",
  ]

  private var version: String
  private var trie: TrieBuilder

  init(database: CharacterDatabase) {
    version = database.version
    var shapes: [UInt32: UInt16] = [:]
    func number(_ name: String) -> UInt16 { UInt16(Self.kinds.firstIndex(of: name) ?? 0) }
    func shape(_ kind: String, latin: UInt32?, cyrillic: UInt32?) -> UInt16 {
      let latinIndex = latin.map { UInt16($0 - 0x60) } ?? 0
      let cyrillicIndex = cyrillic.map { UInt16($0 - 0x42F) } ?? 0
      precondition(latinIndex < 32 && cyrillicIndex < 64)
      return number(kind) << 11 | cyrillicIndex << 5 | latinIndex
    }
    for line in lookAlikes.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard let kind = fields.first, !kind.hasPrefix("#") else { continue }
      precondition(Self.kinds.contains(String(kind)), "unknown kind in \(line)")
      func letter(_ field: Substring) -> UInt32? { field == "-" ? nil : field.unicodeScalars.first?.value }
      for member in fields.dropFirst(3) {
        for scalar in member.unicodeScalars {
          precondition(shapes[scalar.value] == nil, "\(scalar) stands twice")
          shapes[scalar.value] = shape(String(kind), latin: letter(fields[1]), cyrillic: letter(fields[2]))
        }
      }
    }
    // White on black and regional letters have no compatibility mapping, so NFKC leaves them.
    for letter in UInt32(0)..<26 {
      let latin = 0x61 + letter
      let cyrillic = shapes[latin].flatMap { $0 >> 5 & 0x3F == 0 ? nil : UInt32($0 >> 5 & 0x3F) + 0x42F }
      for start in [UInt32(0x1F150), 0x1F170, 0x1F1E6] {
        shapes[start + letter] = shape("ornament", latin: latin, cyrillic: cyrillic)
      }
    }
    // A letter with diacritics has the shape of its base letter.
    func base(_ scalar: UInt32) -> UInt32 {
      var scalar = scalar
      while let first = database.canonicalDecomposition[scalar]?.first { scalar = first }
      return scalar
    }
    for scalar in database.canonicalDecomposition.keys where shapes[scalar] == nil {
      guard let value = shapes[base(scalar)], let script = database.script[scalar],
        ["Latin", "Cyrillic", "Greek"].contains(script)
      else { continue }
      shapes[scalar] = value
    }

    trie = TrieBuilder { scalar in
      if let shape = shapes[scalar] { return shape }
      switch (database.generalCategory[scalar] ?? "Cn").first {
      case "L":
        switch database.script[scalar] {
        case "Latin": return number("latinOwn") << 11
        case "Cyrillic": return number("cyrillicOwn") << 11
        default: return number("otherLetter") << 11
        }
      case "N": return number("digit") << 11
      case "M": return number("mark") << 11
      default: return 0
      }
    }
  }

  var source: String {
    var file = GeneratedSource(
      of: version, from: "UnicodeData.txt, Scripts.txt, and the list LookAlikes.swift of the generator",
      about: "Which Latin and which Cyrillic letter each scalar can pass for. See `LetterShape`.")
    file.line("enum LookAlikeTable {")
    file.direct(trie)
    file.table("stage1", trie.stage1)
    file.table("stage2", trie.stage2)
    file.line("}")
    return file.text
  }
}
