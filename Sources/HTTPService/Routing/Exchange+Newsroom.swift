import CommentFlow
import ModerationModel

extension Exchange {
  /// The name of who acts, for leases, reviews and the log.
  func actorName() throws(Problem) -> String {
    guard let actor else { throw Problem(.signInNeeded, "sign in first") }
    return actor.name
  }

  func caseID() throws(Problem) -> CaseID {
    guard let id = CaseID(try parameter("case")) else { throw Problem(.unknownCase, "no case has such an identity") }
    return id
  }

  func reviewID() throws(Problem) -> ReviewID {
    guard let id = ReviewID(try parameter("review")) else {
      throw Problem(.unknownReview, "no review has such an identity")
    }
    return id
  }

  func authorID() throws(Problem) -> AuthorID {
    guard let id = AuthorID(try parameter("author")) else {
      throw Problem(.unknownAuthor, "no author has such an identity")
    }
    return id
  }
}

/// A query's fields, typed, with a problem that names the field.
struct QueryFields {
  private let fields: FormFields

  init(_ exchange: Exchange) throws(Problem) {
    fields = try exchange.query()
  }

  /// `nil` where it is missing or empty.
  func text(_ name: String) throws(Problem) -> String? {
    do {
      return try fields.value(name).flatMap { $0.isEmpty ? nil : $0 }
    } catch {
      throw Problem(form: error, place: "the query")
    }
  }

  func integer(_ name: String, in range: ClosedRange<Int>, default value: Int) throws(Problem) -> Int {
    guard let text = try text(name) else { return value }
    guard let number = Int(text), range.contains(number) else {
      throw Problem(field: name, "must be \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func flag(_ name: String) throws(Problem) -> Bool? {
    switch try text(name) {
    case nil: return nil
    case "true", "1": return true
    case "false", "0": return false
    default: throw Problem(field: name, "must be true or false")
    }
  }

  func choice<Value: RawRepresentable & CaseIterable>(
    _ name: String, of type: Value.Type = Value.self
  ) throws(Problem) -> Value? where Value.RawValue == String {
    guard let text = try text(name) else { return nil }
    guard let value = Value(rawValue: text) else {
      throw Problem(field: name, "must be one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return value
  }

  func identity<Subject>(_ name: String, of type: Subject.Type) throws(Problem) -> Identifier<Subject>? {
    guard let text = try text(name) else { return nil }
    guard let id = Identifier<Subject>(text) else { throw Problem(field: name, "is no identity") }
    return id
  }

  func article(_ name: String = "article") throws(Problem) -> ArticleID? {
    guard let text = try text(name) else { return nil }
    guard let id = ArticleID(text) else { throw Problem(field: name, "is no article's key") }
    return id
  }
}

extension JSONFields {
  func choice<Value: RawRepresentable & CaseIterable>(
    _ name: String, of type: Value.Type = Value.self
  ) throws(Problem) -> Value? where Value.RawValue == String {
    guard let text = try text(name, bytesMax: 64) else { return nil }
    guard let value = Value(rawValue: text) else {
      throw Problem(field: name, "must be one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return value
  }

  func time(_ name: String) throws(Problem) -> Timestamp? {
    guard let text = try text(name, bytesMax: 64) else { return nil }
    guard let moment = Timestamp(text) else {
      throw Problem(field: name, "must be a time such as 2026-11-20T09:30:00Z")
    }
    return moment
  }
}
