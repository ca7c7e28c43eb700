/// What all requests of a service share. Everything in it may be used by many at once.
final class SharedState: Sendable {
  let authorRate: RateLimiter
  let addressRate: RateLimiter
  let siteRate: RateLimiter
  let threads = ThreadCache()
  let assets: StaticAssets
  private let started = ContinuousClock.now

  init(settings: HTTPSettings) {
    authorRate = RateLimiter(settings.rates.author)
    addressRate = RateLimiter(settings.rates.address)
    siteRate = RateLimiter(settings.rates.site)
    assets = StaticAssets.shipped
  }

  /// Seconds since the service was made, on a clock that only goes forward.
  var seconds: Double {
    let (seconds, attoseconds) = (ContinuousClock.now - started).components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
