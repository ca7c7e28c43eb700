import ReviewDesk

/// Rows whose columns stand under each other.
struct TextTable {
  enum Alignment { case left, right }

  struct Column {
    var title: String
    var alignment = Alignment.left
    /// The column that gives way when the terminal is narrow.
    var isFlexible = false

    init(_ title: String, _ alignment: Alignment = .left, isFlexible: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.isFlexible = isFlexible
    }
  }

  var columns: [Column]
  private var rows: [(cells: [String], below: String?)] = []

  init(_ columns: [Column]) {
    self.columns = columns
  }

  var isEmpty: Bool { rows.isEmpty }

  /// Adds a row; every cell is made harmless and one line.
  ///
  /// - Parameter below: Words that want a line of their own under the row.
  mutating func add(_ cells: [String], below: String? = nil) {
    precondition(cells.count == columns.count, "a row has a cell for every column")
    rows.append((cells.map { Harmless.line($0) }, below))
  }

  /// Narrower than this a cut cell says nothing.
  private static let flexibleWidthMin = 8

  /// The rows one by one, each as many lines as it needs: what a terminal gets that is too narrow for columns.
  private func wrapped(width: Int, ink: Ink) -> [String] {
    rows.flatMap { row -> [String] in
      var lines: [String] = []
      for (index, cell) in row.cells.enumerated() where !cell.isEmpty {
        let title = index == 0 || columns[index].title.isEmpty ? "" : columns[index].title.lowercased() + " "
        let shown = Harmless.line(title + cell, widthMax: max(8, width - 2))
        if let last = lines.last, DisplayWidth.of(last) + 2 + DisplayWidth.of(shown) <= width {
          lines[lines.count - 1] = last + "  " + shown
        } else {
          lines.append((lines.isEmpty ? "" : "  ") + shown)
        }
      }
      return lines + below(row.below, width: width)
    }
  }

  private func below(_ words: String?, width: Int) -> [String] {
    words.map { ["    " + Harmless.line($0, widthMax: max(20, width - 4))] } ?? []
  }

  func lines(width: Int, ink: Ink) -> [String] {
    var widths = columns.map { DisplayWidth.of($0.title) }
    for row in rows {
      for (index, cell) in row.cells.enumerated() { widths[index] = max(widths[index], DisplayWidth.of(cell)) }
    }
    let gap = 2
    let total = widths.reduce(0, +) + gap * (columns.count - 1)
    if total > width {
      guard let flexible = columns.firstIndex(where: \.isFlexible),
        widths[flexible] - (total - width) >= Self.flexibleWidthMin
      else { return wrapped(width: width, ink: ink) }
      widths[flexible] -= total - width
    }
    func line(_ cells: [String]) -> String {
      var line = ""
      for (index, cell) in cells.enumerated() {
        let shown = DisplayWidth.of(cell) > widths[index] ? Harmless.line(cell, widthMax: widths[index]) : cell
        let space = String(repeating: " ", count: max(0, widths[index] - DisplayWidth.of(shown)))
        let isLast = index == cells.count - 1
        line += columns[index].alignment == .right ? space + shown : shown + (isLast ? "" : space)
        if !isLast { line += String(repeating: " ", count: gap) }
      }
      return line
    }
    return [ink.faint(line(columns.map(\.title)).trimmedEnd())]
      + rows.flatMap { row in [line(row.cells).trimmedEnd()] + below(row.below, width: width) }
  }
}
