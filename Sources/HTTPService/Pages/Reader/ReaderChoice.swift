import CommentStore
import ModerationModel

/// How a reader wants the page: what links and forms on it carry along.
struct ReaderChoice: Hashable {
  var sort: ThreadSort = .newest
  var cursor: String?
  /// A language asked for by name; otherwise the article's.
  var language: Language?
  /// `light` or `dark`, asked for by the page around.
  var theme: String?

  init() {}

  /// Reads what was carried; what is not understood counts as not said.
  init(_ fields: FormFields, or query: FormFields = FormFields()) throws(FormFields.Problem) {
    func value(_ name: String) throws(FormFields.Problem) -> String? {
      if let found = try fields.value(name) { return found }
      return try query.value(name)
    }
    sort = try value("sort").flatMap(ThreadSort.init) ?? .newest
    cursor = try value("cursor").flatMap { $0.isEmpty || $0.utf8.count > 1000 ? nil : $0 }
    language = try value("lang").flatMap { Language($0) }.flatMap { PageWords.languages.contains($0) ? $0 : nil }
    theme = try value("theme").flatMap { $0 == "light" || $0 == "dark" ? $0 : nil }
  }

  /// The choice as fields of a query.
  var fields: [(String, String)] {
    var fields: [(String, String)] = []
    if sort != .newest { fields.append(("sort", sort.rawValue)) }
    if let cursor { fields.append(("cursor", cursor)) }
    if let language { fields.append(("lang", language.code)) }
    if let theme { fields.append(("theme", theme)) }
    return fields
  }

  func with(_ change: (inout ReaderChoice) -> Void) -> ReaderChoice {
    var copy = self
    change(&copy)
    return copy
  }
}

/// Addresses of our own pages.
enum PageAddress {
  static func embed(_ article: ArticleID) -> String { "/embed/\(encoded(article.key))" }

  static func query(_ path: String, _ fields: [(String, String)], fragment: String? = nil) -> String {
    var text = path
    for (index, (name, value)) in fields.enumerated() {
      text += "\(index == 0 ? "?" : "&")\(encoded(name))=\(encoded(value))"
    }
    if let fragment { text += "#\(fragment)" }
    return text
  }

  /// Percent-encodes all but the unreserved characters of RFC 3986.
  static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var output: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        output.append(byte)
      default: output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: output, as: UTF8.self)
  }
}
