/// An author's words wrapped into rows, with what was found in them.
package struct CellRows: Sendable {
  package struct Place: Sendable {
    package var cell: TextCell
    package var isEvidence: Bool
    /// Covered until a key is pressed.
    package var isMasked: Bool
  }

  package private(set) var rows: [[Place]] = [[]]

  /// - Parameters:
  ///   - evidence: UTF-8 byte ranges of the text; they may overlap and lie inside a character, which is then marked whole.
  ///   - masked: Likewise, what is not to be read without asking for it.
  /// - Complexity: O(bytes + ranges · log ranges).
  package init(_ text: String, evidence: [Range<Int>], masked: [Range<Int>], width: Int) {
    let (marks, covers) = (Self.merged(evidence), Self.merged(masked))
    var (mark, cover) = (0, 0)
    var used = 0
    for cell in TextCell.cells(of: text) {
      while mark < marks.count, marks[mark].upperBound <= cell.bytes.lowerBound { mark += 1 }
      while cover < covers.count, covers[cover].upperBound <= cell.bytes.lowerBound { cover += 1 }
      if cell.kind == .lineBreak {
        rows.append([])
        used = 0
        continue
      }
      // A space at the end of a row may hang over its edge: nobody sees it.
      if used + cell.width > width, cell.shown != " ", let row = rows.indices.last {
        let breakAt = rows[row].lastIndex { $0.cell.shown == " " }.map { $0 + 1 } ?? rows[row].endIndex
        let rest = breakAt > rows[row].count / 3 ? Array(rows[row][breakAt...]) : []
        rows[row].removeLast(rest.count)
        rows.append(rest)
        used = rest.reduce(0) { $0 + $1.cell.width }
      }
      rows[rows.count - 1].append(
        Place(
          cell: cell, isEvidence: mark < marks.count && marks[mark].lowerBound < cell.bytes.upperBound,
          isMasked: cover < covers.count && covers[cover].lowerBound < cell.bytes.upperBound && cell.shown != " "))
      used += cell.width
    }
  }

  /// A line of `^` under the evidence of a row; `nil` where there is none.
  package static func carets(under row: [Place]) -> String? {
    guard row.contains(where: \.isEvidence) else { return nil }
    return row.map { String(repeating: $0.isEvidence ? "^" : " ", count: $0.cell.width) }.joined()
  }

  /// Sorted, without overlaps.
  private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
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
