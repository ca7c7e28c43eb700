package import HTTPTypes

/// What went wrong, as a caller over HTTP is told: an RFC 9457 problem document.
///
/// `type` and `code` are promises; `title` and `detail` are words for people and may change. No problem repeats what an
/// author wrote.
package struct Problem: Error, Sendable {
  package var code: Code
  package var detail: String
  /// Further members of the document.
  package var members: [JSONValue.Member]
  package var headers: HTTPFields

  package init(
    _ code: Code, _ detail: String, members: [JSONValue.Member] = [], headers: HTTPFields = [:]
  ) {
    self.code = code
    self.detail = detail
    self.members = members
    self.headers = headers
  }

  /// A field of the request that cannot be taken.
  package init(field: String, _ problem: String) {
    self.init(.badField, "\(field) \(problem)", members: [.init("field", .string(field))])
  }

  package var status: HTTPResponse.Status { code.status }

  package var bytes: [UInt8] {
    var document: [JSONValue.Member] = [
      .init("type", .string(code.type)), .init("title", .string(code.title)),
      .init("status", .integer(Int64(status.code))), .init("code", .string(code.rawValue)),
      .init("detail", .string(detail)),
    ]
    document += members
    return JSONWriter.bytes(.object(document))
  }
}

extension Problem {
  init(json problem: JSONReader.Problem) {
    switch problem {
    case .notUTF8(let offset):
      self.init(
        .notUTF8, "the body is not UTF-8 from byte \(offset)", members: [.init("offset", .integer(Int64(offset)))])
    case .syntax(let offset):
      self.init(
        .badJSON, "the body is not JSON from byte \(offset)", members: [.init("offset", .integer(Int64(offset)))])
    case .tooDeep(let offset):
      self.init(
        .badJSON, "the body nests more than \(JSONReader.depthMax) levels",
        members: [.init("offset", .integer(Int64(offset)))])
    case .duplicateKey(let offset):
      self.init(
        .badJSON, "a key stands twice in one object, at byte \(offset)",
        members: [.init("offset", .integer(Int64(offset)))])
    }
  }

  init(form problem: FormFields.Problem, place: String) {
    switch problem {
    case .syntax: self.init(.badForm, "\(place) is not well-formed UTF-8 with percent signs")
    case .tooMany: self.init(.badForm, "\(place) has more than \(FormFields.countMax) fields")
    case .duplicate(let name): self.init(field: String(name.prefix(64)), "is given twice")
    }
  }
}
