/// How the service listens and what it lets in. Every limit says its unit in its name.
public struct HTTPSettings: Sendable {
  /// The address to listen on; only this machine unless somebody says otherwise.
  public var host = "127.0.0.1"
  /// 0 lets the system choose.
  public var port = 8080
  /// How readers reach the service, such as `https://comments.gazeta.example`; links are built from it, never from a
  /// request's `Host`. `nil` stands for the address listened on.
  public var baseURL: String?
  /// Proxies whose `X-Forwarded-For` is believed.
  public var trustedProxies: [AddressRange] = []
  /// Sites whose pages may read from here and embed the widget, such as `https://gazeta.example`; compared exactly.
  public var origins: [String] = []

  /// Bytes of a request body; more is answered with 413. Room for a comment of 16 KB written with escapes.
  public var bodyBytesMax = 65_536
  public var headerBytesMax = 16_384
  public var headerFieldsMax = 100
  /// Connections at once; further ones wait in the system's queue.
  public var connectionsMax = 4096
  /// A connection on which no request has come, or only a part of its head, is closed after this.
  public var idleSeconds = 15.0
  /// A request must have arrived whole, from its first byte to its last, within this.
  public var requestSeconds = 20.0
  /// A reader who takes nothing of an answer for this long is let go.
  public var stallSeconds = 30.0
  /// Streams of live events at once.
  public var streamsMax = 1024

  /// How guests are called who give no name.
  public var guestName = "Гость"
  public var rates = RateLimits()
  /// How the site's own readers are known; `nil` knows guests only.
  public var readerTokens: ReaderTokenSettings?
  /// Forms sent by a page always need our token; with this, JSON from guests does too.
  public var requiresFormToken = false
  /// Whether `/metrics` is answered; it names no person, but tells how busy a site is.
  public var offersMetrics = true

  public init() {}
}

/// How often somebody may write. Each bucket holds `burst` writes and gains `perMinute` of them a minute.
public struct RateLimits: Hashable, Sendable {
  public struct Bucket: Hashable, Sendable {
    public var burst: Double
    public var perMinute: Double

    public init(burst: Double, perMinute: Double) {
      self.burst = burst
      self.perMinute = perMinute
    }
  }

  /// One author: the site's account, or a guest's name and address.
  public var author = Bucket(burst: 10, perMinute: 6)
  /// One IPv4 address, or one IPv6 network of 64 bits.
  public var address = Bucket(burst: 60, perMinute: 60)
  /// The whole site.
  public var site = Bucket(burst: 20_000, perMinute: 600_000)

  public init() {}
}
