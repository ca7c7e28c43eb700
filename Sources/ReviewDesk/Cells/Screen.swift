/// What a terminal is to show: rows of places, each with a character or a part of one.
///
/// It is drawn whole into memory and compared with what the terminal shows; only rows that differ are written, each from its
/// first to its last difference. Nothing but cells made harmless ever gets in, so no text can send a control code.
package struct Screen: Hashable, Sendable {
  package struct Place: Hashable, Sendable {
    /// Empty where a wide character to the left covers it.
    package var shown: String
    package var style: CellStyle

    static let blank = Place(shown: " ", style: .plain)
  }

  /// The smallest screen that is drawn; a smaller terminal shows its upper left corner.
  package static let columnsMin = 60
  package static let rowsMin = 16
  package static let columnsMax = 500
  package static let rowsMax = 300

  package let columns: Int
  package let rows: Int
  package private(set) var places: [[Place]]
  /// Where typing goes on, if anywhere.
  package var cursor: (row: Int, column: Int)? {
    get { cursorRow.map { ($0, cursorColumn) } }
    set {
      cursorRow = newValue?.row
      cursorColumn = newValue?.column ?? 0
    }
  }
  private var cursorRow: Int?
  private var cursorColumn = 0

  package init(columns: Int, rows: Int) {
    self.columns = min(max(columns, Self.columnsMin), Self.columnsMax)
    self.rows = min(max(rows, Self.rowsMin), Self.rowsMax)
    places = Array(repeating: Array(repeating: .blank, count: self.columns), count: self.rows)
  }

  /// Writes a text into one row; what does not fit is cut off with an ellipsis. Line ends become `⏎`.
  ///
  /// - Parameter width: Columns at most; the rest of the row by default.
  /// - Returns: The column behind what was written.
  @discardableResult
  package mutating func write(
    _ text: String, row: Int, column: Int, style: CellStyle = .plain, width: Int? = nil
  ) -> Int {
    guard rows > row, row >= 0, column < columns else { return column }
    let end = min(columns, column + (width ?? columns))
    // A column takes a byte at least, so that what lies behind need not be looked at.
    let head = text.utf8.count > 4 * columns ? String(text.prefix(columns + 1)) : text
    let cells = TextCell.cells(of: head)
    var place = column
    for (index, cell) in cells.enumerated() {
      let cellWidth = cell.kind == .lineBreak ? 1 : cell.width
      let isLast = index == cells.count - 1 && head.utf8.count == text.utf8.count
      guard place + cellWidth + (isLast ? 0 : 1) <= end else {
        if place < end { put("…", width: 1, row: row, column: place, style: style) }
        return min(place + 1, end)
      }
      let own = cell.kind == .escaped ? CellStyle(.bad, isReversed: style.isReversed) : style
      put(cell.kind == .lineBreak ? "⏎" : cell.shown, width: cellWidth, row: row, column: place, style: own)
      place += cellWidth
    }
    return place
  }

  /// Puts one cell; of escapes, which have several characters, each takes its column.
  mutating func put(_ shown: String, width: Int, row: Int, column: Int, style: CellStyle) {
    guard row >= 0, row < rows, column >= 0, column + width <= columns, width > 0 else { return }
    if width > 2 || shown.count > 1 && width == shown.count {
      for (offset, character) in shown.enumerated() where offset < width {
        places[row][column + offset] = Place(shown: String(character), style: style)
      }
      return
    }
    places[row][column] = Place(shown: shown, style: style)
    if width == 2 { places[row][column + 1] = Place(shown: "", style: style) }
  }

  /// Gives a whole row one style, and keeps what it shows.
  mutating func fill(row: Int, style: CellStyle) {
    guard row >= 0, row < rows else { return }
    for column in places[row].indices { places[row][column].style = style }
  }

  /// Empties a row.
  mutating func clear(row: Int) {
    guard row >= 0, row < rows else { return }
    places[row] = Array(repeating: .blank, count: columns)
  }

  /// A row as text, without blanks at its end.
  package func text(row: Int) -> String {
    var line = places[row].map(\.shown).joined()
    while line.last == " " { line.removeLast() }
    return line
  }

  /// All rows as text.
  package var text: String { (0..<rows).map { text(row: $0) }.joined(separator: "\n") }

  /// The bytes that turn what the terminal shows into this.
  ///
  /// - Parameter shown: What it shows; `nil` when that is not known, and everything is written.
  package func update(from shown: Screen?, palette: Palette) -> String {
    // Nobody sees the cursor run over the rows.
    var bytes = "\u{1B}[?25l"
    let isKnown = shown.map { $0.columns == columns && $0.rows == rows } ?? false
    if !isKnown { bytes += "\u{1B}[0m\u{1B}[2J" }
    var style: CellStyle?
    for row in 0..<rows {
      var first = 0
      var last = columns - 1
      if isKnown, let old = shown?.places[row] {
        guard let begin = places[row].indices.first(where: { places[row][$0] != old[$0] }),
          let end = places[row].indices.last(where: { places[row][$0] != old[$0] })
        else { continue }
        first = begin
        last = end
        // A wide character is written from its first half.
        while first > 0, places[row][first].shown.isEmpty || old[first].shown.isEmpty { first -= 1 }
      }
      bytes += "\u{1B}[\(row + 1);\(first + 1)H"
      for column in first...last {
        let place = places[row][column]
        if place.style != style {
          bytes += "\u{1B}[\(palette.codes(place.style))m"
          style = place.style
        }
        bytes += place.shown
      }
    }
    bytes += "\u{1B}[0m"
    if let cursor { bytes += "\u{1B}[\(cursor.row + 1);\(min(cursor.column, columns - 1) + 1)H\u{1B}[?25h" }
    return bytes
  }
}
