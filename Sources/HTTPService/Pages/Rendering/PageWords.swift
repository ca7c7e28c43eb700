import Foundation
import ModerationModel

/// The words of one set of pages in one language.
struct PageWords: Sendable {
  /// Languages that the pages speak, the fallback last.
  static let languages: [Language] = [.russian, .ukrainian, .english]

  let language: Language
  /// By name, for templates and code alike.
  let phrases: [String: String]
  /// Phrases that depend on a number, by name, then by plural category.
  let counts: [String: [String: String]]

  static let reader = PageWords.read("reader")
  static let newsroom = PageWords.read("newsroom")

  /// The words in a language, or in English where the pages do not speak it.
  static func of(_ set: [Language: PageWords], in language: Language?) -> PageWords {
    language.flatMap { set[$0] } ?? set[.english]
      ?? PageWords(language: .english, phrases: [:], counts: [:])
  }

  /// The first language of an `Accept-Language` field that the pages speak.
  ///
  /// - Complexity: O(bytes), of which 200 are read.
  static func preferred(_ field: String?) -> Language? {
    guard let field else { return nil }
    return field.prefix(200).split(separator: ",").lazy
      .compactMap { Language($0.prefix { $0 != ";" }.trimmingPrefix { $0 == " " }) }
      .first { languages.contains($0) }
  }

  /// A phrase; its own name where it is missing, so that a page stands all the same.
  subscript(_ name: String) -> String { phrases[name] ?? name }

  /// A phrase with its places filled in: `{time}` and the like.
  func filled(_ name: String, _ values: [String: String]) -> String {
    var text = ""
    var rest = self[name][...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      text += rest[..<open]
      let place = String(rest[rest.index(after: open)..<close])
      text += values[place] ?? "{\(place)}"
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }

  /// A phrase in the form that a number asks for, with `{n}` filled in.
  func count(_ name: String, _ number: Int) -> String {
    guard let forms = counts[name] else { return "\(number)" }
    let form = forms[Self.category(of: number, in: language)] ?? forms["other"] ?? "{n}"
    return form.replacing("{n}", with: Self.grouped(number, in: language))
  }

  /// The forms as a script reads them.
  func forms(_ name: String) -> String {
    guard let forms = counts[name], let data = try? JSONSerialization.data(withJSONObject: forms, options: .sortedKeys)
    else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }

  /// The plural category of Unicode CLDR for a whole number.
  static func category(of number: Int, in language: Language) -> String {
    guard language == .russian || language == .ukrainian else { return number == 1 ? "one" : "other" }
    switch (number.magnitude % 10, number.magnitude % 100) {
    case (1, let hundredth) where hundredth != 11: return "one"
    case (2...4, let hundredth) where !(12...14).contains(hundredth): return "few"
    default: return "many"
    }
  }

  /// Digits in groups of three from 10,000 on, with a narrow no-break space, or a comma in English.
  static func grouped(_ number: Int, in language: Language) -> String {
    let digits = String(number.magnitude)
    guard digits.utf8.count > 4 else { return number < 0 ? "−" + digits : digits }
    let separator = language == .english ? "," : "\u{202F}"
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += separator }
      text.append(digit)
    }
    return number < 0 ? "−" + text : text
  }

  private static func read(_ set: String) -> [Language: PageWords] {
    guard let folder = ServiceResources.folder?.appending(path: "Strings") else { return [:] }
    var read: [Language: PageWords] = [:]
    for language in languages {
      guard let data = try? Data(contentsOf: folder.appending(path: "\(set).\(language.code).json")),
        let entries = try? JSONDecoder().decode([String: Entry].self, from: data)
      else { continue }
      var phrases: [String: String] = [:]
      var counts: [String: [String: String]] = [:]
      for (name, entry) in entries {
        switch entry {
        case .phrase(let text): phrases[name] = text
        case .forms(let forms): counts[name] = forms
        }
      }
      read[language] = PageWords(language: language, phrases: phrases, counts: counts)
    }
    return read
  }

  private enum Entry: Decodable {
    case phrase(String)
    case forms([String: String])

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let text = try? value.decode(String.self) {
        self = .phrase(text)
      } else {
        self = .forms(try value.decode([String: String].self))
      }
    }
  }
}
