import ModerationModel
import PCRE2
import TextNormalization

/// All patterns of a rule set, grouped by the view they look at.
///
/// It never changes and is shared by all workers, by reference, so that a search counts nothing; what a search writes is
/// in ``MatchScratch``. A search answers the ranges of every hit in one view of one text.
final class PatternSet: Sendable {
  /// Whose a pattern is: all that a search needs to know, without anything counted by reference.
  struct Owner: Sendable {
    var rule: Int32
    /// The matcher within all matchers of the set.
    var leaf: Int32
    /// Cancels hits of its matcher instead of making them.
    var isException: Bool
    var fields: FieldMask
    /// Hits of its matcher may be cancelled.
    var hasExceptions: Bool
    /// The view it looks at.
    var view: ViewMask
  }

  /// One word, phrase, substring, expression or list entry, as it is explained.
  struct Pattern: Sendable {
    var rule: Int
    var kind: PatternDefinition.Kind
    /// As it was written, macros not put in.
    var source: String
    var view: ViewName
    var place: SourcePlace
    /// The list that it comes from.
    var list: String?
  }

  struct Expression: Sendable {
    var pattern: Int
    var compiled: DeferredPattern
    /// Without these characters in a text there is no match in it.
    var characters: CharacterMask
    /// Fewest bytes that a match can have.
    var bytesMin: Int
    /// Repeats nothing without end, and nothing often; see ``MatchBudget/isBounded(_:)``.
    var isBounded: Bool
  }

  /// The patterns of one view, or of views that mostly read alike.
  ///
  /// `norm`, `fold` and `squeeze` of an ordinary text have the same bytes, and are then walked once for the patterns of
  /// all three.
  final class ViewPatterns: Sendable {
    let family: ViewFamily
    let literals: LiteralTable
    /// Hosts and addresses from lists.
    let named: NamedEntries
    /// Expressions that are tried only on texts which hold one of their literals, then those that have none.
    let expressions: [Expression]
    /// How many of `expressions` have a literal.
    let filteredCount: Int
    /// The literals, by position in `expressions`.
    let index: LiteralIndex
    /// Fields that any of these patterns looks at.
    let fields: FieldMask
    /// Views that any of these patterns looks at.
    let views: ViewMask
    /// The same in order.
    let searchedViews: [ViewName]

    init(_ draft: PatternSetBuilder.ViewDraft, family: ViewFamily) {
      self.family = family
      views = draft.views
      searchedViews = family.views.filter { draft.views.contains(ViewMask($0)) }
      var literals = draft.literals
      literals.seal()
      self.literals = literals
      var named = draft.named
      named.seal()
      self.named = named
      expressions = draft.filtered.map(\.expression) + draft.unfiltered
      filteredCount = draft.filtered.count
      let choice = LiteralChoice(among: draft.filtered.map(\.options))
      index = LiteralIndex(
        draft.filtered.enumerated().flatMap { number, filtered in
          choice.best(of: filtered.options).map { (finder: $0, owner: number) }
        })
      fields = draft.fields
    }

    /// Texts of these views are not folded and must be, before literals are looked for.
    var needsFolding: Bool { family == .raw || family == .urls }
  }

  let patterns: [Pattern]
  /// By pattern.
  let owners: [Owner]
  /// By family, for those in use.
  let views: [ViewPatterns]
  /// The fields that any pattern of each looks at.
  let viewFields: [FieldMask]
  /// How many matchers there are.
  let leafCount: Int

  init(patterns: [Pattern] = [], owners: [Owner] = [], views: [ViewPatterns] = [], leafCount: Int = 0) {
    self.patterns = patterns
    self.owners = owners
    self.views = views
    viewFields = views.map(\.fields)
    self.leafCount = leafCount
  }
}

/// Views whose patterns are kept together.
enum ViewFamily: CaseIterable, Sendable {
  case raw, folded, urls, domains

  init(_ view: ViewName) {
    switch view {
    case .raw: self = .raw
    case .norm, .fold, .squeeze: self = .folded
    case .urls: self = .urls
    case .domains: self = .domains
    }
  }

  /// In the order in which each is made from the one before.
  var views: [ViewName] {
    switch self {
    case .raw: [.raw]
    case .folded: [.norm, .fold, .squeeze]
    case .urls: [.urls]
    case .domains: [.domains]
    }
  }
}

/// A set of views.
struct ViewMask: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ view: ViewName) {
    let position: UInt8 =
      switch view {
      case .raw: 0
      case .norm: 1
      case .fold: 2
      case .squeeze: 3
      case .urls: 4
      case .domains: 5
      }
    self.init(rawValue: 1 << position)
  }

  /// The first in the order in which each is made from the one before; `nil` when there is none.
  var first: ViewName? {
    guard rawValue != 0 else { return nil }
    switch rawValue.trailingZeroBitCount {
    case 0: return .raw
    case 1: return .norm
    case 2: return .fold
    case 3: return .squeeze
    case 4: return .urls
    default: return .domains
    }
  }
}

/// A set of fields.
struct FieldMask: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ fields: some Sequence<TextField>) {
    self = fields.reduce(into: FieldMask()) { $0.formUnion(FieldMask($1)) }
  }

  init(_ field: TextField) { self.init(position: field.position) }

  init(position: Int) { self.init(rawValue: 1 << UInt8(truncatingIfNeeded: position)) }
}

extension TextField {
  /// Where the field stands among all fields.
  var position: Int {
    switch self {
    case .body: 0
    case .authorName: 1
    case .authorEmail: 2
    case .authorURL: 3
    case .linkHosts: 4
    case .userAgent: 5
    case .articleTitle: 6
    case .clientAddress: 7
    }
  }
}

/// A place where a pattern was found.
struct PatternHit: Hashable, Sendable {
  var pattern: Int
  var field: TextField
  /// Bytes of the view.
  var viewRange: Range<Int>
  /// Bytes of the field as given.
  var range: Range<Int>
}

/// A pattern that could not be tried.
struct PatternFault: Hashable, Sendable {
  enum Code: Hashable, Sendable {
    case match(MatchError.Code)
    /// The evaluation's expressions together did too much.
    case budget

    var name: String {
      switch self {
      case .match(let code): code.rawValue
      case .budget: "budget"
      }
    }
  }

  var pattern: Int
  var field: TextField
  var code: Code
}
