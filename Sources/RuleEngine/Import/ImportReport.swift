/// What became of everything that an import read: nothing is dropped without a word.
package struct ImportReport: Sendable {
  package enum Outcome: String, Hashable, Sendable, CaseIterable, Encodable {
    case understood
    /// Taken, but it means something else here, or less.
    case changed
    /// Taken in shadow: by itself it would be met by chance.
    case setAside = "set_aside"
    case duplicate
    case notUnderstood = "not_understood"
  }

  /// One line, or one key of a mapping.
  package struct Item: Sendable, Encodable {
    package var line: Int
    /// The beginning of what stood there.
    package var source: String
    package var outcome: Outcome
    package var message: String?
  }

  package private(set) var items: [Item] = []

  package func count(_ outcome: Outcome) -> Int { items.count { $0.outcome == outcome } }

  /// Everything that needs a look, in the order of the file.
  package var remarks: [Item] {
    items.filter { $0.message != nil }.sorted { ($0.line, $0.source) < ($1.line, $1.source) }
  }

  /// Adds an item; answers its number.
  mutating func add(
    _ source: some StringProtocol, line: Int, _ outcome: Outcome = .understood, _ message: String? = nil
  ) -> Int {
    items.append(Item(line: line, source: String(source.prefix(120)), outcome: outcome, message: message))
    return items.count - 1
  }

  mutating func settle(_ item: Int, _ outcome: Outcome, _ message: String) {
    items[item].outcome = outcome
    items[item].message = message
  }
}
