import Foundation
import HTTPService

extension HTTPSettings {
  /// Reads what `moderato serve` needs.
  ///
  /// - Throws: `SettingsError` for the first thing that is wrong.
  init(_ layers: Layers) throws(SettingsError) {
    self.init()
    func whole(_ text: String, _ range: ClosedRange<Int>) -> Int? {
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
    func seconds(_ text: String) -> Double? {
      Double(text).flatMap { (1...3600).contains($0) ? $0 : nil }
    }
    if let value = try layers.value(.host, { $0.isEmpty || $0.utf8.contains(0x20) ? nil : $0 }) { host = value }
    if let value = try layers.value(.port, { whole($0, 0...65_535) }) { port = value }
    if let value = try layers.value(.baseURL, Self.webAddress) { baseURL = value }
    if let value = try layers.value(.trustedProxies, { Self.list($0, AddressRange.init) }) { trustedProxies = value }
    if let value = try layers.value(.origins, { Self.list($0) { Self.origin(String($0)) } }) { origins = value }
    if let value = try layers.value(.connectionsMax, { whole($0, 1...1_000_000) }) { connectionsMax = value }
    if let value = try layers.value(.idleSeconds, seconds) { idleSeconds = value }
    if let value = try layers.value(.requestSeconds, seconds) { requestSeconds = value }
    if let value = try layers.value(.requiresFormToken, { Bool($0) }) { requiresFormToken = value }
    if let value = try layers.value(.offersMetrics, { Bool($0) }) { offersMetrics = value }
    if let value = try layers.value(.authorRate, Self.bucket) { rates.author = value }
    if let value = try layers.value(.addressRate, Self.bucket) { rates.address = value }
    if let value = try layers.value(.siteRate, Self.bucket) { rates.site = value }
    readerTokens = try ReaderTokenSettings(layers)
  }

  private static func list<Value>(_ text: String, _ read: (Substring) -> Value?) -> [Value]? {
    var values: [Value] = []
    for part in text.split(separator: ",") {
      guard let value = read(Substring(part.trimmingCharacters(in: .whitespaces))) else { return nil }
      values.append(value)
    }
    return values
  }

  private static func bucket(_ text: String) -> RateLimits.Bucket? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let burst = Double(parts[0]), let perMinute = Double(parts[1]),
      (1...1e9).contains(burst), (0...1e9).contains(perMinute)
    else { return nil }
    return RateLimits.Bucket(burst: burst, perMinute: perMinute)
  }

  /// An address that links can begin with.
  private static func webAddress(_ text: String) -> String? {
    guard let url = URLComponents(string: text), url.scheme == "https" || url.scheme == "http",
      let host = url.host, !host.isEmpty, url.query == nil, url.fragment == nil, url.user == nil
    else { return nil }
    return text
  }

  /// Scheme, host and port as browsers write them.
  private static func origin(_ text: String) -> String? {
    guard webAddress(text) != nil, let url = URLComponents(string: text), url.path.isEmpty, text == text.lowercased()
    else { return nil }
    return text
  }
}
