/// A text in all its views, with its links and statistics, computed once.
///
///     let text = NormalizedText("Лучшее кaзинo")
///     let place = text[.fold].originalRange(13..<25)
public struct NormalizedText: Sendable {
  var rawView = TextView()
  var normView = TextView()
  var foldView = TextView()
  var squeezeView = TextView()
  var urlsView = TextView()
  var domainsView = TextView()
  /// `fold` is `norm`, and is not stored again.
  var isFoldNorm = true
  /// `squeeze` is `fold`, and is not stored again.
  var isSqueezeFold = true

  /// In order of their place. Ranges are of the original text.
  public internal(set) var links: [Link] = []
  public internal(set) var statistics = TextStatistics()

  init() {}

  public init(_ text: String) {
    var normalizer = Normalizer()
    normalizer.normalize(text, into: &self)
  }

  /// - Parameter bytes: UTF-8, or what claims to be.
  public init(bytes: some Collection<UInt8>) {
    var normalizer = Normalizer()
    normalizer.normalize(bytes: bytes, into: &self)
  }

  /// A view, without copying it.
  public subscript(view: ViewName) -> TextView {
    _read {
      switch view {
      case .raw: yield rawView
      case .norm: yield normView
      case .fold:
        if isFoldNorm { yield normView } else { yield foldView }
      case .squeeze:
        if !isSqueezeFold { yield squeezeView } else if isFoldNorm { yield normView } else { yield foldView }
      case .urls: yield urlsView
      case .domains: yield domainsView
      }
    }
  }

  /// The bytes of a view, for a search that must not count references to everything else.
  package func bytes(of view: ViewName) -> [UInt8] {
    switch stored(view) {
    case .raw: rawView.bytes
    case .norm: normView.bytes
    case .fold: foldView.bytes
    case .squeeze: squeezeView.bytes
    case .urls: urlsView.bytes
    case .domains: domainsView.bytes
    }
  }

  /// Whether the bytes of both views are known to be the same, so that a search need not be made twice.
  public func isSame(_ view: ViewName, as other: ViewName) -> Bool {
    stored(view) == stored(other)
  }

  private func stored(_ view: ViewName) -> ViewName {
    switch view {
    case .squeeze where isSqueezeFold: stored(.fold)
    case .fold where isFoldNorm: .norm
    default: view
    }
  }
}
