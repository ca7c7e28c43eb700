/// A piece of YAML with its place: what the readers of this room see, whatever library parsed it.
struct YAMLNode: Sendable {
  enum Content: Sendable {
    case scalar(YAMLScalar)
    case sequence([YAMLNode])
    case mapping([(key: YAMLKey, value: YAMLNode)])
  }

  var content: Content
  var place: SourcePlace

  var scalar: YAMLScalar? {
    if case .scalar(let scalar) = content { return scalar }
    return nil
  }

  /// What it is, for messages.
  var kind: String {
    switch content {
    case .scalar(let scalar): scalar.isEmpty ? "nothing" : "a text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}

struct YAMLKey: Sendable {
  var name: String
  var place: SourcePlace
}

/// A scalar: its text, and how it was written, so that a place inside the text can be pointed at.
struct YAMLScalar: Sendable {
  enum Style: Sendable { case plain, singleQuoted, doubleQuoted, block }

  var text: String
  var style: Style
  /// Where its first character (or quote, or block sign) stands.
  var place: SourcePlace

  /// Plain and without a character: YAML's null.
  var isEmpty: Bool { style == .plain && (text.isEmpty || text == "~" || text == "null") }

  /// The place of a byte of ``text`` in the file, as well as it can be told.
  ///
  /// Exact for scalars written in one line without escapes; otherwise the scalar's beginning.
  func place(ofByte offset: Int, length: Int = 1) -> SourcePlace {
    let prefix = String(decoding: Array(text.utf8.prefix(offset)), as: UTF8.self).unicodeScalars
    var result = place
    result.length = length
    guard !text.unicodeScalars.contains("\n") else { return place }
    switch style {
    case .plain: result.column += prefix.count
    case .singleQuoted: result.column += 1 + prefix.count + prefix.count { $0 == "'" }
    case .doubleQuoted where !text.unicodeScalars.contains(where: { $0 == "\\" || $0 == "\"" || $0.value < 0x20 }):
      result.column += 1 + prefix.count
    case .doubleQuoted, .block: return place
    }
    return result
  }
}
