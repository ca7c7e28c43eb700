/// Settings of `moderato serve`.
extension SettingKey {
  static let host = SettingKey(
    "http", "host", expected: "an address or a host name", intent: "Where to listen; 127.0.0.1 is this machine only.")
  static let port = SettingKey(
    "http", "port", expected: "a whole number, 0 to 65535", intent: "The port to listen on; 0 lets the system choose.")
  static let baseURL = SettingKey(
    "http", "base_url", expected: "an https:// or http:// address without a query",
    intent: "How readers reach the service; links are built from it, never from a request's Host.")
  static let trustedProxies = SettingKey(
    "http", "trusted_proxies", expected: "addresses or blocks such as 10.0.0.0/8, with commas between",
    intent: "Proxies whose X-Forwarded-For is believed; nobody's by default.")
  static let origins = SettingKey(
    "http", "origins", expected: "origins such as https://gazeta.example, with commas between",
    intent: "Sites whose pages may embed the widget and read from here.")
  static let connectionsMax = SettingKey(
    "http", "connections_max", expected: "a whole number, 1 to 1000000", intent: "Connections at once.")
  static let idleSeconds = SettingKey(
    "http", "idle_seconds", expected: "a number of seconds, 1 to 3600",
    intent: "A connection without a request is closed after this.")
  static let requestSeconds = SettingKey(
    "http", "request_seconds", expected: "a number of seconds, 1 to 3600",
    intent: "A request must have arrived whole within this.")
  static let requiresFormToken = SettingKey(
    "http", "requires_form_token", expected: "true or false",
    intent: "Whether JSON from guests needs a form token too, as forms always do.")
  static let offersMetrics = SettingKey(
    "http", "metrics", expected: "true or false", intent: "Whether /metrics is answered.")
  static let authorRate = SettingKey(
    "http", "author_rate", expected: "BURST/PER_MINUTE, such as 10/6", intent: "How often one author may write.")
  static let addressRate = SettingKey(
    "http", "address_rate", expected: "BURST/PER_MINUTE, such as 60/60",
    intent: "How often one IPv4 address or IPv6 /64 may write.")
  static let siteRate = SettingKey(
    "http", "site_rate", expected: "BURST/PER_MINUTE, such as 20000/600000",
    intent: "How often the whole site is written to.")

  static let tokenAlgorithm = SettingKey(
    "reader_tokens", "algorithm", expected: "HS256, RS256, ES256 or EdDSA",
    intent: "The one algorithm that the site signs its readers' tokens with.")
  static let tokenKey = SettingKey(
    "reader_tokens", "key", expected: "a PEM public key, or for HS256 at least 64 hexadecimal digits",
    intent: "The key that verifies readers' tokens.")
  static let tokenKeyFile = SettingKey(
    "reader_tokens", "key_file", expected: "a path", intent: "A file with that key.")
  static let tokenKeyID = SettingKey(
    "reader_tokens", "key_id", expected: "a text of 1 to 200 bytes",
    intent: "The kid that tokens must carry; without it, tokens with a kid are refused.")
  static let tokenIssuer = SettingKey(
    "reader_tokens", "issuer", expected: "a text of 1 to 500 bytes", intent: "The iss that tokens must carry.")
  static let tokenAudience = SettingKey(
    "reader_tokens", "audience", expected: "a text of 1 to 500 bytes", intent: "The aud that tokens must carry.")

  static let http: [SettingKey] = [
    host, port, baseURL, trustedProxies, origins, connectionsMax, idleSeconds, requestSeconds, requiresFormToken,
    offersMetrics, authorRate, addressRate, siteRate, tokenAlgorithm, tokenKey, tokenKeyFile, tokenKeyID, tokenIssuer,
    tokenAudience,
  ]

  /// Settings whose values must not be shown.
  static let secrets: Set<SettingKey> = [secret, tokenKey]
}
