/// One thing that a terminal shows in its own place: a character as readers count them, or an escape for what cannot be
/// shown safely.
///
/// Untrusted words reach a terminal only as cells, so that no text can move the cursor, change colours, turn the line
/// around, or hide.
package struct TextCell: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case shown
    /// Stands for something unseen or harmful, such as `‹U+202E›`.
    case escaped
    case lineBreak
  }

  package var shown: String
  /// Columns that it takes.
  package var width: Int
  /// The bytes of the original text that it stands for.
  package var bytes: Range<Int>
  package var kind: Kind

  /// The cells of a text, in order; together they cover every byte.
  ///
  /// - Complexity: O(bytes).
  package static func cells(of text: String) -> [TextCell] {
    var cells: [TextCell] = []
    cells.reserveCapacity(text.utf8.count)
    var offset = 0
    for character in text {
      let count = character.utf8.count
      defer { offset += count }
      if character == "\n" || character == "\r\n" {
        cells.append(TextCell(shown: "", width: 0, bytes: offset..<offset + count, kind: .lineBreak))
      } else if isHarmless(character) {
        cells.append(
          TextCell(
            shown: String(character), width: DisplayWidth.of(character), bytes: offset..<offset + count, kind: .shown))
      } else {
        append(scalarsOf: character, at: offset, to: &cells)
      }
    }
    return cells
  }

  /// A character with something unseen in it, scalar by scalar.
  private static func append(scalarsOf character: Character, at offset: Int, to cells: inout [TextCell]) {
    var begin = offset
    for (index, scalar) in character.unicodeScalars.enumerated() {
      let count = UTF8.width(scalar)
      defer { begin += count }
      let isMark = DisplayWidth.isMark(scalar)
      if needsEscape(scalar) || (isMark && index > marksMax) {
        let code = String(scalar.value, radix: 16, uppercase: true)
        let shown = "‹U+" + String(repeating: "0", count: max(0, 4 - code.utf8.count)) + code + "›"
        cells.append(
          TextCell(shown: shown, width: shown.unicodeScalars.count, bytes: begin..<begin + count, kind: .escaped))
      } else if isMark, let last = cells.indices.last, cells[last].kind == .shown, begin > offset {
        cells[last].shown.unicodeScalars.append(scalar)
        cells[last].bytes = cells[last].bytes.lowerBound..<begin + count
      } else {
        cells.append(
          TextCell(
            shown: String(scalar), width: DisplayWidth.of(Character(scalar)), bytes: begin..<begin + count,
            kind: .shown))
      }
    }
  }

  /// More marks on one letter than any living language needs.
  private static let marksMax = 4

  private static func isHarmless(_ character: Character) -> Bool {
    let scalars = character.unicodeScalars
    if let only = scalars.first, scalars.count == 1 { return !needsEscape(only) }
    if scalars.count > marksMax + 1, scalars.dropFirst().allSatisfy(DisplayWidth.isMark) { return false }
    // Joiners and selectors are part of emoji and of some scripts; alone they hide.
    let isEmoji = scalars.contains { $0.properties.isEmoji && $0.value > 0xFF }
    return scalars.allSatisfy { scalar in
      !needsEscape(scalar) || (isEmoji && (scalar.value == 0x200D || (0xE0020...0xE007F).contains(scalar.value)))
    }
  }

  private static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value >= 0x20 && scalar.value < 0x7F { return false }
    switch scalar.properties.generalCategory {
    // Surrogates are here for completeness only: no scalar is one.
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
    case .spaceSeparator: return scalar.value != 0xA0 && scalar.value != 0x3000
    default:
      // Selectors are marks that ask for a picture; everything else that is ignorable is there to be overlooked.
      return scalar.properties.isDefaultIgnorableCodePoint && !(0xFE00...0xFE0F).contains(scalar.value)
    }
  }
}
