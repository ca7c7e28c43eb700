import ReviewDesk

/// An author's words with the evidence marked in them.
///
/// With colour the places are underlined and shaded; without, a line of `^` stands under each line that has some.
struct MarkedText {
  var text: String
  /// UTF-8 byte ranges of the text; they may overlap and may lie inside a character, which is then marked whole.
  var ranges: [Range<Int>]

  /// The lines to print, each at most `width` columns, with `indent` before it.
  func lines(width: Int, indent: String = "", ink: Ink) -> [String] {
    let room = max(10, width - DisplayWidth.of(indent))
    var printed: [String] = []
    for row in rows(width: room) {
      printed.append((indent + shown(row, ink: ink)))
      if !ink.isColoured, row.contains(where: \.isMarked) { printed.append(indent + carets(under: row)) }
    }
    return printed
  }

  private struct Place {
    var cell: TextCell
    var isMarked: Bool
  }

  private func rows(width: Int) -> [[Place]] {
    let marks = Self.merged(ranges)
    var next = marks.startIndex
    var rows: [[Place]] = [[]]
    var used = 0
    for cell in TextCell.cells(of: text) {
      while next < marks.endIndex, marks[next].upperBound <= cell.bytes.lowerBound { next += 1 }
      let isMarked = next < marks.endIndex && marks[next].lowerBound < cell.bytes.upperBound
      if cell.kind == .lineBreak {
        rows.append([])
        used = 0
        continue
      }
      // A space at the end of a row may hang over its edge: nobody sees it.
      if used + cell.width > width, cell.shown != " ", let row = rows.indices.last {
        // Break after the last space of the row, when that leaves a fair part of it.
        let breakAt = rows[row].lastIndex { $0.cell.shown == " " }.map { $0 + 1 } ?? rows[row].endIndex
        let rest = breakAt > rows[row].count / 3 ? Array(rows[row][breakAt...]) : []
        rows[row].removeLast(rest.count)
        rows.append(rest)
        used = rest.reduce(0) { $0 + $1.cell.width }
      }
      rows[rows.count - 1].append(Place(cell: cell, isMarked: isMarked))
      used += cell.width
    }
    return rows
  }

  private func shown(_ row: [Place], ink: Ink) -> String {
    var line = ""
    var run = ""
    var isRunMarked = false
    func close() {
      line += isRunMarked ? ink.evidence(run) : run
      run = ""
    }
    for place in row {
      if place.isMarked != isRunMarked {
        close()
        isRunMarked = place.isMarked
      }
      run += place.cell.shown
    }
    close()
    return ink.isColoured ? line : line.trimmedEnd()
  }

  private func carets(under row: [Place]) -> String {
    var line = ""
    for place in row {
      line += String(repeating: place.isMarked ? "^" : " ", count: place.cell.width)
    }
    return line.trimmedEnd()
  }

  /// Sorted, without overlaps.
  static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for range in ranges.filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }
}

extension String {
  /// The bytes of a range as text; a cut inside a character gives the replacement character.
  func excerpt(_ range: Range<Int>) -> String {
    let bytes = Array(utf8)
    let clamped = range.clamped(to: 0..<bytes.count)
    return String(decoding: bytes[clamped], as: UTF8.self)
  }
}
