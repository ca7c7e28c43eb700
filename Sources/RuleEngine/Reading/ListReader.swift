/// Reads one entry of `lists:` and the file it points to.
///
/// A list file has one entry a line; blank lines and lines that begin with `#` are passed over.
enum ListReader {
  static func read(
    _ key: YAMLKey, _ node: YAMLNode, files: RuleFiles, _ diagnostics: inout Diagnostics
  ) -> ListDefinition? {
    guard var reader = MappingReader(node, "a list", &diagnostics) else { return nil }
    defer { reader.finish("a list", &diagnostics) }
    let kind = reader.value("kind")?.name("kind of list", .invalidValue, as: ListDefinition.Kind.self, &diagnostics)
    let file = reader.value("file")
    let inline = reader.value("entries")
    guard let kind else {
      if reader.key("kind") == nil {
        diagnostics.error(
          .missingKey, key.place, "the list «\(key.name)» has no kind",
          expected: "kind: one of " + ListDefinition.Kind.allCases.map(\.rawValue).joined(separator: ", "))
      }
      return nil
    }
    if file != nil, let inline {
      diagnostics.error(
        .invalidValue, inline.place, "the list «\(key.name)» has both a file and entries", expected: "one of them")
    }
    var list = ListDefinition(name: key.name, kind: kind, place: key.place, file: nil, entries: [])
    if let inline {
      list.entries = inline.scalars("entries", &diagnostics).map { .init(text: $0.text, line: $0.place.line) }
    } else if let file, let path = file.text("file", &diagnostics) {
      guard !path.hasPrefix("/"), !path.split(separator: "/").contains(".."), !path.contains("\\") else {
        diagnostics.error(
          .invalidValue, file.place, "a list must lie in the rule set's own folder", expected: "lists/NAME.txt")
        return nil
      }
      guard let text = files.text(at: path) else {
        diagnostics.error(
          .unreadableFile, file.place, "there is no file «\(path.clipped(to: 80))»",
          expected: "a file in lists/",
          suggestion: Spelling.nearest(to: path, among: files.paths.filter { $0.hasPrefix("lists/") }))
        return nil
      }
      list.file = path
      list.entries = entries(of: text)
    } else {
      diagnostics.error(.missingKey, key.place, "the list «\(key.name)» has no entries", expected: "file: or entries:")
      return nil
    }
    guard list.entries.count <= RuleSetLimits.listEntriesMax else {
      diagnostics.error(
        .tooLarge, key.place, "the list «\(key.name)» has more than \(RuleSetLimits.listEntriesMax) entries")
      return nil
    }
    return list
  }

  private static func entries(of text: String) -> [ListDefinition.Entry] {
    // Over bytes: a list can be long, and its lines end with ASCII whatever the entries are written in.
    var entries: [ListDefinition.Entry] = []
    let bytes = Array(text.utf8)
    var start = 0
    var line = 1
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == 13 }
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      var (first, last) = (start, end)
      // A byte order mark at the very beginning is not part of the first entry.
      if start == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { first = min(3, end) }
      while first < last, isBlank(bytes[first]) { first += 1 }
      while last > first, isBlank(bytes[last - 1]) { last -= 1 }
      if first < last, bytes[first] != UInt8(ascii: "#") {
        entries.append(.init(text: String(decoding: bytes[first..<last], as: UTF8.self), line: line))
      }
      start = end + 1
      line += 1
    }
    return entries
  }
}
