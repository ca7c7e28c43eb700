/// What differs between two rule sets: files by path and rules by id, each sorted.
public struct RuleSetChanges: Hashable, Sendable {
  public struct Names: Hashable, Sendable {
    public var added: [String] = []
    public var changed: [String] = []
    public var removed: [String] = []

    public var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty }
    /// All of them.
    public var names: Set<String> { Set(added + changed + removed) }

    init(from old: [String: String], to new: [String: String]) {
      added = new.keys.filter { old[$0] == nil }.sorted()
      changed = new.keys.filter { old[$0] != nil && old[$0] != new[$0] }.sorted()
      removed = old.keys.filter { new[$0] == nil }.sorted()
    }
  }

  public var files: Names
  /// A rule counts as changed when its canonical form is another: a remark or another order of its keys is no change.
  public var rules: Names

  public init(from old: RuleFiles, to new: RuleFiles) {
    files = Names(from: old.texts, to: new.texts)
    rules = Names(from: Self.rules(of: old), to: Self.rules(of: new))
  }

  /// The canonical form of every rule that can be read.
  private static func rules(of files: RuleFiles) -> [String: String] {
    let (definition, _) = RuleSetReader.read(files)
    return Dictionary(
      definition.rules.map { ($0.id, CanonicalForm.text(of: $0.source)) }, uniquingKeysWith: { first, _ in first })
  }
}
