import ModerationModel
import PCRE2
import TextNormalization

/// What one worker writes while it searches; reused from text to text.
struct MatchScratch: ~Copyable {
  /// Hits by matcher.
  private(set) var hits: [[PatternHit]]
  private var exceptionHits: [[PatternHit]]
  /// Matchers that have hits or exceptions, so that clearing costs what was found.
  private var touched: [Int] = []
  private(set) var faults: [PatternFault] = []
  private var hitCounts: [Int32]
  private var candidates: [Int] = []
  private var isCandidate: [Bool]
  /// A text of a view that is not folded, folded for the search of literals.
  private var folded: [UInt8] = []
  /// The letters of the text that is searched.
  private var letters = LetterStream()
  private var countedPatterns: [Int] = []
  /// Matchers whose hits may be cancelled, and that have more than are looked at.
  private var overflowing: [(leaf: Int32, pattern: Int, field: TextField)] = []
  /// How often each pattern's expression was tried since the worker was made.
  private(set) var tries: [UInt32]
  /// Measures what patterns cost, when somebody makes a profile.
  private(set) var meter: MatchMeter?
  /// `nil` when there was no memory for one; every expression is then a fault.
  private var worker: MatchWorker?
  /// What the expressions may still do in this evaluation.
  private var workLeft = MatchBudget.workPerEvaluation
  /// Expressions of live rules were left out, and a fault says so.
  private var isExhaustionNoted = false
  private let quarantine: RuleQuarantine
  /// Patterns that are not tried any more, as this worker knows them.
  private var quarantined = RuleQuarantine.Snapshot()

  init(_ set: PatternSet, _ quarantine: RuleQuarantine) {
    self.quarantine = quarantine
    hits = Array(repeating: [], count: set.leafCount)
    exceptionHits = Array(repeating: [], count: set.leafCount)
    hitCounts = Array(repeating: 0, count: set.patterns.count)
    tries = Array(repeating: 0, count: set.patterns.count)
    isCandidate = Array(repeating: false, count: set.views.map(\.expressions.count).max() ?? 0)
    worker = try? MatchWorker()
  }

  mutating func clear() {
    for leaf in touched {
      hits[leaf].removeAll(keepingCapacity: true)
      exceptionHits[leaf].removeAll(keepingCapacity: true)
    }
    touched.removeAll(keepingCapacity: true)
    for pattern in countedPatterns { hitCounts[pattern] = 0 }
    countedPatterns.removeAll(keepingCapacity: true)
    overflowing.removeAll(keepingCapacity: true)
    faults.removeAll(keepingCapacity: true)
    workLeft = MatchBudget.workPerEvaluation
    isExhaustionNoted = false
    quarantine.refresh(&quarantined)
  }

  /// How many matchers have hits or exceptions.
  var touchedCount: Int { touched.count }

  /// One of them; `nil` where nothing is left of its hits. After ``settle()``.
  func leafWithHits(_ number: Int) -> Int? {
    let leaf = touched[number]
    return hits[leaf].isEmpty ? nil : leaf
  }

  /// Finds every hit in one view of one field, of rules that take part.
  ///
  /// - Parameter alike: The views that have the same bytes; patterns that look at others are passed over.
  mutating func search(
    _ set: PatternSet, _ patterns: PatternSet.ViewPatterns, in shared: FieldTexts.Shared, _ view: ViewName,
    alike views: ViewMask, field: TextField, rules: CompiledRules, _ participation: inout RuleParticipation
  ) {
    let mask = FieldMask(field)
    let viewBytes = shared.text.bytes(of: view)
    guard !viewBytes.isEmpty else { return }
    let bytes = viewBytes.span
    let place = Place(text: shared, view: view, field: field)
    let searchStart = meter?.clock()
    if !patterns.literals.isEmpty {
      patterns.literals.forEachHit(in: bytes) { pattern, range in
        let owner = set.owners[pattern]
        guard owner.fields.contains(mask), views.contains(owner.view),
          participation.isActive(Int(owner.rule), rules)
        else { return }
        _ = add(pattern, owner, range, place)
      }
    }
    if !patterns.named.isEmpty {
      patterns.named.forEachHit(in: bytes) { pattern, range in
        let owner = set.owners[pattern]
        guard owner.fields.contains(mask), views.contains(owner.view),
          participation.isActive(Int(owner.rule), rules)
        else { return }
        _ = add(pattern, owner, range, place)
      }
    }
    guard !patterns.expressions.isEmpty else {
      if let searchStart { noteSearch(since: searchStart) }
      return
    }
    findCandidates(patterns, bytes)
    if let searchStart { noteSearch(since: searchStart) }
    guard !candidates.isEmpty else { return }
    let text: UTF8Span
    do {
      text = try UTF8Span(validating: bytes)
    } catch {
      // A view promises valid UTF-8; if it ever breaks the promise, the comment is held rather than half searched.
      faults.append(
        PatternFault(pattern: patterns.expressions[candidates[0]].pattern, field: field, code: .match(.invalidUTF8)))
      return
    }
    for candidate in candidates {
      let expression = patterns.expressions[candidate]
      let owner = set.owners[expression.pattern]
      guard owner.fields.contains(mask), views.contains(owner.view),
        participation.isActive(Int(owner.rule), rules)
      else { continue }
      guard quarantined.isEmpty || !quarantined.contains(expression.pattern) else { continue }
      guard workLeft > 0, faults.count < RuleSetLimits.faultsPerEvaluationMax else {
        let isLive = participation.standing(at: Int(owner.rule)) == .live
        noteExhaustion(PatternFault(pattern: expression.pattern, field: field, code: .budget), isLive: isLive)
        continue
      }
      match(expression, owner, text, place)
    }
  }

  /// Notes the expressions that the text may meet, in order: those of which a literal stands in it, and those without
  /// a literal whose characters it has.
  private mutating func findCandidates(_ patterns: PatternSet.ViewPatterns, _ bytes: Span<UInt8>) {
    candidates.removeAll(keepingCapacity: true)
    if patterns.needsFolding {
      // Lent out for the time of the search, which writes to the rest.
      var text: [UInt8] = []
      swap(&text, &folded)
      ScalarFold.fold(raw: bytes, into: &text)
      findCandidates(patterns, inFolded: text.span, length: bytes.count)
      swap(&text, &folded)
    } else {
      findCandidates(patterns, inFolded: bytes, length: bytes.count)
    }
  }

  private mutating func findCandidates(
    _ patterns: PatternSet.ViewPatterns, inFolded text: Span<UInt8>, length: Int
  ) {
    // Lent out for the time of the search, which writes to the rest.
    var letters = LetterStream()
    swap(&letters, &self.letters)
    patterns.index.forEachOwner(in: text, &letters) { expression in
      guard !isCandidate[expression] else { return }
      isCandidate[expression] = true
      candidates.append(expression)
    }
    swap(&letters, &self.letters)
    for expression in candidates { isCandidate[expression] = false }
    guard !candidates.isEmpty || patterns.filteredCount < patterns.expressions.count else { return }
    let characters = CharacterMask(folded: text)
    candidates.removeAll { !patterns.expressions[$0].characters.isSubset(of: characters) }
    candidates.sort()
    for number in patterns.filteredCount..<patterns.expressions.count {
      let expression = patterns.expressions[number]
      if expression.bytesMin <= length, expression.characters.isSubset(of: characters) { candidates.append(number) }
    }
  }

  private mutating func match(
    _ expression: PatternSet.Expression, _ owner: PatternSet.Owner, _ text: UTF8Span, _ place: Place
  ) {
    tries[expression.pattern] &+= 1
    // One more than is kept tells that there were too many.
    let hitsMax = Self.hitsMax(owner) + 1
    var found: [Range<Int>] = []
    let start = meter?.clock()
    if let code = find(expression, text, hitsMax, &found) {
      faults.append(PatternFault(pattern: expression.pattern, field: place.field, code: code))
    }
    if let start, let end = meter?.clock() { meter?.nanoseconds[expression.pattern] += end &- start }
    for range in found where !add(expression.pattern, owner, range, place) { return }
  }

  /// Finds what an expression marks; what hindered it, otherwise. The matches before the hindrance stand.
  ///
  /// First the plain form is tried with few steps, which is enough for nearly every text; where it is not, the metered
  /// form decides, within its budget.
  private mutating func find(
    _ expression: PatternSet.Expression, _ text: UTF8Span, _ hitsMax: Int, _ found: inout [Range<Int>]
  ) -> PatternFault.Code? {
    guard let compiled = expression.compiled.shared else { return .match(.memory) }
    let count = text.count
    if let steps = MatchBudget.steps(forBytes: count, isBounded: expression.isBounded) {
      worker?.limits.steps = steps
      let code = find(compiled, text, hitsMax, &found)
      workLeft -= 1 + count / 64
      guard code == .match(.matchLimit) else { return code }
      workLeft -= MatchBudget.workOfTrip
    }
    guard let metered = compiled.metered else { return .match(.memory) }
    worker?.limits.steps = MatchBudget.meteredSteps
    let own = MatchBudget.work(of: metered.pattern, forBytes: count)
    let work = max(1, min(own, workLeft))
    worker?.limits.work = work
    worker?.resetWork()
    let code = find(metered, text, hitsMax, &found)
    workLeft -= worker?.work ?? 0
    return code == .match(.workLimit) && work < own ? .budget : code
  }

  /// Says once that expressions were left out, and once more for those of live rules: what a shadow rule did not see
  /// holds nothing, so it cannot speak for them.
  private mutating func noteExhaustion(_ fault: PatternFault, isLive: Bool) {
    guard !isExhaustionNoted, isLive || faults.last?.code != .budget else { return }
    isExhaustionNoted = isLive
    faults.append(fault)
  }

  private mutating func find(
    _ shared: SharedPattern, _ text: UTF8Span, _ hitsMax: Int, _ found: inout [Range<Int>]
  ) -> PatternFault.Code? {
    found.removeAll(keepingCapacity: true)
    do throws(MatchError) {
      let isMatched: Void? = try worker?.forEachMatch(of: shared.pattern, in: text) { range in
        // An empty match marks nothing; lint names the patterns that can make one.
        if !range.isEmpty { found.append(range) }
        return found.count < hitsMax
      }
      return isMatched == nil ? .match(.memory) : nil
    } catch {
      return .match(error.code)
    }
  }

  private static func hitsMax(_ owner: PatternSet.Owner) -> Int {
    owner.hasExceptions ? RuleSetLimits.excusedHitsPerPatternMax : RuleSetLimits.hitsPerPatternMax
  }

  /// Where a search goes on.
  private struct Place {
    var text: FieldTexts.Shared
    var view: ViewName
    var field: TextField
  }

  /// Keeps a hit; `false` when the pattern has enough of them.
  private mutating func add(
    _ pattern: Int, _ owner: PatternSet.Owner, _ range: Range<Int>, _ place: Place
  ) -> Bool {
    let field = place.field
    guard hitCounts[pattern] < Self.hitsMax(owner) else {
      let isKnown = overflowing.contains { $0.leaf == owner.leaf }
      if owner.hasExceptions, !isKnown { overflowing.append((owner.leaf, pattern, field)) }
      return false
    }
    if hitCounts[pattern] == 0 { countedPatterns.append(pattern) }
    hitCounts[pattern] += 1
    let leaf = Int(owner.leaf)
    if hits[leaf].isEmpty, exceptionHits[leaf].isEmpty { touched.append(leaf) }
    let hit = PatternHit(
      pattern: pattern, field: field, viewRange: range, range: place.text.text[place.view].originalRange(range))
    if owner.isException {
      exceptionHits[leaf].append(hit)
    } else {
      hits[leaf].append(hit)
    }
    return true
  }

  mutating func beginProfile(_ clock: @escaping @Sendable () -> UInt64) {
    meter = MatchMeter(clock: clock, nanoseconds: Array(repeating: 0, count: tries.count))
    for pattern in tries.indices { tries[pattern] = 0 }
  }

  private mutating func noteSearch(since start: UInt64) {
    if let end = meter?.clock() { meter?.searchNanoseconds += end &- start }
  }

  /// Tells the quarantine what happened in an evaluation of a real text.
  mutating func report(at now: Timestamp) {
    quarantine.noteEvaluation(&quarantined, faults, at: now)
  }

  /// Drops hits that an exception covers, and puts the rest into the order of the text.
  ///
  /// A matcher that has nothing left, but had more places than were looked at, is at fault: something may stand there.
  mutating func settle() {
    for leaf in touched where !hits[leaf].isEmpty {
      if !exceptionHits[leaf].isEmpty {
        let exceptions = exceptionHits[leaf]
        hits[leaf].removeAll { hit in
          exceptions.contains { exception in
            exception.field == hit.field && exception.range.lowerBound <= hit.range.lowerBound
              && exception.range.upperBound >= hit.range.upperBound
          }
        }
      }
      hits[leaf].sort {
        ($0.field.position, $0.range.lowerBound, $0.range.upperBound, $0.pattern)
          < ($1.field.position, $1.range.lowerBound, $1.range.upperBound, $1.pattern)
      }
    }
    for (leaf, pattern, field) in overflowing where hits[Int(leaf)].isEmpty {
      faults.append(PatternFault(pattern: pattern, field: field, code: .match(.matchLimit)))
    }
  }
}
