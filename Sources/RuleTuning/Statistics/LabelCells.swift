import ModerationModel

/// What is known of a set of comments from people's decisions, kept apart by how a comment comes before a person.
///
/// A person looks at every comment that the machine held, and at a random share of those that it published: the audit
/// sample. Within each kind a label stands for 1/p comments, p being the probability with which chance brought it before a
/// person (Horvitz, Thompson, JASA 47, 1952); a kind's rate is the ratio of such sums (Hájek, 1971), and the kinds count by
/// how many comments are of them. Labels that came another way (reports, somebody's own look, appeals) are of comments that
/// were looked at because they seemed bad, and no rate rests on them.
public struct LabelCells: Hashable, Sendable {
  /// How comments come before a person.
  struct Cell: Hashable, Sendable {
    /// Comments, labelled or not.
    var count = 0
    var labels = 0
    /// Sums over labels: of weights, of their squares, of weights of bad ones.
    var weight = 0.0
    var squares = 0.0
    var bad = 0.0

    /// The rate of bad ones with its interval; `nil` without labels.
    var rate: ShareInterval? {
      weight > 0 ? ShareInterval(share: bad / weight, count: weight * weight / squares) : nil
    }

    mutating func add(isBad: Bool, weight own: Double) {
      labels += 1
      weight += own
      squares += own * own
      if isBad { bad += own }
    }

    static func + (left: Cell, right: Cell) -> Cell {
      Cell(
        count: left.count + right.count, labels: left.labels + right.labels, weight: left.weight + right.weight,
        squares: left.squares + right.squares, bad: left.bad + right.bad)
    }

    static func - (left: Cell, right: Cell) -> Cell {
      Cell(
        count: left.count - right.count, labels: left.labels - right.labels, weight: left.weight - right.weight,
        squares: left.squares - right.squares, bad: left.bad - right.bad)
    }
  }

  /// Held by the machine: a person was to look at each.
  var held = Cell()
  /// Published while an audit sample was drawn.
  var published = Cell()
  /// Published while none was drawn, or refused by the machine alone: nobody was to look.
  public private(set) var uncovered = 0
  /// Labels of all kinds as they are, for who wants to see what there is.
  public private(set) var badLabels = 0
  public private(set) var goodLabels = 0

  init() {}

  public var count: Int { held.count + published.count + uncovered }
  public var labels: Int { badLabels + goodLabels }
  /// Labels that chance alone brought.
  public var auditLabels: Int { published.labels }

  mutating func add(_ row: HistoryRow) {
    let isBad = row.label?.isBad
    if let isBad { if isBad { badLabels += 1 } else { goodLabels += 1 } }
    guard let inclusion = row.inclusion, inclusion > 0 else {
      uncovered += 1
      return
    }
    if row.verdict.action == .publish {
      published.count += 1
      // Where everybody is looked at, it does not matter who asked for it.
      if let isBad, inclusion >= 1 || row.label?.isFromAudit == true {
        published.add(isBad: isBad, weight: 1 / min(1, inclusion))
      }
    } else {
      held.count += 1
      if let isBad { held.add(isBad: isBad, weight: 1) }
    }
  }

  static func + (left: LabelCells, right: LabelCells) -> LabelCells {
    var sum = left
    sum.held = left.held + right.held
    sum.published = left.published + right.published
    sum.uncovered += right.uncovered
    sum.badLabels += right.badLabels
    sum.goodLabels += right.goodLabels
    return sum
  }

  /// The share of comments with a label of any kind.
  public var labelCoverage: Double? { count == 0 ? nil : Double(labels) / Double(count) }

  /// The share of comments whose kind has labels that a rate may rest on.
  public var represented: Double? {
    guard count > 0 else { return nil }
    let covered = (held.labels > 0 ? held.count : 0) + (published.labels > 0 ? published.count : 0)
    return Double(covered) / Double(count)
  }

  /// Which share of the comments is bad, over the kinds that have labels; `represented` says how much that is.
  ///
  /// The interval puts those of the kinds together by the squares of their halves ("method of variance estimates
  /// recovery": G. Y. Zou, G. Huang, X. Zhang, "A note on confidence interval construction for stratified proportions",
  /// 2009; X. Yan, X. G. Su, "Stratified Wilson and Newcombe Confidence Intervals", 2010). Each kind's is Wilson's, with
  /// Kish's effective number of labels, so that a kind of few labels, all of them alike, is not taken for certain.
  public var badShare: ShareInterval? {
    let cells = [held, published].filter { $0.labels > 0 && $0.count > 0 }
    let total = Double(cells.reduce(0) { $0 + $1.count })
    guard total > 0 else { return nil }
    var (value, below, above, labels) = (0.0, 0.0, 0.0, 0.0)
    for cell in cells {
      guard let rate = cell.rate else { continue }
      let share = Double(cell.count) / total
      value += share * rate.value
      below += share * share * (rate.value - rate.lower) * (rate.value - rate.lower)
      above += share * share * (rate.upper - rate.value) * (rate.upper - rate.value)
      labels += rate.effectiveCount
    }
    return ShareInterval(
      value: value, lower: max(0, value - below.squareRoot()), upper: min(1, value + above.squareRoot()),
      effectiveCount: labels)
  }
}

/// Why a figure is not given.
public enum FigureRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// No label came by chance, so nobody knows what was missed.
  case noAuditLabels

  public var description: String {
    "recall cannot be known: no published comment was looked at by chance; set the policy's audit_rate above 0 and decide "
      + "on what it brings"
  }
}

extension LabelCells {
  /// Which share of all bad comments is among these, of those that the machine did not refuse by itself.
  ///
  /// The interval moves one rate at a time to its own limits and puts the effects together by their squares, as for
  /// ``badShare``. Comments of a kind without labels may be bad from none to all.
  /// - Parameter all: All comments, these included.
  /// - Throws: ``FigureRefusal/noAuditLabels``.
  public func recall(of all: LabelCells) throws(FigureRefusal) -> ShareInterval? {
    guard all.published.labels > 0 else { throw .noAuditLabels }
    struct Part {
      var count: Double
      var rate: ShareInterval
      var isInside: Bool
    }
    func part(_ cell: Cell, _ whole: Cell, isInside: Bool) -> Part? {
      guard cell.count > 0 else { return nil }
      let unknown = ShareInterval(value: whole.rate?.value ?? 0.5, lower: 0, upper: 1, effectiveCount: 0)
      return Part(count: Double(cell.count), rate: cell.rate ?? unknown, isInside: isInside)
    }
    let parts = [
      part(held, all.held, isInside: true), part(published, all.published, isInside: true),
      part(all.held - held, all.held, isInside: false), part(all.published - published, all.published, isInside: false),
    ].compactMap(\.self)
    func recall(_ rates: [Double]) -> Double? {
      var (inside, whole) = (0.0, 0.0)
      for (part, rate) in zip(parts, rates) {
        whole += part.count * rate
        if part.isInside { inside += part.count * rate }
      }
      return whole > 0 ? inside / whole : nil
    }
    let rates = parts.map(\.rate.value)
    guard let value = recall(rates) else { return nil }
    var (below, above) = (0.0, 0.0)
    for (index, part) in parts.enumerated() {
      func moved(to rate: Double) -> Double {
        var rates = rates
        rates[index] = rate
        return recall(rates) ?? value
      }
      let least = moved(to: part.isInside ? part.rate.lower : part.rate.upper)
      let most = moved(to: part.isInside ? part.rate.upper : part.rate.lower)
      below += (value - least) * (value - least)
      above += (most - value) * (most - value)
    }
    return ShareInterval(
      value: value, lower: max(0, value - below.squareRoot()), upper: min(1, value + above.squareRoot()),
      effectiveCount: parts.reduce(0) { $0 + $1.rate.effectiveCount })
  }
}
