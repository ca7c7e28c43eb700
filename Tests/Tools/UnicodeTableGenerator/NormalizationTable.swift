/// What each scalar becomes under NFKC_Casefold (UAX #44, `NFKC_CF`), in the form `ScalarMapping` reads.
struct NormalizationTable {
  private var database: CharacterDatabase
  private var pool: [UInt8] = []
  private var trie: TrieBuilder

  init(database: CharacterDatabase) {
    self.database = database
    var offsets: [[UInt32]: UInt16] = [:]
    var pool: [UInt8] = []

    /// A scalar that neither joins what stands before it, nor moves under canonical ordering, nor is an accent.
    func isPlain(_ scalar: UInt32) -> Bool {
      database.combiningClass[scalar] == nil && !database.isComposing.contains(scalar)
        && !PropertyTable.isAccent(scalar, in: database)
    }

    trie = TrieBuilder { scalar in
      guard let mapping = database.nfkcCasefold[scalar] else {
        return isPlain(scalar) ? 0 : 0x0100 | UInt16(database.combiningClass[scalar] ?? 0)
      }
      if mapping.isEmpty { return 1 }
      if mapping.count == 1, isPlain(mapping[0]) {
        let delta = Int(mapping[0]) - Int(scalar)
        if abs(delta) < 0x2000 { return UInt16(0x6000 + delta) }
      }
      if let offset = offsets[mapping] { return 0x8000 | offset }
      let offset = UInt16(pool.count)
      offsets[mapping] = offset
      let bytes = mapping.compactMap(Unicode.Scalar.init).flatMap { Array(String($0).utf8) }
      pool.append(UInt8(bytes.count) | (mapping.allSatisfy(isPlain) ? 0 : 0x80))
      pool += bytes
      return 0x8000 | offset
    }
    self.pool = pool
    precondition(pool.count < 0x8000)
  }

  var source: String {
    var file = GeneratedSource(
      of: database.version, from: "DerivedNormalizationProps.txt, UnicodeData.txt",
      about: "What each scalar becomes under NFKC_Casefold, and how it combines. See `ScalarMapping`.")
    file.line("enum NormalizationTable {")
    file.line("  static let unicodeVersion = \"\(database.version)\"")
    file.direct(trie)
    file.table("stage1", trie.stage1)
    file.table("stage2", trie.stage2)
    file.table("pool", pool)
    file.line("}")
    return file.text
  }
}

/// The primary composites (UAX #15, D114): pairs that canonical composition joins.
struct CompositionTable {
  private var version: String
  private var composites: [(first: UInt32, second: UInt32, composite: UInt32)] = []

  init(database: CharacterDatabase) {
    version = database.version
    for (composite, parts) in database.canonicalDecomposition
    where parts.count == 2 && !database.compositionExclusions.contains(composite) {
      composites.append((parts[0], parts[1], composite))
    }
    composites.sort { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  var source: String {
    var file = GeneratedSource(
      of: version, from: "UnicodeData.txt, DerivedNormalizationProps.txt",
      about: "Which pairs of scalars canonical composition joins. Hangul is arithmetic and not here.")
    file.line("enum CompositionTable {")
    file.words(
      "pairs", of: composites.count, "pairs in order: the first scalar in the upper half, the second in the lower",
      composites.map { UInt64($0.first) << 32 | UInt64($0.second) })
    file.words(
      "composites", of: composites.count, "composites, in the order of `pairs`",
      composites.map { UInt64($0.composite) })
    let byComposite = composites.indices.sorted { composites[$0].composite < composites[$1].composite }
    file.words(
      "decompositions", of: composites.count,
      "decompositions in order: the composite in the upper half, the index of its pair in the lower",
      byComposite.map { UInt64(composites[$0].composite) << 32 | UInt64($0) })
    file.line("}")
    return file.text
  }
}
