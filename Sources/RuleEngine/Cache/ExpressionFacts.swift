import PCRE2

/// All that a rule set must know of an expression before it is matched for the first time.
struct ExpressionFacts: Sendable {
  var needs: ExpressionNeeds
  /// Fewest bytes that a match can have.
  var bytesMin: Int
  /// See ``MatchBudget/isBounded(_:)``.
  var isBounded: Bool
}

/// What facts are about.
struct ExpressionKey: Hashable {
  var text: String
  var options: PatternOptions
  /// Texts of its view are folded; see ``ScalarFold``.
  var isTextFolded: Bool

  /// Tells keys apart within a record, where the order tells them apart already.
  var mark: UInt64 {
    var hash = FNV1a()
    for byte in text.utf8 { hash.add(byte) }
    hash.add(0)
    hash.add(isTextFolded ? 1 : 0)
    return hash.value ^ UInt64(options.rawValue)
  }
}

extension ExpressionFacts {
  func write(to cache: inout CacheWriter) {
    cache.add(bytesMin)
    cache.add(isBounded)
    cache.add(word: needs.characters.low)
    cache.add(word: needs.characters.high)
    cache.add(needs.options.count)
    for option in needs.options {
      cache.add(option.alternatives.count)
      for literal in option.alternatives {
        cache.add(literal.bytes)
        literal.before.write(to: &cache)
        literal.after.write(to: &cache)
      }
    }
  }

  init?(from cache: inout CacheReader) {
    guard let bytesMin = cache.number(), let isBounded = cache.flag(), let low = cache.word(), let high = cache.word(),
      let optionCount = cache.count()
    else { return nil }
    var options: [LiteralNeeds] = []
    options.reserveCapacity(optionCount)
    for _ in 0..<optionCount {
      guard let count = cache.count(), count > 0 else { return nil }
      var literals: [NeededLiteral] = []
      literals.reserveCapacity(count)
      for _ in 0..<count {
        guard let bytes = cache.data(), LiteralNeeds.isLongEnough(bytes), bytes.isWholeText,
          let before = LiteralSide(from: &cache),
          let after = LiteralSide(from: &cache)
        else { return nil }
        literals.append(NeededLiteral(bytes, before: before, after: after))
      }
      options.append(LiteralNeeds(known: literals))
    }
    self.bytesMin = bytesMin
    self.isBounded = isBounded
    needs = ExpressionNeeds(options: options, characters: CharacterMask(low: low, high: high))
  }
}

extension ExpressionNeeds {
  init(options: [LiteralNeeds], characters: CharacterMask) {
    self.options = options
    self.characters = characters
  }
}

extension LiteralNeeds {
  /// Alternatives that were found and checked before.
  init(known alternatives: [NeededLiteral]) {
    self.alternatives = alternatives
  }
}

extension LiteralSide {
  fileprivate func write(to cache: inout CacheWriter) {
    cache.add(isFree)
    guard !isFree else { return }
    cache.add(isBoundary)
    cache.add(isUnicode)
    cache.add(gap.isWordless)
    cache.add(gap.bytesMax ?? -1)
    cache.add(neighbours.count)
    for neighbour in neighbours { cache.add(neighbour) }
  }

  fileprivate init?(from cache: inout CacheReader) {
    self.init()
    guard let isFree = cache.flag() else { return nil }
    guard !isFree else { return }
    guard let isBoundary = cache.flag(), let isUnicode = cache.flag(), let isWordless = cache.flag(),
      let bytesMax = cache.number(), let count = cache.count()
    else { return nil }
    for _ in 0..<count {
      guard let neighbour = cache.data(), neighbour.isWholeText else { return nil }
      neighbours.append(neighbour)
    }
    self.isBoundary = isBoundary
    self.isUnicode = isUnicode
    gap = LiteralGap(bytesMax: bytesMax < 0 ? nil : bytesMax, isWordless: isWordless)
  }
}

extension [UInt8] {
  /// UTF-8 of a length that a literal can have; what a record holds may be anything.
  fileprivate var isWholeText: Bool {
    count <= LiteralSummary.exactBytesMax * LiteralSummary.exactBytesMax && (try? UTF8Span(validating: span)) != nil
  }
}
