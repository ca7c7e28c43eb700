/// Words in a view, as PCRE2 with UCP sees them, and as people do.
extension TextView {
  /// Whether a word starts or ends at this offset: exactly one of its neighbours is a word character, that is a
  /// letter, mark, digit, other number or connector such as the underscore.
  ///
  /// It is `\b` of PCRE2 with UTF and UCP, except that marks and connectors count as in PCRE2 10.43 and later.
  ///
  /// - Parameter offset: At the boundary of a scalar.
  public func isWordBoundary(at offset: Int) -> Bool {
    hasWordCharacter(before: offset) != hasWordCharacter(at: offset)
  }

  /// Whether the range is not the inside of a longer word: no word character touches it that it would split.
  public func isWholeWord(_ range: Range<Int>) -> Bool {
    !(hasWordCharacter(before: range.lowerBound) && hasWordCharacter(at: range.lowerBound))
      && !(hasWordCharacter(before: range.upperBound) && hasWordCharacter(at: range.upperBound))
  }

  public func hasWordCharacter(at offset: Int) -> Bool {
    guard offset >= 0, offset < bytes.count else { return false }
    return ScalarProperties(scalar(in: bytes.span, at: offset).value).isWordCharacter
  }

  public func hasWordCharacter(before offset: Int) -> Bool {
    guard offset > 0, offset <= bytes.count else { return false }
    let start = scalarStart(before: offset, in: bytes.span)
    return ScalarProperties(scalar(in: bytes.span, at: start).value).isWordCharacter
  }

  /// The words of the view: runs of word characters, with an apostrophe between two letters as part of the word.
  public var words: Words { Words(view: self) }

  /// Ranges of bytes, one a word.
  public struct Words: Sequence, IteratorProtocol, Sendable {
    fileprivate let view: TextView
    private var offset = 0

    fileprivate init(view: TextView) {
      self.view = view
    }

    public mutating func next() -> Range<Int>? {
      let word = Self.word(in: view.bytes.span, from: offset)
      offset = word.upperBound
      return word.isEmpty ? nil : word
    }

    private static func word(in bytes: Span<UInt8>, from offset: Int) -> Range<Int> {
      var index = offset
      while index < bytes.count {
        let (value, length) = scalar(in: bytes, at: index)
        if ScalarProperties(value).isWordCharacter { break }
        index += length
      }
      let start = index
      var wasLetter = false
      while index < bytes.count {
        let (value, length) = scalar(in: bytes, at: index)
        let properties = ScalarProperties(value)
        if !properties.isWordCharacter {
          guard wasLetter, value == 0x27 || value == 0x2019, index + length < bytes.count,
            ScalarProperties(scalar(in: bytes, at: index + length).value).characterClass == .letter
          else { break }
        }
        wasLetter = properties.characterClass == .letter || properties.characterClass == .mark
        index += length
      }
      return start..<index
    }
  }
}
