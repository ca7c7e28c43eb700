import Foundation

/// A piece of JSON Schema (draft 2020-12), as far as the rule language needs it.
indirect enum SchemaNode: Sendable {
  case text(String)
  case number(Double)
  case flag(Bool)
  case list([SchemaNode])
  case object([String: SchemaNode])

  /// JSON with sorted keys, for people to read.
  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
  }
}

extension SchemaNode: Encodable {
  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .number(let number):
      if let whole = Int(exactly: number) { try container.encode(whole) } else { try container.encode(number) }
    case .flag(let flag): try container.encode(flag)
    case .list(let nodes): try container.encode(nodes)
    case .object(let members): try container.encode(members)
    }
  }
}

// Shorthands in which the schema is written.
extension SchemaNode {
  static func ref(_ name: String) -> SchemaNode { .object(["$ref": .text("#/$defs/\(name)")]) }

  /// One of these words.
  static func words(_ words: [String]) -> SchemaNode { .object(["enum": .list(words.sorted().map { .text($0) })]) }

  static func number(_ least: Double, _ most: Double) -> SchemaNode {
    .object(["type": .text("number"), "minimum": .number(least), "maximum": .number(most)])
  }

  static func whole(_ least: Int, _ most: Int) -> SchemaNode {
    .object(["type": .text("integer"), "minimum": .number(Double(least)), "maximum": .number(Double(most))])
  }

  static func pattern(_ pattern: String) -> SchemaNode {
    .object(["type": .text("string"), "pattern": .text(pattern)])
  }

  /// One, or a list of them.
  static func some(_ node: SchemaNode) -> SchemaNode {
    .object(["anyOf": .list([node, .object(["type": .text("array"), "items": node, "minItems": .number(1)])])])
  }

  static func either(_ nodes: SchemaNode...) -> SchemaNode { .object(["anyOf": .list(nodes)]) }

  /// A mapping with these keys and no others.
  static func mapping(_ keys: [String: SchemaNode], required: [String] = []) -> SchemaNode {
    var members: [String: SchemaNode] = [
      "type": .text("object"), "properties": .object(keys), "additionalProperties": .flag(false),
    ]
    if !required.isEmpty { members["required"] = .list(required.map { .text($0) }) }
    return .object(members)
  }

  /// A mapping from names of one kind to values of one kind.
  static func dictionary(names: SchemaNode, _ values: SchemaNode) -> SchemaNode {
    .object(["type": .text("object"), "propertyNames": names, "additionalProperties": values])
  }

  /// The same with a sentence that editors show.
  func described(_ text: String) -> SchemaNode {
    guard case .object(var members) = self else { return self }
    members["description"] = .text(text)
    return .object(members)
  }

  /// The names of a mapping's keys.
  var keys: Set<String> {
    guard case .object(let members) = self, case .object(let properties)? = members["properties"] else { return [] }
    return Set(properties.keys)
  }
}
