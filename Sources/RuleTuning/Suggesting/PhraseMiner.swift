import Foundation
import ModerationModel
import ModerationPipeline
public import RuleEngine
import TextNormalization

/// Looks for words by which people's refusals differ from their approvals, in comments that the rules let through.
///
/// Words are those of the folded view, brought together by their stems; a candidate is a stem or two in a row. Two thirds
/// of the decisions, in time, are searched; the last third confirms. What is confirmed is taken best first, and the
/// comments that it finds are set aside before the next is chosen, so that each suggestion adds something.
///
/// Precision speaks of decided comments. Where chance and readers' reports bring few published comments before people,
/// these are more often unfit than others with the same word; so a suggestion is a draft, to be tried in shadow.
public struct PhraseMiner: Sendable {
  /// Unfit comments that a candidate must have been found in, to be tried.
  public static let badMin = 4
  /// Candidates that are tried at most; more would widen every bound.
  public static let triedMax = 40
  public static let suggestionsMax = 20
  /// Letters that a word must have.
  static let lettersMin = 3
  /// Words of a comment that are looked at.
  static let wordsMax = 200

  /// The least lower bound that is suggested.
  public var precisionMin: Double

  public init(precisionMin: Double = 0.5) {
    self.precisionMin = precisionMin
  }

  /// - Parameters:
  ///   - rows: Judged with the set as it is.
  ///   - files: The set.
  ///   - today: The date for `created:`, such as `2026-11-20`.
  public func suggest(_ rows: [JudgedRow], files: RuleFiles, today: String) throws -> SuggestionReport {
    let missed = rows.filter { $0.verdict.action == .publish }
    let corpus = MinedCorpus(missed)
    let decided = corpus.comments.indices.filter { corpus.comments[$0].isBad != nil }
    let border = decided.count * 2 / 3
    let (early, late) = (decided[..<border], decided[border...])

    let candidates = corpus.candidates(in: early)
    let z = Self.normalQuantile(oneSided: 0.05 / Double(max(1, candidates.count)))
    var confirmed: [(term: MinedTerm, found: RuleSuggestion.Count, later: RuleSuggestion.Count, lower: Double)] = []
    for (term, found) in candidates {
      let later = corpus.count(of: term, in: late)
      let total = Double(later.bad + later.good)
      guard
        let share = ShareInterval(part: Double(later.bad), total: total, squares: total, z: z),
        share.lower >= precisionMin
      else { continue }
      confirmed.append((term, found, later, share.lower))
    }
    confirmed.sort { left, right in
      (Double(right.found.bad + right.later.bad) * right.lower, left.term.key)
        < (Double(left.found.bad + left.later.bad) * left.lower, right.term.key)
    }

    var covered: Set<Int> = []
    var suggestions: [RuleSuggestion] = []
    for item in confirmed where suggestions.count < Self.suggestionsMax {
      let places = corpus.places[item.term] ?? []
      let bad = places.filter { corpus.comments[$0].isBad == true }
      let new = bad.filter { !covered.contains($0) }
      guard new.count >= Self.badMin, new.count * 3 >= bad.count else { continue }
      covered.formUnion(bad)
      suggestions.append(
        corpus.suggestion(
          item.term, found: item.found, confirmed: item.later, lower: item.lower,
          taken: Set(suggestions.map(\.id))))
    }
    let draft = try SuggestionDraft.checked(&suggestions, files: files, today: today)
    return SuggestionReport(
      suggestions: suggestions, triedCount: candidates.count,
      missedBad: decided.count { corpus.comments[$0].isBad == true }, foundBad: covered.count, draft: draft)
  }

  /// The quantile of the normal distribution that is exceeded with a probability (Abramowitz, Stegun, 26.2.23; error below
  /// 4.5 × 10⁻⁴).
  static func normalQuantile(oneSided probability: Double) -> Double {
    let p = min(0.5, max(1e-12, probability))
    let t = (-2 * log(p)).squareRoot()
    let numerator = 2.515517 + 0.802853 * t + 0.010328 * t * t
    let denominator = 1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t
    return t - numerator / denominator
  }
}

/// A stem, or two in a row.
struct MinedTerm: Hashable, Sendable {
  var first: String
  var second: String?

  var key: String { second.map { "\(first) \($0)" } ?? first }
}

/// Comments as stems, and where each term stands.
struct MinedCorpus {
  struct Comment {
    var row: HistoryRow
    var language: Language?
    /// `nil` while nobody has decided.
    var isBad: Bool?
    var reason: DecisionReason?
    var terms: Set<MinedTerm>
  }

  private(set) var comments: [Comment] = []
  private(set) var places: [MinedTerm: [Int]] = [:]
  /// Forms in which a stem was seen.
  private(set) var forms: [String: [String: Int]] = [:]

  init(_ rows: [JudgedRow]) {
    var normalizer = Normalizer()
    for row in rows {
      let view = normalizer.normalize(row.row.submission.text)[.fold]
      var terms: Set<MinedTerm> = []
      var previous: String?
      for range in view.words.prefix(PhraseMiner.wordsMax) {
        let word = String(decoding: view.bytes[range], as: UTF8.self)
        guard word.count >= PhraseMiner.lettersMin, word.allSatisfy(\.isLetter) else {
          previous = nil
          continue
        }
        let stem = WordStem.stem(of: word)
        forms[stem, default: [:]][word, default: 0] += 1
        terms.insert(MinedTerm(first: stem))
        if let previous { terms.insert(MinedTerm(first: previous, second: stem)) }
        previous = stem
      }
      for term in terms { places[term, default: []].append(comments.count) }
      comments.append(
        Comment(
          row: row.row, language: row.verdict.language, isBad: row.row.label?.isBad, reason: row.row.label?.reason,
          terms: terms))
    }
  }

  func count(of term: MinedTerm, in part: some Collection<Int>) -> RuleSuggestion.Count {
    guard let low = part.first, let places = places[term] else { return .init() }
    let high = part.reduce(low) { max($0, $1) }
    var count = RuleSuggestion.Count()
    for place in places where (low...high).contains(place) {
      switch comments[place].isBad {
      case true?: count.bad += 1
      case false?: count.good += 1
      case nil: break
      }
    }
    return count
  }

  /// Terms of which enough unfit and hardly any fit comments have it; the strongest first (log-likelihood ratio: Dunning,
  /// Computational Linguistics 19, 1993).
  func candidates(in part: ArraySlice<Int>) -> [(term: MinedTerm, count: RuleSuggestion.Count)] {
    var counts: [MinedTerm: RuleSuggestion.Count] = [:]
    var total = RuleSuggestion.Count()
    for place in part {
      let isBad = comments[place].isBad == true
      if isBad { total.bad += 1 } else { total.good += 1 }
      for term in comments[place].terms {
        if isBad { counts[term, default: .init()].bad += 1 } else { counts[term, default: .init()].good += 1 }
      }
    }
    let strong = counts.filter { $0.value.bad >= PhraseMiner.badMin && $0.value.bad >= 4 * $0.value.good }
      .map { (term: $0.key, count: $0.value, strength: Self.likelihoodRatio($0.value, total)) }
      .sorted { ($1.strength, $0.term.key) < ($0.strength, $1.term.key) }
    // Of terms that stand in nearly the same comments only the strongest is tried.
    var kept: [(term: MinedTerm, count: RuleSuggestion.Count, places: Set<Int>)] = []
    for item in strong where kept.count < PhraseMiner.triedMax {
      let own = Set((places[item.term] ?? []).filter { comments[$0].isBad == true })
      let isTwin = kept.contains { other in
        other.places.intersection(own).count * 10 >= 9 * max(own.count, other.places.count)
      }
      if !isTwin { kept.append((item.term, item.count, own)) }
    }
    return kept.map { ($0.term, $0.count) }
  }

  private static func likelihoodRatio(_ count: RuleSuggestion.Count, _ total: RuleSuggestion.Count) -> Double {
    func part(_ observed: Int, _ expected: Double) -> Double {
      observed == 0 || expected <= 0 ? 0 : Double(observed) * log(Double(observed) / expected)
    }
    let all = Double(total.bad + total.good)
    let with = Double(count.bad + count.good)
    return 2
      * (part(count.bad, with * Double(total.bad) / all) + part(count.good, with * Double(total.good) / all)
        + part(total.bad - count.bad, (all - with) * Double(total.bad) / all)
        + part(total.good - count.good, (all - with) * Double(total.good) / all))
  }

  func suggestion(
    _ term: MinedTerm, found: RuleSuggestion.Count, confirmed: RuleSuggestion.Count, lower: Double, taken: Set<String>
  ) -> RuleSuggestion {
    let own = places[term] ?? []
    let bad = own.filter { comments[$0].isBad == true }
    let languages = Dictionary(grouping: bad.compactMap { comments[$0].language }, by: { $0 })
      .filter { $0.value.count * 10 >= bad.count }.keys.sorted { $0.code < $1.code }
    let id = RuleSuggestion.id(for: term, taken: taken)
    return RuleSuggestion(
      pattern: [term.first, term.second].compactMap { $0 }.map { pattern(of: $0) }.joined(separator: #"\s{1,2}"#),
      id: id, category: category(of: bad), languages: Array(languages), found: found, confirmed: confirmed,
      precisionLower: lower, undecided: own.count { comments[$0].isBad == nil },
      hitExamples: examples(bad), missExamples: examples(missExamples(besides: term)))
  }

  /// A stem with the endings that were seen.
  private func pattern(of stem: String) -> String {
    var endings = Set((forms[stem] ?? [:]).keys.map { String($0.dropFirst(stem.count)) })
    let isWhole = endings.remove("") != nil
    guard !endings.isEmpty else { return stem }
    let sorted = endings.sorted()
    let group = sorted.count == 1 && !isWhole ? sorted[0] : "(?:\(sorted.joined(separator: "|")))"
    return stem + group + (isWhole ? "?" : "")
  }

  private func category(of places: [Int]) -> Category {
    var counts: [Category: Int] = [:]
    for place in places {
      guard let reason = comments[place].reason else { continue }
      counts[reason.category, default: 0] += 1
    }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? .other
  }

  /// Approved comments that the rules let through too: first those that share a neighbouring word.
  private func missExamples(besides term: MinedTerm) -> [Int] {
    let good = comments.indices.filter { comments[$0].isBad == false && !comments[$0].terms.contains(term) }
    let near = Set((places[term] ?? []).prefix(40).flatMap { comments[$0].terms.filter { $0.second == nil } })
    return good.prefix(2_000).sorted {
      (comments[$1].terms.intersection(near).count, $0) < (comments[$0].terms.intersection(near).count, $1)
    }
  }

  private func examples(_ places: [Int]) -> [String] {
    var seen: Set<String> = []
    var texts: [String] = []
    for place in places where texts.count < 3 {
      let submission = comments[place].row.submission
      guard submission.text.utf8.count <= 300 else { continue }
      let text = PersonalDataMask.masked(submission.text, name: submission.author.name)
        .split(whereSeparator: \.isNewline).joined(separator: " ")
      if !text.isEmpty, seen.insert(text).inserted { texts.append(text) }
    }
    return texts
  }
}

extension DecisionReason {
  /// The category of a rule for what was refused so.
  fileprivate var category: Category {
    switch self {
    case .insult: .abuse
    case .threat: .threat
    case .hate: .hate
    case .obscene: .obscene
    case .spam: .spam
    case .advertising: .advert
    case .personalData: .personalData
    case .offTopic, .falsehood, .copyright, .other: .other
    }
  }
}
