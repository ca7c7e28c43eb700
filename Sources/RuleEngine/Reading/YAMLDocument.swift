import Yams

/// Parses YAML into ``YAMLNode``s; the only file that knows the library.
///
/// Anchors and aliases are refused: a rule file has no use for them, and nested ones can grow beyond any memory.
enum YAMLDocument {
  /// The root of a document; `nil` when the text is empty or an error was reported.
  static func root(of text: String, file: String, _ diagnostics: inout Diagnostics) -> YAMLNode? {
    if let line = lineIndentedWithTab(text) {
      diagnostics.error(
        .syntax, SourcePlace(file: file, line: line.number, column: line.column), "a tab cannot indent YAML",
        expected: "spaces")
      return nil
    }
    if let name = repeatedAnchor(text) {
      diagnostics.error(
        .syntax, SourcePlace(file: file), "anchors and aliases (&\(name), *\(name)) are not allowed in rule files",
        expected: "the value itself, or a macro")
      return nil
    }
    do {
      guard let node = try Parser(yaml: text, encoding: .utf8).singleRoot() else { return nil }
      return convert(node, file: file, depth: 0, &diagnostics)
    } catch let error as YamlError {
      report(error, text: text, file: file, &diagnostics)
    } catch {
      diagnostics.error(.syntax, SourcePlace(file: file), "not readable as YAML")
    }
    return nil
  }

  private static func convert(
    _ node: Node, file: String, depth: Int, _ diagnostics: inout Diagnostics
  ) -> YAMLNode? {
    let place = SourcePlace(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    guard depth <= RuleSetLimits.nestingMax else {
      diagnostics.error(.tooLarge, place, "nested deeper than \(RuleSetLimits.nestingMax) levels")
      return nil
    }
    switch node {
    case .scalar(let scalar):
      var place = place
      place.length = max(1, scalar.string.prefix { $0 != "\n" }.unicodeScalars.count)
      let style: YAMLScalar.Style =
        switch scalar.style {
        case .singleQuoted: .singleQuoted
        case .doubleQuoted: .doubleQuoted
        case .literal, .folded: .block
        case .any, .plain: .plain
        }
      if style == .singleQuoted || style == .doubleQuoted { place.length += 2 }
      return YAMLNode(
        content: .scalar(YAMLScalar(text: scalar.string, style: style, place: place)), place: place)
    case .sequence(let sequence):
      let items = sequence.compactMap { convert($0, file: file, depth: depth + 1, &diagnostics) }
      return YAMLNode(content: .sequence(items), place: place)
    case .mapping(let mapping):
      var pairs: [(key: YAMLKey, value: YAMLNode)] = []
      for (key, value) in mapping {
        guard let key = convert(key, file: file, depth: depth + 1, &diagnostics) else { continue }
        guard let name = key.scalar else {
          diagnostics.error(.wrongType, key.place, "\(key.kind) cannot be a key", expected: "a word")
          continue
        }
        guard let value = convert(value, file: file, depth: depth + 1, &diagnostics) else { continue }
        pairs.append((YAMLKey(name: name.text, place: key.place), value))
      }
      return YAMLNode(content: .mapping(pairs), place: place)
    case .alias:
      diagnostics.error(.syntax, place, "aliases are not allowed in rule files")
      return nil
    }
  }

  private static func report(
    _ error: YamlError, text: String, file: String, _ diagnostics: inout Diagnostics
  ) {
    func place(_ mark: Mark) -> SourcePlace { SourcePlace(file: file, line: mark.line, column: mark.column) }
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let circumstances = context.map { " \($0.text) (line \($0.mark.line))" } ?? ""
      diagnostics.error(.syntax, place(mark), "not readable as YAML: \(problem)\(circumstances)")
    case .duplicatedKeysInMapping(let names, let context):
      let name = names.first ?? ""
      let first = place(context.mark)
      let second = repeated(key: name, after: first, in: text)
      diagnostics.error(
        .duplicateKey, second ?? first, "the key «\(name.clipped(to: 60))» stands here twice",
        expected: "each key once; it was first given in line \(first.line)")
    case .reader(let problem, let offset, _, let yaml):
      var found = SourcePlace(file: file)
      if let offset {
        let before = yaml.prefix(offset)
        let lines = SourceText.lines(of: String(before))
        found.line = lines.count
        found.column = (lines.last?.unicodeScalars.count ?? 0) + 1
      }
      diagnostics.error(.syntax, found, "not readable as YAML: \(problem)", expected: "printable characters")
    default:
      diagnostics.error(.syntax, SourcePlace(file: file), "not readable as YAML")
    }
  }

  /// The next line that gives a key again in the same column; keys inside flow mappings are looked for in the line.
  private static func repeated(key: String, after first: SourcePlace, in text: String) -> SourcePlace? {
    let lines = SourceText.lines(of: text)
    guard lines.indices.contains(first.line - 1) else { return nil }
    let wanted = key.unicodeScalars
    for index in (first.line - 1)..<lines.count {
      let scalars = Array(lines[index].unicodeScalars)
      let columns =
        index == first.line - 1 ? Array(first.column..<max(first.column, scalars.count)) : [first.column - 1]
      for column in columns where column >= 0 && column + wanted.count < scalars.count {
        let isKey = scalars[column..<(column + wanted.count)].elementsEqual(wanted)
        guard isKey, scalars[column + wanted.count] == ":" else { continue }
        return SourcePlace(file: first.file, line: index + 1, column: column + 1, length: max(1, wanted.count))
      }
    }
    return nil
  }

  /// The first line whose indentation holds a tab; the library's own message for it is hard to understand.
  private static func lineIndentedWithTab(_ text: String) -> (number: Int, column: Int)? {
    for (index, line) in SourceText.lines(of: text).enumerated() {
      var column = 1
      for scalar in line.unicodeScalars {
        if scalar == "\t" {
          // A blank line or a comment may begin with anything.
          let rest = line.unicodeScalars.dropFirst(column).first { $0 != "\t" && $0 != " " }
          if let rest, rest != "#" { return (index + 1, column) }
          break
        }
        guard scalar == " " else { break }
        column += 1
      }
    }
    return nil
  }

  /// A name that is both set with `&` and used with `*`.
  ///
  /// The check looks at the bare text, before the library, because the library copies what an alias points to and
  /// hashes keys. A bomb needs both signs with the same ASCII name where a value can begin; quoted text that holds
  /// both is refused too, which nobody will meet by accident.
  private static func repeatedAnchor(_ text: String) -> String? {
    var anchors: Set<String> = []
    var aliases: Set<String> = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      let sign = bytes[index]
      index += 1
      guard sign == UInt8(ascii: "&") || sign == UInt8(ascii: "*") else { continue }
      let start = index
      while index < bytes.count, isNameByte(bytes[index]) { index += 1 }
      guard index > start else { continue }
      let name = String(decoding: bytes[start..<index], as: UTF8.self)
      if sign == UInt8(ascii: "&") { anchors.insert(name) } else { aliases.insert(name) }
    }
    return anchors.intersection(aliases).min()
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
