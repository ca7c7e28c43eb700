/// Folds one word at a time: look-alikes to the alphabet that the word shows evidence of, then leet.
///
/// `Docs/Decisions/folding.md` tells the reasons. The rules, in short:
/// 1. Letters of one alphabet are evidence as far as the other has nothing that looks like them: ж is strong, о is
///    none, т is some in lower case and none in upper case.
/// 2. A word of one alphabet stays in it, even if every letter could be of the other.
/// 3. A word of two goes to the one it has evidence of. With evidence of both it goes to Cyrillic unless it reads as
///    a compound («smsка») or is mostly Latin.
/// 4. A digit or sign is a letter only where letters stand on both sides, or at an edge under stricter conditions.
struct WordFolder: Sendable {
  /// A character of the word.
  struct Cell {
    /// Its bytes in the source view.
    var range: Range<Int>
    var scalar: UInt32
    var shape: LetterShape
    /// How the author typed it; the source view is in lower case.
    var isUppercase = false
    /// What it becomes; 0 if it went into the cell before.
    var replacement: UInt32 = 0

    var isDigit: Bool { shape.kind == .digit }
    var isSymbol: Bool { shape.kind == .symbol }
    var isLetter: Bool {
      switch shape.kind {
      case .latinOwn, .latinNear, .latinFar, .latinCapital, .cyrillicOwn, .cyrillicNear, .cyrillicCapital, .foreign,
        .ornament, .otherLetter:
        true
      case .none, .symbol, .digit, .mark: false
      }
    }
    var isLatin: Bool { (1...4).contains(shape.kindNumber) }
    var isCyrillic: Bool { (5...7).contains(shape.kindNumber) }
  }

  private enum Target {
    case latin, cyrillic
    /// Each letter stays in its alphabet.
    case each
  }

  var cells: [Cell] = []

  /// What is known about the word from outside.
  struct Surroundings {
    /// The text around has at least as many Cyrillic letters as Latin ones.
    var leansCyrillic: Bool
    /// Digits and signs may be read as letters: not so inside a link or a mention.
    var allowsLeet: Bool
    /// The word is free on its left, so that a leading digit is not the tail of a number.
    var isFreeOnLeft: Bool
  }

  /// Sets `replacement` in every cell. Answers whether anything changed.
  mutating func fold(in surroundings: Surroundings) -> Bool {
    let evidence = Evidence(cells)
    let target = target(by: evidence, leansCyrillic: surroundings.leansCyrillic)
    var hasChanges = false
    var hasLookAlikes = false
    for index in cells.indices {
      let cell = cells[index]
      cells[index].replacement = cell.scalar
      guard cell.isLetter else { continue }
      let letter: UInt32 =
        switch target {
        case .latin: cell.shape.latin
        case .cyrillic: cell.shape.cyrillic
        case .each: cell.isLatin ? cell.shape.latin : cell.isCyrillic ? cell.shape.cyrillic : 0
        }
      guard letter != 0, letter != cell.scalar else { continue }
      cells[index].replacement = letter
      hasChanges = true
      if target == .latin ? !cell.isLatin : target == .cyrillic ? !cell.isCyrillic : false { hasLookAlikes = true }
    }
    if surroundings.allowsLeet, evidence.others > 0, target != .each {
      if foldLeet(to: target, evidence, hasLookAlikes: hasLookAlikes, isFreeOnLeft: surroundings.isFreeOnLeft) {
        hasChanges = true
      }
    }
    if target == .cyrillic, joinYeru() { hasChanges = true }
    return hasChanges
  }

  // MARK: Evidence

  private struct Evidence {
    var cyrillicStrong = 0
    var cyrillicFair = 0
    var cyrillicNone = 0
    var latinStrong = 0
    var latinFair = 0
    var latinNone = 0
    var foreign = 0
    var ornaments = 0
    var onlyCyrillicShapes = 0
    var onlyLatinShapes = 0
    /// Digits and signs.
    var others = 0
    /// How often the alphabet changes from one letter to the next.
    var turns = 0
    var firstPart = 0
    var beginsLatin = false
    var turnsAtApostrophe = 0
    /// Latin letters are all capitals, and Cyrillic ones are all small; only asked of words with both.
    var isCapitalsThenSmall = true

    var cyrillic: Int { cyrillicStrong + cyrillicFair + cyrillicNone }
    var latin: Int { latinStrong + latinFair + latinNone }
    var letters: Int { cyrillic + latin + foreign + ornaments }

    init(_ cells: [Cell]) {
      var last: Bool?
      var wasApostrophe = false
      for cell in cells {
        var isCyrillic: Bool?
        switch cell.shape.kind {
        case .cyrillicOwn: (cyrillicStrong, isCyrillic) = (cyrillicStrong + 1, true)
        case .cyrillicNear: (cyrillicNone, isCyrillic) = (cyrillicNone + 1, true)
        case .cyrillicCapital:
          isCyrillic = true
          if cell.isUppercase { cyrillicNone += 1 } else { cyrillicFair += 1 }
        case .latinOwn: (latinStrong, isCyrillic) = (latinStrong + 1, false)
        case .latinFar: (latinFair, isCyrillic) = (latinFair + 1, false)
        case .latinNear: (latinNone, isCyrillic) = (latinNone + 1, false)
        case .latinCapital:
          isCyrillic = false
          if cell.isUppercase { latinNone += 1 } else { latinFair += 1 }
        case .foreign, .otherLetter: foreign += 1
        case .ornament:
          ornaments += 1
          if cell.shape.latin == 0 { onlyCyrillicShapes += 1 }
          if cell.shape.cyrillic == 0 { onlyLatinShapes += 1 }
        case .digit, .symbol: others += 1
        case .none, .mark: wasApostrophe = cell.scalar == 0x27
        }
        guard let isCyrillic else { continue }
        if cell.isUppercase == isCyrillic { isCapitalsThenSmall = false }
        if last == nil { beginsLatin = !isCyrillic }
        if let last, last != isCyrillic {
          turns += 1
          if wasApostrophe { turnsAtApostrophe += 1 }
        }
        wasApostrophe = false
        if turns == 0 { firstPart += 1 }
        last = isCyrillic
      }
    }
  }

  private func target(by evidence: Evidence, leansCyrillic: Bool) -> Target {
    if evidence.latin == 0, evidence.cyrillic == 0 {
      // Decorated shapes alone. One of them is an emoji, a unit or a sound, not a word.
      guard evidence.foreign == 0, evidence.ornaments >= 2 else { return .each }
      if evidence.onlyCyrillicShapes > 0 { return evidence.onlyLatinShapes > 0 ? .each : .cyrillic }
      return evidence.onlyLatinShapes == 0 && leansCyrillic ? .cyrillic : .latin
    }
    // «μм» is a unit.
    if evidence.foreign > 0, evidence.letters < 3 { return .each }
    if evidence.latin == 0 { return .cyrillic }
    // «ITшники».
    if evidence.turns == 1, evidence.beginsLatin, evidence.firstPart >= 2, evidence.isCapitalsThenSmall { return .each }
    // «PR'ы», «facebook'овский».
    if evidence.turns == 1, evidence.turnsAtApostrophe == 1, evidence.beginsLatin, evidence.firstPart >= 2 {
      return .each
    }
    let latinEvidence = evidence.latinStrong + evidence.latinFair
    let cyrillicEvidence = evidence.cyrillicStrong + evidence.cyrillicFair
    if evidence.cyrillic == 0 {
      return latinEvidence == 0 && evidence.onlyCyrillicShapes > 0 ? .cyrillic : .latin
    }
    if latinEvidence == 0 {
      if cyrillicEvidence > 0 { return .cyrillic }
      if evidence.latin != evidence.cyrillic { return evidence.cyrillic > evidence.latin ? .cyrillic : .latin }
      return leansCyrillic ? .cyrillic : .latin
    }
    let secondPart = evidence.latin + evidence.cyrillic - evidence.firstPart
    if cyrillicEvidence == 0 {
      // A Latin stem with a Russian ending: «smsка», «pdfок».
      let isInflected = evidence.turns == 1 && evidence.beginsLatin && evidence.firstPart >= 3 && secondPart >= 2
      return isInflected ? .each : .latin
    }
    if evidence.turns == 1, evidence.firstPart >= 2, secondPart >= 2 { return .each }
    if evidence.latinStrong == 0, evidence.cyrillicStrong > 0, cyrillicEvidence >= latinEvidence { return .cyrillic }
    if evidence.latinStrong == 0, cyrillicEvidence > latinEvidence { return .cyrillic }
    if evidence.cyrillicStrong == 0, latinEvidence > cyrillicEvidence { return .latin }
    return .each
  }

  // MARK: Leet

  private mutating func foldLeet(
    to target: Target, _ evidence: Evidence, hasLookAlikes: Bool, isFreeOnLeft: Bool
  ) -> Bool {
    let isLatin = target == .latin
    let digits = cells.count { $0.isDigit }
    // Serial numbers, hashes and model names have more digits.
    guard digits * 2 <= evidence.letters + 2 else { return false }
    var isEvident = hasLookAlikes
    var hasChanges = false
    for index in cells.indices where stands(index, between: evidence.letters, isLatin: isLatin) {
      cells[index].replacement = letter(of: index, isLatin: isLatin)
      hasChanges = true
    }
    if hasChanges { isEvident = true }
    if foldEdges(isLatin: isLatin, isEvident: isEvident, isFreeOnLeft: isFreeOnLeft, letters: evidence.letters) {
      hasChanges = true
    }
    return hasChanges
  }

  private func letter(of index: Int, isLatin: Bool) -> UInt32 {
    isLatin ? cells[index].shape.latin : cells[index].shape.cyrillic
  }

  /// A digit or sign with letters on both sides.
  private func stands(_ index: Int, between letters: Int, isLatin: Bool) -> Bool {
    let cell = cells[index]
    guard cell.isDigit || cell.isSymbol, letter(of: index, isLatin: isLatin) != 0 else { return false }
    // Two of a sign, or two zeros, pass for one: "a$$hole", "n00b".
    let isPair = { (other: Int) in
      self.cells.indices.contains(other) && self.cells[other].scalar == cell.scalar
        && (cell.isSymbol || cell.scalar == 0x30)
    }
    var left = index - 1
    var right = index + 1
    if isPair(left) { left -= 1 } else if isPair(right) { right += 1 }
    guard left >= 0, right < cells.count else { return false }
    guard cells[left].isLetter || cells[left].isSymbol, cells[right].isLetter || cells[right].isSymbol else {
      return false
    }
    if cell.scalar == 0x21 {
      // "sh!t", but not "wow!that": what stands before has no vowel.
      return isLatin && left == index - 1 && right == index + 1 && cells[0..<index].allSatisfy { !Self.isVowel($0) }
    }
    return letters >= 3 || (left < index - 1 || right > index + 1) && letters >= 2
  }

  private static func isVowel(_ cell: Cell) -> Bool {
    switch cell.replacement {
    case 0x61, 0x65, 0x69, 0x6F, 0x75, 0x79: true
    default: !cell.isLetter
    }
  }

  private mutating func foldEdges(isLatin: Bool, isEvident: Bool, isFreeOnLeft: Bool, letters: Int) -> Bool {
    var hasChanges = false
    if let first = cells.first, first.isDigit || first.isSymbol, cells.count > 1, cells[1].isLetter {
      let letter = letter(of: 0, isLatin: isLatin)
      let isFolded: Bool
      switch first.scalar {
      case 0x24: isFolded = isEvident || (!isLatin && letters >= 3)
      case 0x30, 0x33, 0x34, 0x36:
        isFolded =
          !isLatin && isFreeOnLeft && letters >= 4 && cells[1].replacement != letter
          && !NumberTails.contains(cells.dropFirst().map(\.replacement))
      default: isFolded = false
      }
      if isFolded, letter != 0 {
        cells[0].replacement = letter
        hasChanges = true
      }
    }
    let end = cells.count - 1
    guard end > 0, cells[end].isDigit || cells[end].isSymbol else { return hasChanges }
    let letter = letter(of: end, isLatin: isLatin)
    guard letter != 0 else { return hasChanges }
    if cells[end].scalar == 0x24, cells[end - 1].scalar == 0x24, end > 1, cells[end - 2].isLetter {
      // "a$$"
      cells[end].replacement = letter
      cells[end - 1].replacement = letter
      return true
    }
    guard cells[end - 1].isLetter || (isEvident && cells[end - 1].replacement != cells[end - 1].scalar) else {
      return hasChanges
    }
    switch cells[end].scalar {
    case 0x40: if !(isEvident || (!isLatin && letters >= 3)) { return hasChanges }
    case 0x24: if !isEvident { return hasChanges }
    case 0x30: if !(isEvident && letters >= 3 || !isLatin && letters >= 4) { return hasChanges }
    case 0x33, 0x34, 0x36: if !(isEvident && letters >= 4) { return hasChanges }
    default: return hasChanges
    }
    cells[end].replacement = letter
    return true
  }

  /// «ь» and a stroke beside it are one letter: «вьlплата», «вь1плата».
  private mutating func joinYeru() -> Bool {
    var hasChanges = false
    for index in cells.indices.dropFirst() where cells[index - 1].scalar == 0x044C {
      switch cells[index].scalar {
      case 0x6C, 0x69: break
      // «заехать1» has forgotten a space.
      case 0x31: guard index + 1 < cells.count, cells[index + 1].isLetter else { continue }
      default: continue
      }
      cells[index - 1].replacement = 0x044B
      cells[index].replacement = 0
      hasChanges = true
    }
    return hasChanges
  }
}
