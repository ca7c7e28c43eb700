/// What all requests of a service share. Everything in it may be used by many at once.
final class SharedState: Sendable {
  let authorRate: RateLimiter
  let addressRate: RateLimiter
  let siteRate: RateLimiter
  let threads = ThreadCache()
  let trials = RuleTrialDesk()
  let hub: EventHub
  let origins: Origins
  let assets: StaticAssets
  /// Whether readers come over TLS.
  let isSecure: Bool
  private let started = ContinuousClock.now

  init(settings: HTTPSettings, baseURL: String) {
    authorRate = RateLimiter(settings.rates.author)
    addressRate = RateLimiter(settings.rates.address)
    siteRate = RateLimiter(settings.rates.site)
    assets = StaticAssets.shipped
    origins = Origins(settings: settings, baseURL: baseURL)
    isSecure = baseURL.lowercased().hasPrefix("https://")
    hub = EventHub(streamsMax: settings.streamsMax)
  }

  /// Seconds since the service was made, on a clock that only goes forward.
  var seconds: Double {
    let (seconds, attoseconds) = (ContinuousClock.now - started).components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
