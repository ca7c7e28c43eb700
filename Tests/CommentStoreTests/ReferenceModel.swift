import CommentStore
import ModerationModel
import ModerationTesting

/// What the stores should do, said a second time and as plainly as possible: no tables, no rows, no shared code.
struct ReferenceModel {
  struct Remark {
    var state: CommentState
    var cause: StateCause
    var parent: Int?
    var version = 1
    var createdAt: Timestamp
    var reporters: Set<String> = []
    var voters: Set<String> = []
    var wording = 1
    /// The place among `cases` of the one that waits.
    var openCase: Int?
    var objections: [Objection] = []

    var hasOpenObjection: Bool { objections.last?.state == .open }
  }

  struct Waiting {
    var lease: (holder: String, until: Timestamp)?
  }

  struct Objection {
    var ruling: Int?
    var wording: Int
    var decider: String?
    var state: Appeal.State
    var answer: Int?
  }

  struct Ruling {
    struct Item {
      var index: Int
      var before: CommentState
      var cause: StateCause
      var version: Int
      var closed: Int?
      var opened: Int?
    }

    var moderator: String
    var remarks: [Item]
    var isUndone = false
  }

  var cases: [Waiting] = []

  var remarks: [Remark] = []
  var rulings: [Ruling] = []

  func isVisible(_ index: Int) -> Bool { [.published, .approved].contains(remarks[index].state) }

  func visibleBelow(_ index: Int) -> Int {
    remarks.indices.reduce(0) { sum, other in
      var above = remarks[other].parent
      while let next = above, next != index { above = remarks[next].parent }
      return sum + (above == index && isVisible(other) ? 1 : 0)
    }
  }

  private static func state(_ action: Action) -> CommentState {
    switch action {
    case .publish: .published
    case .hold: .pending
    case .reject: .rejected
    case .spam: .spam
    }
  }

  // Each answers the name of the error, or nil when it was done.

  mutating func submit(_ action: Action, under parent: Int?, at now: Timestamp) -> String? {
    if let parent {
      guard isVisible(parent) else { return "parentGone" }
      var depth = 1
      var above = remarks[parent].parent
      while let next = above {
        depth += 1
        above = remarks[next].parent
      }
      guard depth <= 3 else { return "tooDeep" }
    }
    remarks.append(Remark(state: Self.state(action), cause: .verdict, parent: parent, createdAt: now))
    settle(remarks.count - 1)
    return nil
  }

  mutating func edit(_ index: Int, version: Int, _ action: Action, at now: Timestamp) -> String? {
    let remark = remarks[index]
    guard remark.version == version else { return "versionConflict" }
    guard now.seconds(since: remark.createdAt) <= 300 else { return "editWindowOver" }
    let target = Self.state(action)
    defer { settle(index) }
    switch (remark.state, remark.cause) {
    case (.published, _), (.approved, _), (.pending, .verdict):
      move(index, to: target, by: .verdict)
    case (.pending, let cause):
      // Others hold it back: it can only get worse.
      if target == .rejected || target == .spam {
        move(index, to: target, by: .verdict)
      } else {
        move(index, to: .pending, by: cause)
      }
    default: return "stateMove"
    }
    remarks[index].wording += 1
    return nil
  }

  mutating func withdraw(_ index: Int) -> String? {
    guard remarks[index].state != .deleted else { return "stateMove" }
    move(index, to: .deleted, by: .author)
    remarks[index].voters = []
    settle(index)
    return nil
  }

  mutating func report(_ index: Int, by reporter: String) -> String? {
    guard remarks[index].state != .deleted else { return "unknownComment" }
    guard remarks[index].reporters.insert(reporter).inserted else { return nil }
    if remarks[index].state == .published, remarks[index].reporters.count >= 3 {
      move(index, to: .pending, by: .reports)
      settle(index)
    }
    return nil
  }

  mutating func rescan(_ index: Int, version: Int, _ action: Action) -> String? {
    guard remarks[index].version == version else { return "versionConflict" }
    guard remarks[index].cause == .verdict, remarks[index].state != .deleted else { return "stateMove" }
    move(index, to: Self.state(action), by: .verdict)
    settle(index)
    return nil
  }

  mutating func vote(_ index: Int, by visitor: String, isWithdrawn: Bool) -> String? {
    guard isVisible(index) else { return "unknownComment" }
    if isWithdrawn { remarks[index].voters.remove(visitor) } else { remarks[index].voters.insert(visitor) }
    return nil
  }

  mutating func appeal(_ index: Int) -> String? {
    let remark = remarks[index]
    guard remark.state == .rejected || remark.state == .spam else { return "notRefused" }
    var refusal: Int?
    if remark.cause == .review {
      refusal = rulings.indices.last { number in
        !rulings[number].isUndone && rulings[number].remarks.contains { $0.index == index }
      }
    }
    for earlier in remark.objections {
      if earlier.state == .open { return "alreadyAppealed" }
      if earlier.ruling == refusal, earlier.wording == remark.wording, earlier.state != .lapsed {
        return "alreadyAppealed"
      }
      if earlier.state == .declined, earlier.answer != nil, earlier.answer == refusal { return "alreadyAppealed" }
    }
    cases.append(Waiting())
    remarks[index].openCase = cases.count - 1
    remarks[index].objections.append(
      Objection(
        ruling: refusal, wording: remark.wording, decider: refusal.map { rulings[$0].moderator }, state: .open))
    return nil
  }

  /// What waits, after something else than a moderator has moved a comment.
  private mutating func settle(_ index: Int) {
    switch remarks[index].state {
    case .pending:
      guard remarks[index].openCase == nil else { return }
      cases.append(Waiting())
      remarks[index].openCase = cases.count - 1
    case .rejected, .spam:
      if !remarks[index].hasOpenObjection { remarks[index].openCase = nil }
    case .published, .approved, .deleted:
      remarks[index].openCase = nil
      lapse(index)
    }
  }

  private mutating func lapse(_ index: Int) {
    guard remarks[index].hasOpenObjection else { return }
    remarks[index].objections[remarks[index].objections.count - 1].state = .lapsed
  }

  mutating func claim(_ index: Int, by holder: String, at now: Timestamp) -> String? {
    guard let waiting = remarks[index].openCase else { return "unknownCase" }
    guard !isLeased(index, against: holder, at: now) else { return "leased" }
    cases[waiting].lease = (holder, now.adding(seconds: 300))
    return nil
  }

  func isLeased(_ index: Int, against moderator: String, at now: Timestamp) -> Bool {
    guard let waiting = remarks[index].openCase, let lease = cases[waiting].lease else { return false }
    return lease.holder != moderator && now < lease.until
  }

  mutating func review(
    _ targets: [(index: Int, version: Int?)], _ decision: Decision, by moderator: String, at now: Timestamp
  ) -> String? {
    for target in targets {
      let remark = remarks[target.index]
      if let version = target.version, version != remark.version { return "versionConflict" }
      if isLeased(target.index, against: moderator, at: now) { return "leased" }
      if remark.hasOpenObjection, remark.objections.last?.decider == moderator { return "ownDecision" }
      if remark.state == .deleted { return "stateMove" }
    }
    var ruling = Ruling(moderator: moderator, remarks: [])
    for (index, _) in targets {
      let before = remarks[index]
      let state: CommentState =
        switch decision {
        case .approve: .approved
        case .reject: .rejected
        case .spam: .spam
        case .hold: .pending
        }
      move(index, to: state, by: .review)
      var item = Ruling.Item(
        index: index, before: before.state, cause: before.cause, version: remarks[index].version)
      if state == .pending {
        if before.openCase == nil {
          settle(index)
          item.opened = remarks[index].openCase
        }
      } else {
        item.closed = before.openCase
        remarks[index].openCase = nil
        if remarks[index].hasOpenObjection {
          let last = remarks[index].objections.count - 1
          remarks[index].objections[last].state = decision == .approve ? .granted : .declined
          remarks[index].objections[last].answer = rulings.count
        }
      }
      ruling.remarks.append(item)
    }
    rulings.append(ruling)
    return nil
  }

  mutating func undo(_ number: Int) -> String? {
    guard !rulings[number].isUndone else { return "alreadyUndone" }
    for item in rulings[number].remarks where remarks[item.index].version != item.version { return "changedSince" }
    for item in rulings[number].remarks {
      let index = item.index
      if remarks[index].hasOpenObjection, remarks[index].objections.last?.ruling == number {
        remarks[index].openCase = nil
        lapse(index)
      }
      for place in remarks[index].objections.indices where remarks[index].objections[place].answer == number {
        remarks[index].objections[place].state = .open
        remarks[index].objections[place].answer = nil
      }
      move(index, to: item.before, by: item.cause)
      if item.opened != nil { remarks[index].openCase = nil }
      if let closed = item.closed { remarks[index].openCase = closed }
      for earlier in rulings.indices where earlier != number {
        for place in rulings[earlier].remarks.indices
        where rulings[earlier].remarks[place].index == index
          && rulings[earlier].remarks[place].version == item.version - 1
        {
          rulings[earlier].remarks[place].version = remarks[index].version
        }
      }
    }
    rulings[number].isUndone = true
    return nil
  }

  private mutating func move(_ index: Int, to state: CommentState, by cause: StateCause) {
    remarks[index].state = state
    remarks[index].cause = cause
    remarks[index].version += 1
  }
}
