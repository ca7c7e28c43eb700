/// Parts of an expression one after another.
///
/// Strings that are known exactly are joined as long as they are few and short, so that `\w+каз[иі]но` needs «казино» or
/// «казіно» and not only letters. What stands between such strings is kept too: of `this\W?article\W?appears` the
/// string «appears» is looked for, and asked whether «article» ends just before it.
struct LiteralSequence {
  /// A part of a sequence.
  struct Piece {
    /// All that it matches, when that is known exactly.
    var strings: Set<[UInt8]>?
    /// What it needs, otherwise.
    var needs: LiteralNeeds?
    var extent: LiteralGap
    var isBoundaryBefore = false
    var isBoundaryAfter = false
  }

  /// More to choose from helps no more.
  private static let otherNeedsMax = 5

  private let isUnicode: Bool
  private var pieces: [Piece] = []
  /// What the parts since the last unknown one match, exactly.
  private var run: Set<[UInt8]> = [[]]
  private var isBoundaryBefore = false
  private var isBoundaryAfter = false
  private var characters = CharacterMask()

  init(isUnicode: Bool) {
    self.isUnicode = isUnicode
  }

  mutating func append(_ next: LiteralSummary) {
    characters.formUnion(next.characters)
    if next.isBoundary { return appendBoundary() }
    if let pieces = next.pieces {
      for piece in pieces { append(piece) }
      return
    }
    guard let exact = next.exact else {
      close()
      return pieces.append(Piece(needs: next.needs, extent: next.extent))
    }
    append(exact)
  }

  /// `а+`, or `(?:аб|в){2,}`: a first round joined to what stands before, and a last one to what follows.
  mutating func append(_ round: LiteralSummary, repeated counts: ClosedRange<Int>) {
    guard round.hasKnownEnds(repeated: counts) else { return append(round.repeated(counts)) }
    characters.formUnion(round.characters)
    append(round.exact ?? [[]])
    close()
    // The first round may be the last: nothing is known of the distance between the two.
    pieces.append(Piece(extent: .anything))
    run = round.exact ?? [[]]
  }

  private mutating func appendBoundary() {
    if run == [[]] { isBoundaryBefore = true } else { isBoundaryAfter = true }
  }

  private mutating func append(_ exact: Set<[UInt8]>) {
    guard exact != [[]] else { return }
    isBoundaryAfter = false
    if run.count * exact.count <= LiteralSummary.exactMax {
      var product: Set<[UInt8]> = []
      for head in run {
        for tail in exact { product.insert(head + tail) }
      }
      if product.allSatisfy({ $0.count <= LiteralSummary.exactBytesMax }) {
        run = product
        return
      }
    }
    close()
    run = exact
  }

  private mutating func append(_ piece: Piece) {
    guard let strings = piece.strings else {
      close()
      return pieces.append(piece)
    }
    if piece.isBoundaryBefore { appendBoundary() }
    append(strings)
    if piece.isBoundaryAfter { appendBoundary() }
  }

  /// Ends the run: what follows is joined to nothing before.
  private mutating func close() {
    if run != [[]] { pieces.append(lastPiece) }
    run = [[]]
    isBoundaryBefore = false
    isBoundaryAfter = false
  }

  private var lastPiece: Piece {
    Piece(
      strings: run, extent: LiteralSummary.extent(of: run), isBoundaryBefore: isBoundaryBefore,
      isBoundaryAfter: isBoundaryAfter)
  }

  var summary: LiteralSummary {
    guard !pieces.isEmpty else {
      guard isBoundaryBefore || isBoundaryAfter else { return LiteralSummary(exact: run, characters: characters) }
      guard run != [[]] else {
        // Nothing but a boundary, as in a group around one.
        return .boundary
      }
      var summary = LiteralSummary(exact: run, needs: Self.needs([lastPiece], 0, isUnicode), characters: characters)
      summary.pieces = [lastPiece]
      return summary
    }
    let all = run == [[]] ? pieces : pieces + [lastPiece]
    // Stable for equals, so that the same expression always gives the same answer.
    let options = all.indices.compactMap { Self.needs(all, $0, isUnicode) }.map { (needs: $0, rarity: $0.rarity) }
      .enumerated().sorted { ($1.element.rarity, $0.offset) < ($0.element.rarity, $1.offset) }.map(\.element.needs)
    var summary = LiteralSummary(
      needs: options.first, characters: characters, extent: all.reduce(LiteralGap.none) { $0.then($1.extent) })
    summary.otherNeeds = Array(options.dropFirst().prefix(Self.otherNeedsMax))
    summary.pieces = all
    return summary
  }

  /// What one of the pieces needs, with what stands around it.
  private static func needs(_ pieces: [Piece], _ index: Int, _ isUnicode: Bool) -> LiteralNeeds? {
    let piece = pieces[index]
    guard let strings = piece.strings else { return piece.needs }
    var before = side(pieces[..<index].reversed(), isBefore: true, isUnicode)
    var after = side(pieces[(index + 1)...], isBefore: false, isUnicode)
    before.isBoundary = piece.isBoundaryBefore
    after.isBoundary = piece.isBoundaryAfter
    return LiteralNeeds(
      literals: strings.map { string in
        var (before, after) = (before, after)
        // Between two signs `\b` asks for the opposite.
        if string.isEmpty || !WordEdge.begins(string.span, at: 0, isUnicode: isUnicode) { before.isBoundary = false }
        if string.isEmpty || !WordEdge.ends(string.span, before: string.count, isUnicode: isUnicode) {
          after.isBoundary = false
        }
        return NeededLiteral(string, before: before, after: after)
      })
  }

  /// The nearest piece on one side whose strings are known and that always covers something.
  private static func side(
    _ pieces: some Sequence<Piece>, isBefore: Bool, _ isUnicode: Bool
  ) -> LiteralSide {
    var side = LiteralSide(isUnicode: isUnicode)
    var gap = LiteralGap.none
    for piece in pieces {
      if let strings = piece.strings, !strings.contains([]) {
        let isBetween = (gap.bytesMax ?? .max) <= LiteralSide.gapBytesMax
        // Where only signs stand between, the nearest letter is the neighbour's own.
        let isTold =
          gap.isWordless
          && strings.allSatisfy { string in
            isBefore
              ? WordEdge.ends(string.span, before: string.count, isUnicode: isUnicode)
              : WordEdge.begins(string.span, at: 0, isUnicode: isUnicode)
          }
        guard strings.count <= LiteralSide.neighboursMax, isBetween || isTold else { return side }
        side.neighbours = strings.sorted { $0.lexicographicallyPrecedes($1) }
        side.gap = LiteralGap(bytesMax: gap.bytesMax, isWordless: isTold)
        return side
      }
      gap = gap.then(piece.extent)
      guard gap.isWordless || (gap.bytesMax ?? .max) <= LiteralSide.gapBytesMax else { return side }
    }
    return side
  }
}
