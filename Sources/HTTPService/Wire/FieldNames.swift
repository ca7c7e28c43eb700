package import HTTPTypes

/// Header fields that the library has no names for.
extension HTTPField.Name {
  package static let retryAfter = known("Retry-After")
  package static let idempotencyKey = known("Idempotency-Key")
  package static let accelBuffering = known("X-Accel-Buffering")
  package static let lastEventID = known("Last-Event-ID")
  package static let traceparent = known("traceparent")
  package static let forwardedFor = known("X-Forwarded-For")
  package static let editToken = known("Edit-Token")
  package static let csrfToken = known("X-CSRF-Token")
  package static let host = known("Host")
  package static let secFetchSite = known("Sec-Fetch-Site")
  package static let secPurpose = known("Sec-Purpose")
  package static let totalCount = known("X-Total-Count")
  package static let contentTypeOptions = known("X-Content-Type-Options")
  package static let referrerPolicy = known("Referrer-Policy")
  package static let openerPolicy = known("Cross-Origin-Opener-Policy")
  package static let resourcePolicy = known("Cross-Origin-Resource-Policy")
  package static let contentSecurityPolicy = known("Content-Security-Policy")
  package static let permissionsPolicy = known("Permissions-Policy")

  /// A name from a literal of ours.
  private static func known(_ name: StaticString) -> Self {
    guard let known = HTTPField.Name("\(name)") else { preconditionFailure("\(name) is no field name") }
    return known
  }
}
