import HTTPTypes
import Hummingbird
import HummingbirdCore

/// The cookie that holds a moderator's session.
///
/// Over TLS it is a `__Host-` cookie: sent to this host alone, from no other written, never without TLS (RFC 6265bis,
/// 4.1.3.2). On a machine tried out without TLS browsers would drop such a cookie, so there it has a plain name.
struct SessionCookie {
  let isSecure: Bool

  var name: String { isSecure ? "__Host-moderato" : "moderato_session" }

  /// The token in a request's cookies; `nil` without one, or with two, which nobody of ours sends.
  func token(in request: Request) -> String? {
    let values = request.headers[values: .cookie].flatMap { field in
      field.split(separator: ";").compactMap { pair -> String? in
        let pair = pair.drop { $0 == " " }
        guard pair.hasPrefix("\(name)=") else { return nil }
        return String(pair.dropFirst(name.utf8.count + 1))
      }
    }
    return values.count == 1 ? values[0] : nil
  }

  /// The `Set-Cookie` field that gives a token, or with `nil` takes it away. It ends with the browser's session; the store
  /// ends it earlier.
  func field(_ token: String?) -> String {
    let end = token == nil ? "; Max-Age=0" : ""
    return "\(name)=\(token ?? ""); Path=/; HttpOnly; SameSite=Strict\(isSecure ? "; Secure" : "")\(end)"
  }
}
