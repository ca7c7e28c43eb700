/// Which rules have to be decided for a text, worked out once for a set.
///
/// Most rules can hit only where one of their patterns was found. They are decided only then, so that a comment costs
/// what it contains and not what the set contains.
struct RuleSchedule: Sendable {
  /// Rules in an order in which each stands behind those that its `meta` asks.
  let order: [Int]
  /// The place of each rule in `order`.
  let ranks: [Int]
  /// Places of the rules that may hit without a pattern of their own and without another rule.
  let always: [Int]
  /// By rule, the places of those that ask it.
  let dependents: [[Int]]
  /// The rule of each matcher.
  let ruleOfLeaf: [Int]

  init(rules: [CompiledRule], order: [Int], leafCount: Int) {
    self.order = order
    var ranks = Array(repeating: 0, count: rules.count)
    for (rank, position) in order.enumerated() { ranks[position] = rank }
    self.ranks = ranks
    var always: [Int] = []
    var dependents = Array(repeating: [Int](), count: rules.count)
    var ruleOfLeaf = Array(repeating: 0, count: leafCount)
    for (position, rule) in rules.enumerated() {
      if !rule.condition.contains(where: \.needsAHit) { always.append(ranks[position]) }
      for tree in rule.condition {
        for leaf in tree.leaves { ruleOfLeaf[leaf] = position }
        for other in tree.askedRules { dependents[other].append(ranks[position]) }
      }
    }
    self.always = always.sorted()
    self.dependents = dependents
    self.ruleOfLeaf = ruleOfLeaf
  }
}

extension MatchTree {
  /// Whether it cannot hold before a pattern inside it, or a rule that it asks, has hit.
  fileprivate var needsAHit: Bool {
    switch self {
    case .leaf: true
    case .any(let trees): trees.allSatisfy(\.needsAHit)
    case .all(let trees): trees.contains(where: \.needsAHit)
    case .not, .when, .near: false
    case .meta(let expression): expression.needsAHit
    }
  }

  fileprivate var leaves: [Int] {
    switch self {
    case .leaf(let leaf): [leaf]
    case .any(let trees), .all(let trees): trees.flatMap(\.leaves)
    case .not(let tree): tree.leaves
    case .when, .meta, .near: []
    }
  }

  fileprivate var askedRules: [Int] {
    switch self {
    case .meta(let expression): expression.rules
    case .any(let trees), .all(let trees): trees.flatMap(\.askedRules)
    case .not(let tree): tree.askedRules
    case .leaf, .when, .near: []
    }
  }
}

/// The rules that are still to be decided, by their place in the order: a set of small numbers, taken from the lowest.
struct PendingRules: Sendable {
  private var words: [UInt64]

  init(count: Int) {
    words = Array(repeating: 0, count: (count + 63) / 64)
  }

  mutating func insert(_ rank: Int) {
    words[rank >> 6] |= 1 << UInt64(rank & 63)
  }

  /// Takes the lowest number at or above `rank`; `nil` when there is none.
  mutating func next(from rank: Int) -> Int? {
    var index = rank >> 6
    guard index < words.count else { return nil }
    var word = words[index] & (.max << UInt64(rank & 63))
    while word == 0 {
      index += 1
      guard index < words.count else { return nil }
      word = words[index]
    }
    let found = index << 6 + word.trailingZeroBitCount
    words[index] &= ~(1 << UInt64(found & 63))
    return found
  }
}
