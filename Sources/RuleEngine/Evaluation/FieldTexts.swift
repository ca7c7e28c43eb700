public import ModerationModel
public import TextNormalization

/// The normalised texts of one submission, by field.
public struct FieldTexts: Sendable {
  /// A text by reference: it has two dozen arrays, and a rule pass must not count references to each.
  final class Shared: Sendable {
    let text: NormalizedText
    /// For norm, fold and squeeze in this order: which of the three read alike.
    private let alike: (ViewMask, ViewMask, ViewMask)

    init(_ text: NormalizedText) {
      self.text = text
      let views = ViewFamily.folded.views
      func mask(_ view: ViewName) -> ViewMask {
        views.reduce(into: ViewMask()) { if text.isSame(view, as: $1) { $0.formUnion(ViewMask($1)) } }
      }
      alike = (mask(.norm), mask(.fold), mask(.squeeze))
    }

    /// The views that have the same bytes as one, itself included.
    func alike(_ view: ViewName) -> ViewMask {
      switch view {
      case .norm: alike.0
      case .fold: alike.1
      case .squeeze: alike.2
      case .raw, .urls, .domains: ViewMask(view)
      }
    }
  }

  private var texts: [Shared?]

  public init() {
    texts = Array(repeating: nil, count: TextField.allCases.count)
  }

  /// Normalises the fields of a submission.
  public init(_ strings: [TextField: String]) {
    self.init()
    var normalizer = Normalizer()
    for (field, string) in strings {
      var text = NormalizedText("")
      normalizer.normalize(string, into: &text)
      self[field] = text
    }
  }

  /// Normalises a body by itself.
  public init(body: String) {
    self.init([.body: body])
  }

  /// `nil` when the submission has no such field; rules then find nothing in it.
  public subscript(field: TextField) -> NormalizedText? {
    get { texts[field.position]?.text }
    set { texts[field.position] = newValue.map { Shared($0) } }
  }

  /// The same without copying.
  func shared(_ field: TextField) -> Shared? { texts[field.position] }

  /// The same by the field's position.
  func shared(at position: Int) -> Shared? { texts[position] }
}

extension NormalizedText {
  /// A piece of the original text, where it was valid UTF-8 with U+FFFD in the places where it was not.
  ///
  /// The raw view is the original with every ill-formed piece replaced; its places run in step, so the ends are found
  /// by halving.
  func original(_ range: Range<Int>) -> String {
    let raw = self[.raw]
    func place(of offset: Int) -> Int {
      var (low, high) = (0, raw.bytes.count)
      while low < high {
        let middle = (low + high) / 2
        if raw.originalRange(middle..<middle).lowerBound < offset { low = middle + 1 } else { high = middle }
      }
      return low
    }
    if raw.originalRange(range) == range, range.upperBound <= raw.bytes.count {
      return String(decoding: raw.bytes[range], as: UTF8.self)
    }
    let lower = place(of: range.lowerBound)
    return String(decoding: raw.bytes[lower..<max(lower, place(of: range.upperBound))], as: UTF8.self)
  }
}
