import ArgumentParser
import CommentFlow
import Foundation
import ModerationModel

// How words on the command line become the model's values. A word that is none is a usage error.

struct ArticleArgument: ExpressibleByArgument {
  var id: ArticleID
  init?(argument: String) {
    guard let id = ArticleID(argument) else { return nil }
    self.id = id
  }
}

struct CommentArgument: ExpressibleByArgument {
  var id: CommentID
  init?(argument: String) {
    guard let id = CommentID(argument) else { return nil }
    self.id = id
  }
}

struct AuthorArgument: ExpressibleByArgument {
  var id: AuthorID
  init?(argument: String) {
    guard let id = AuthorID(argument) else { return nil }
    self.id = id
  }
}

struct LanguageArgument: ExpressibleByArgument {
  var language: Language
  init?(argument: String) {
    guard let language = Language(argument) else { return nil }
    self.language = language
  }
}

/// A moment: RFC 3339, or a bare date.
struct MomentArgument: ExpressibleByArgument {
  var moment: Timestamp
  init?(argument: String) {
    guard let moment = Timestamp(argument) else { return nil }
    self.moment = moment
  }
}

/// A length of time: `90s`, `30m`, `12h`, `7d`.
struct TimeSpan {
  /// Ten years; longer is for ever, which is said by leaving it out.
  static let secondsMax = 3650 * 86_400.0

  var seconds: Double

  /// - Throws: A `ValidationError` that says what is allowed.
  init(argument: String) throws {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    let digits = argument.dropLast()
    guard let unit = argument.last.flatMap({ units[$0] }),
      digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
      let number = Double(digits)
    else { throw ValidationError("A time is a number with s, m, h or d, such as 90s, 30m, 12h or 7d.") }
    seconds = number * unit
    guard seconds > 0, seconds <= Self.secondsMax else {
      throw ValidationError("A time must be above 0 and at most 10 years (3650d).")
    }
  }
}

/// A value for a policy override: the value, or `site` for the site's own.
struct OverrideArgument: ExpressibleByArgument {
  /// `nil` lifts the override.
  var number: Double?
  init?(argument: String) {
    if argument == "site" { return }
    guard let number = Double(argument), number.isFinite else { return nil }
    self.number = number
  }

  /// The override as a whole number; `nil` for `site` or for a broken one, which the caller refuses.
  var wholeNumber: Int? { number.flatMap { Int(exactly: $0) } }
}

/// One of the model's words, such as a state or a role.
struct Word<Value>: ExpressibleByArgument
where Value: RawRepresentable<String> & CaseIterable & Sendable {
  var value: Value

  init(_ value: Value) {
    self.value = value
  }

  init?(argument: String) {
    guard let value = Value(rawValue: argument) else { return nil }
    self.value = value
  }

  var defaultValueDescription: String { value.rawValue }
  static var allValueStrings: [String] { Value.allCases.map(\.rawValue) }
}

/// A query of comments; what is wrong with it is told with its place.
struct QueryArgument {
  var query: ModerationQuery

  init(argument: String) throws {
    do {
      query = try ModerationQuery(argument)
    } catch {
      throw ValidationError("\(error).")
    }
  }
}

/// Ages and times as people say them.
enum Ago {
  static func words(_ then: Timestamp, now: Timestamp) -> String {
    let seconds = now.seconds(since: then)
    switch seconds {
    case ..<60: return "now"
    case ..<3600: return "\(Int(seconds / 60)) min"
    case ..<172_800: return "\(Int(seconds / 3600)) h"
    default: return "\(Int(seconds / 86_400)) d"
    }
  }

  /// `2026-11-20 09:30 UTC`.
  static func minute(_ moment: Timestamp) -> String {
    moment.description.prefix(16).replacing("T", with: " ") + " UTC"
  }
}
