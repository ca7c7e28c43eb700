import HTTPTypes
import ModerationModel

/// The cookies of the newsroom's pages. Their names bind them to this host and to encrypted connections (browsers take
/// them from the machine itself as well), so that no neighbouring site can set or read them.
enum SessionCookie {
  /// The session's token; no script can read it.
  static let name = "__Host-moderato-session"
  /// How a moderator likes the pages; nothing secret.
  static let viewName = "__Host-moderato-view"

  /// The value of a cookie; of several with one name the first.
  static func value(_ name: String, in headers: HTTPFields) -> String? {
    for field in headers[values: .cookie] where field.utf8.count <= 8192 {
      for pair in field.split(separator: ";") {
        let pair = pair.drop { $0 == " " }
        guard pair.hasPrefix(name), pair.dropFirst(name.count).first == "=" else { continue }
        return String(pair.dropFirst(name.count + 1))
      }
    }
    return nil
  }

  /// Until the browser is closed; the session itself ends sooner.
  static func setting(_ name: String, to value: String) -> String {
    "\(name)=\(value); Path=/; Secure; HttpOnly; SameSite=Strict"
  }

  static func clearing(_ name: String) -> String {
    "\(name)=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"
  }
}

/// How a moderator likes the pages.
struct NewsroomTaste: Hashable {
  /// `nil` goes by the browser.
  var language: Language?
  /// Coarse words are hidden until somebody asks for them.
  var isMasked = true

  init() {}

  /// Reads the cookie, such as `uk.0`; what is not understood is as if it was not there.
  init(cookie: String?) {
    guard let parts = cookie?.split(separator: ".", omittingEmptySubsequences: false), parts.count == 2 else { return }
    language = PageWords.languages.first { $0.code == parts[0] }
    isMasked = parts[1] != "0"
  }

  var cookie: String { "\(language?.code ?? "").\(isMasked ? 1 : 0)" }
}
