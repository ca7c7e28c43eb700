import Crypto

/// The canonical form of a rule set, whose SHA-256 is its revision.
///
/// It is the sequence, in this order, of the mapping of `ruleset.yaml` without `rules`; every list by name with its
/// kind and its sorted entries; every rule by id; and `scores.lock`, if there is one. Mappings are written with sorted keys, every text with its
/// length in bytes before it, numbers in one spelling. So the order of files, rules and keys, comments, blanks,
/// quotes and the way a text is broken into lines do not matter; any other change gives another revision, tests
/// included, because a revision stands for what an editor sees.
enum CanonicalForm {
  static func revision(of set: RuleSetDefinition) -> String {
    var bytes = Array("moderato rule set 1\n".utf8)
    if let source = set.source { append(source, leavingOut: "rules", to: &bytes) }
    for name in set.lists.keys.sorted() {
      guard let list = set.lists[name] else { continue }
      append("list", to: &bytes)
      append(name, to: &bytes)
      append(list.kind.rawValue, to: &bytes)
      for entry in Set(list.entries.map(\.text)).sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
        append(entry, to: &bytes)
      }
    }
    for rule in set.rules.sorted(by: { $0.id < $1.id }) {
      append("rule", to: &bytes)
      append(rule.source, to: &bytes)
    }
    if let lock = set.scoreLockSource {
      append("scores.lock", to: &bytes)
      append(lock, to: &bytes)
    }
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in SHA256.hash(data: bytes) {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 0xF)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The canonical form of one mapping, to compare two of them.
  static func text(of node: YAMLNode) -> String {
    var bytes: [UInt8] = []
    append(node, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ node: YAMLNode, leavingOut skipped: String? = nil, to bytes: inout [UInt8]) {
    switch node.content {
    case .scalar(let scalar):
      // `3.50` and `3.5` are one number; a quoted text keeps its spelling.
      if scalar.style == .plain, let number = Double(scalar.text), number.isFinite {
        append(number.shortened, to: &bytes)
      } else {
        append(scalar.text, to: &bytes)
      }
    case .sequence(let items):
      bytes.append(UInt8(ascii: "["))
      for item in items { append(item, to: &bytes) }
      bytes.append(UInt8(ascii: "]"))
    case .mapping(let pairs):
      bytes.append(UInt8(ascii: "{"))
      let sorted = pairs.sorted { $0.key.name.utf8.lexicographicallyPrecedes($1.key.name.utf8) }
      for (key, value) in sorted where key.name != skipped {
        append(key.name, to: &bytes)
        append(value, to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes += Array("\(text.utf8.count):".utf8)
    bytes += Array(text.utf8)
  }
}
