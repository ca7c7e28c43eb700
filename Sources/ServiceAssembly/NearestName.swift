/// Finds what was probably meant.
package enum NearestName {
  /// The known name nearest to a mistyped one; `nil` when none is near enough to be a likely slip.
  ///
  /// - Complexity: O(length of both names) for each known name; names are cut at 64 characters.
  package static func of(_ name: String, among known: some Sequence<String>) -> String? {
    let typed = Array(name.lowercased().prefix(64))
    let allowed = max(1, min(3, typed.count / 3))
    return known.map { ($0, distance(typed, Array($0.lowercased().prefix(64)))) }
      .filter { $0.1 <= allowed }
      .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
  }

  /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var earlier: [Int] = []
    var previous = Array(0...right.count)
    for row in 1...left.count {
      var current = [row] + Array(repeating: 0, count: right.count)
      for column in 1...right.count {
        let cost = left[row - 1] == right[column - 1] ? 0 : 1
        current[column] = min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + cost)
        if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
          current[column] = min(current[column], earlier[column - 2] + 1)
        }
      }
      earlier = previous
      previous = current
    }
    return previous[right.count]
  }
}
