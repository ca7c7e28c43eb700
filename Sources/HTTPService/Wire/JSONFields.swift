/// The members of a JSON object as a controller reads them: typed, with a problem that names the field.
package struct JSONFields: Sendable {
  package let object: JSONValue

  /// - Throws: a problem with 400 for anything but one JSON object.
  package init(bytes: [UInt8]) throws(Problem) {
    do {
      object = try JSONReader.read(bytes)
    } catch {
      throw Problem(json: error)
    }
    guard case .object = object else { throw Problem(.badJSON, "the body must be a JSON object") }
  }

  package init(_ object: JSONValue) {
    self.object = object
  }

  /// Refuses members that nobody reads, because a misspelt one would silently do nothing.
  package func allowOnly(_ names: Set<String>) throws(Problem) {
    guard case .object(let members) = object else { return }
    if let unknown = members.first(where: { !names.contains($0.key) }) {
      throw Problem(
        field: String(unknown.key.prefix(64)),
        "is not a field here; known are \(names.sorted().joined(separator: ", "))")
    }
  }

  /// A string of at most so many bytes; `nil` where it is missing or `null`.
  package func text(_ name: String, bytesMax: Int) throws(Problem) -> String? {
    switch object[name] {
    case nil, .null: return nil
    case .string(let text):
      guard text.utf8.count <= bytesMax else {
        throw Problem(field: name, "has \(text.utf8.count) bytes; at most \(bytesMax) are taken")
      }
      guard !text.utf8.contains(0) else { throw Problem(field: name, "has the character U+0000") }
      return text
    default: throw Problem(field: name, "must be a string")
    }
  }

  package func requiredText(_ name: String, bytesMax: Int) throws(Problem) -> String {
    guard let text = try text(name, bytesMax: bytesMax) else { throw Problem(field: name, "is missing") }
    return text
  }

  /// A whole number within a range; `nil` where it is missing or `null`.
  package func integer(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
    switch object[name] {
    case nil, .null: return nil
    case .integer(let number):
      guard let value = Int(exactly: number), range.contains(value) else {
        throw Problem(field: name, "must be \(range.lowerBound) to \(range.upperBound)")
      }
      return value
    default: throw Problem(field: name, "must be a whole number")
    }
  }

  package func number(_ name: String) throws(Problem) -> Double? {
    switch object[name] {
    case nil, .null: return nil
    case .integer(let number): return Double(number)
    case .number(let number): return number
    default: throw Problem(field: name, "must be a number")
    }
  }

  package func flag(_ name: String) throws(Problem) -> Bool? {
    switch object[name] {
    case nil, .null: return nil
    case .bool(let flag): return flag
    default: throw Problem(field: name, "must be true or false")
    }
  }

  package func fields(_ name: String) throws(Problem) -> JSONFields? {
    switch object[name] {
    case nil, .null: return nil
    case .object(let members): return JSONFields(.object(members))
    default: throw Problem(field: name, "must be an object")
    }
  }

  package func list(_ name: String, countMax: Int) throws(Problem) -> [JSONValue]? {
    switch object[name] {
    case nil, .null: return nil
    case .array(let elements):
      guard elements.count <= countMax else { throw Problem(field: name, "has more than \(countMax) elements") }
      return elements
    default: throw Problem(field: name, "must be a list")
    }
  }
}
