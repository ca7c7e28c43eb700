import TextNormalization

/// The costly findings of one compilation, in the order in which it asked for them.
///
/// A compilation without a known record notes down what it finds. The next one of the very same files asks in the same
/// order and is answered from the record. Each answer carries a mark of its question; should one not fit, everything from
/// there on is found out anew, so a record can make loading slower but not different.
///
/// Belongs to one compilation on one thread.
final class CompileRecord {
  /// Stands for the files and everything that the findings depend on; see ``RuleCache``.
  let key: [UInt8]
  /// Something is here that was not in what was read.
  private(set) var isChanged = false

  /// SHA-256 of the canonical form.
  var revision: String? {
    didSet { if revision != oldValue { isChanged = true } }
  }
  /// All rules' own tests came out as expected.
  var testsPassed = false {
    didSet { if testsPassed != oldValue { isChanged = true } }
  }

  private var trees: [String: Range<Int>] = [:]
  private var expressions = Stream()
  private var foldings = Stream()
  /// What was read, which the streams and trees point into; what is noted down goes to `notedTrees` and the streams.
  private let bytes: [UInt8]
  private var notedTrees: [(path: String, bytes: [UInt8])] = []
  private var isRead = false
  private var knownExpressions = 0..<0
  private var knownFoldings = 0..<0
  /// An answer did not fit its question: the record is not of these files, and what was noted since is not the whole.
  private(set) var isUnfit = false

  /// Answers in their order.
  private struct Stream {
    /// What is left to be answered from; `nil` once something did not fit.
    var known: CacheReader?
    var noted = CacheWriter()
  }

  /// An empty record.
  init(key: [UInt8]) {
    self.key = key
    bytes = []
  }

  /// What ``encoded()`` wrote; `nil` when it is something else.
  init?(key: [UInt8], bytes: [UInt8], from start: Int) {
    self.key = key
    self.bytes = bytes
    var reader = CacheReader(bytes, in: start..<bytes.count)
    guard let revision = reader.text(), let testsPassed = reader.flag(), let treeCount = reader.count() else {
      return nil
    }
    for _ in 0..<treeCount {
      guard let path = reader.text(), let range = reader.range() else { return nil }
      trees[path] = range
    }
    guard let expressions = reader.range(), let foldings = reader.range(), reader.isAtEnd else { return nil }
    self.expressions.known = CacheReader(bytes, in: expressions)
    self.foldings.known = CacheReader(bytes, in: foldings)
    self.revision = revision.isEmpty ? nil : revision
    self.testsPassed = testsPassed
    isRead = true
    isChanged = false
    knownExpressions = expressions
    knownFoldings = foldings
  }

  /// The record as bytes. Where nothing but ``testsPassed`` is news, what was read is written again.
  func encoded() -> [UInt8] {
    var writer = CacheWriter()
    writer.add(revision ?? "")
    writer.add(testsPassed)
    if notedTrees.isEmpty, isRead {
      writer.add(trees.count)
      for (path, range) in trees.sorted(by: { $0.key < $1.key }) {
        writer.add(path)
        writer.add(bytes[range])
      }
    } else {
      writer.add(notedTrees.count)
      for (path, tree) in notedTrees {
        writer.add(path)
        writer.add(tree)
      }
    }
    if expressions.known != nil { writer.add(bytes[knownExpressions]) } else { writer.add(expressions.noted.bytes) }
    if foldings.known != nil { writer.add(bytes[knownFoldings]) } else { writer.add(foldings.noted.bytes) }
    return writer.bytes
  }

  // MARK: Files

  func tree(of path: String) -> YAMLNode? {
    guard let range = trees[path] else { return nil }
    var reader = CacheReader(bytes, in: range)
    return YAMLNode(from: &reader, file: path)
  }

  func note(_ root: YAMLNode, of path: String) {
    var writer = CacheWriter()
    root.write(to: &writer)
    notedTrees.append((path, writer.bytes))
    isChanged = true
  }

  // MARK: Expressions

  func nextExpression(_ key: ExpressionKey) -> ExpressionFacts? {
    guard var reader = expressions.known else { return nil }
    guard reader.word() == key.mark, let facts = ExpressionFacts(from: &reader) else {
      forget()
      return nil
    }
    expressions.known = reader
    return facts
  }

  func note(_ facts: ExpressionFacts, of key: ExpressionKey) {
    guard expressions.known == nil else { return }
    expressions.noted.add(word: key.mark)
    facts.write(to: &expressions.noted)
    isChanged = true
  }

  // MARK: Entries of lists

  func nextFolding(_ entry: String, _ view: ViewName) -> [UInt8]? {
    guard var reader = foldings.known else { return nil }
    guard reader.word() == Self.mark(entry, view), let folded = reader.data() else {
      forget()
      return nil
    }
    foldings.known = reader
    return folded
  }

  func note(_ folded: [UInt8], of entry: String, _ view: ViewName) {
    guard foldings.known == nil else { return }
    foldings.noted.add(word: Self.mark(entry, view))
    foldings.noted.add(folded)
    isChanged = true
  }

  private static func mark(_ entry: String, _ view: ViewName) -> UInt64 {
    var hash = FNV1a()
    for byte in entry.utf8 { hash.add(byte) }
    return hash.value ^ UInt64(ViewName.allCases.firstIndex(of: view) ?? 0)
  }

  private func forget() {
    expressions.known = nil
    foldings.known = nil
    isUnfit = true
  }
}
