/// Which comments somebody means, in the words that the command line and the moderators' page share.
///
/// ```
/// rule:casino,advert.* score>=8 age<2d -author:Нина "приходите к нам"
/// ```
/// Terms stand apart by spaces and must all hold; `-` before a term asks for the opposite; values of one term stand apart
/// by commas, and one of them is enough; quotation marks keep spaces and commas together. A word without a field is looked
/// for in the text. Docs/Queries.md lists the fields.
///
/// A query looks at one comment at a time and never backtracks: its cost is at most terms times the length of the text.
public struct ModerationQuery: Hashable, Sendable, CustomStringConvertible {
  /// Longer queries are refused.
  public static let bytesMax = 1000
  public static let termsMax = 32

  public struct Term: Hashable, Sendable {
    public var isNegated: Bool
    public var condition: Condition

    public init(_ condition: Condition, isNegated: Bool = false) {
      self.condition = condition
      self.isNegated = isNegated
    }
  }

  /// One thing to ask of a comment. Of several values one is enough.
  public enum Condition: Hashable, Sendable {
    /// Ids of live rules and heuristics; one that ends in `*` stands for all that begin so.
    case rule([String])
    case category([Category])
    /// Identities, or parts of names in lower case.
    case author([String])
    case article([String])
    /// Parts of the text in lower case.
    case text([String])
    case language([Language])
    case state([CommentState])
    /// Why it waits; holds for nothing that does not wait.
    case cause([ModerationCase.Cause])
    /// Waves that comments belong to. A store knows who does; see `resolving`.
    case wave([WaveID])
    case comment(Set<CommentID>)
    /// Seconds since the comment came.
    case age(Comparison, Double)
    case score(Comparison, Double)
  }

  public enum Comparison: String, Hashable, Sendable, CaseIterable {
    case below = "<"
    case atMost = "<="
    case above = ">"
    case atLeast = ">="

    public func holds(_ value: Double, _ bound: Double) -> Bool {
      switch self {
      case .below: value < bound
      case .atMost: value <= bound
      case .above: value > bound
      case .atLeast: value >= bound
      }
    }
  }

  /// The query as it was written.
  public let description: String
  public private(set) var terms: [Term]

  /// Reads a query; an empty one means every comment.
  ///
  /// - Throws: What is wrong with it, and where.
  public init(_ text: String) throws(ModerationQueryError) {
    var parser = ModerationQueryParser(text)
    terms = try parser.terms()
    description = text
  }

  /// Whether the query says itself in which states comments are looked for; otherwise those that wait are meant.
  public var namesState: Bool {
    terms.contains { if case .state = $0.condition { true } else { false } }
  }

  /// Whether appeals are asked for by name. A decision on many leaves them out otherwise, because each wants a look of its
  /// own.
  public var namesAppeals: Bool {
    terms.contains { term in
      guard !term.isNegated, case .cause(let causes) = term.condition else { return false }
      return causes.contains(.appeal)
    }
  }

  /// The waves that are asked for.
  public var waves: Set<WaveID> {
    var waves: Set<WaveID> = []
    for term in terms {
      if case .wave(let ids) = term.condition { waves.formUnion(ids) }
    }
    return waves
  }

  /// The same query with the comments that belong to waves in the place of the waves.
  public func resolving(_ members: [WaveID: Set<CommentID>]) -> ModerationQuery {
    var query = self
    for index in terms.indices {
      guard case .wave(let ids) = terms[index].condition else { continue }
      query.terms[index].condition = .comment(
        ids.reduce(into: Set<CommentID>()) { $0.formUnion(members[$1, default: []]) })
    }
    return query
  }

  /// Whether a comment meets every term.
  ///
  /// - Parameter cause: Why it waits; `nil` when it does not.
  public func matches(_ comment: Comment, cause: ModerationCase.Cause?, now: Timestamp) -> Bool {
    // Whether it is found, or is not, would tell what whoever decides must not know.
    if cause == .audit, asksForFindings { return false }
    return holds(comment, cause: cause, now: now)
  }

  /// Whether it asks for what the machine found.
  public var asksForFindings: Bool {
    terms.contains { term in
      switch term.condition {
      case .rule, .category, .score: true
      default: false
      }
    }
  }

  private func holds(_ comment: Comment, cause: ModerationCase.Cause?, now: Timestamp) -> Bool {
    terms.allSatisfy { $0.condition.holds(comment, cause: cause, now: now) != $0.isNegated }
  }
}

extension ModerationQuery.Condition {
  func holds(_ comment: Comment, cause: ModerationCase.Cause?, now: Timestamp) -> Bool {
    let verdict = comment.revision.verdict
    switch self {
    case .rule(let names):
      return verdict.signals.contains { signal in
        signal.status == .live && names.contains { Self.stands($0, for: signal.name) }
      }
    case .category(let categories): return categories.contains { verdict.categories[$0, default: 0] > 0 }
    case .author(let parts):
      let name = comment.authorName.lowercased()
      return parts.contains { AuthorID($0) == comment.author || name.contains($0) }
    case .article(let keys): return keys.contains(comment.article.key)
    case .text(let parts):
      let text = comment.revision.text.lowercased()
      return parts.contains { text.contains($0) }
    case .language(let languages): return comment.language.map(languages.contains) ?? false
    case .state(let states): return states.contains(comment.state)
    case .cause(let causes): return cause.map(causes.contains) ?? false
    // Nobody has said yet which comments these are.
    case .wave: return false
    case .comment(let ids): return ids.contains(comment.id)
    case .age(let comparison, let seconds):
      return comparison.holds(now.seconds(since: comment.createdAt), seconds)
    case .score(let comparison, let points): return comparison.holds(verdict.score, points)
    }
  }

  private static func stands(_ pattern: String, for name: String) -> Bool {
    pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
  }
}

/// What is wrong with a query.
public struct ModerationQueryError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Hashable, Sendable, CaseIterable {
    case tooLong = "too_long"
    case tooManyTerms = "too_many_terms"
    case unknownField = "unknown_field"
    case missingValue = "missing_value"
    case badValue = "bad_value"
    case badComparison = "bad_comparison"
    case unclosedQuote = "unclosed_quote"
  }

  public var code: Code
  /// Where, in UTF-8 bytes from the beginning.
  public var offset: Int
  /// The field or value that is meant; empty when the place says it.
  public var subject: String
  /// What would be right.
  public var expected: String

  public init(_ code: Code, at offset: Int, subject: String = "", expected: String) {
    self.code = code
    self.offset = offset
    self.subject = subject
    self.expected = expected
  }

  public var description: String {
    let words: String =
      switch code {
      case .tooLong: "the query is too long"
      case .tooManyTerms: "the query has too many terms"
      case .unknownField: "there is no field «\(subject)»"
      case .missingValue: "«\(subject)» has no value"
      case .badValue: "«\(subject)» is no such value"
      case .badComparison: "«\(subject)» cannot be compared so"
      case .unclosedQuote: "a quotation mark is not closed"
      }
    return "\(words), at byte \(offset); expected \(expected)"
  }
}
