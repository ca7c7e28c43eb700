import HTTPTypes
import HummingbirdCore
import ModerationModel

/// How a moderator likes the pages.
struct NewsroomTaste: Hashable {
  /// `nil` goes by the browser.
  var language: Language?
  /// Coarse words are hidden until somebody asks for them.
  var isMasked = true

  init() {}

  /// Reads the cookie, such as `uk.0`; what is not understood is as if it was not there.
  init(_ exchange: Exchange) {
    let name = Self.cookieName(exchange.service)
    for field in exchange.request.headers[values: .cookie] where field.utf8.count <= 8192 {
      for pair in field.split(separator: ";") {
        let pair = pair.drop { $0 == " " }
        guard pair.hasPrefix("\(name)=") else { continue }
        let parts = pair.dropFirst(name.utf8.count + 1).split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        language = PageWords.languages.first { $0.code == parts[0] }
        isMasked = parts[1] != "0"
        return
      }
    }
  }

  /// The `Set-Cookie` field that keeps it for a year.
  func field(_ service: CommentService) -> String {
    "\(Self.cookieName(service))=\(language?.code ?? "").\(isMasked ? 1 : 0); Path=/; HttpOnly; SameSite=Strict; "
      + "Max-Age=31536000\(service.cookie.isSecure ? "; Secure" : "")"
  }

  private static func cookieName(_ service: CommentService) -> String {
    service.cookie.isSecure ? "__Host-moderato-view" : "moderato_view"
  }
}
