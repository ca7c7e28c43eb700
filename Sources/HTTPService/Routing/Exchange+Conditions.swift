import HTTPTypes
import Hummingbird
import HummingbirdCore

extension Exchange {
  /// Whether the caller has the representation with this entity tag (RFC 9110, 13.1.2: compared weakly).
  package func hasCurrent(_ etag: String) -> Bool {
    guard let field = request.headers[.ifNoneMatch] else { return false }
    if field == etag || field == "*" { return true }
    return field.utf8.count <= 1000
      && field.split(separator: ",").contains { entry in
        let tag = entry.drop { $0 == " " }
        return tag == etag || tag.hasPrefix("W/") && tag.dropFirst(2) == etag
      }
  }
}
