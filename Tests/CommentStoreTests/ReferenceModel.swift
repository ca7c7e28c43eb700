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
    var lease: (holder: String, until: Timestamp)?
  }

  struct Ruling {
    var remarks: [(index: Int, before: CommentState, cause: StateCause, version: Int, leaseBefore: Bool)]
    var isUndone = false
  }

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
    return nil
  }

  mutating func edit(_ index: Int, version: Int, _ action: Action, at now: Timestamp) -> String? {
    let remark = remarks[index]
    guard remark.version == version else { return "versionConflict" }
    guard now.seconds(since: remark.createdAt) <= 300 else { return "editWindowOver" }
    let target = Self.state(action)
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
    return nil
  }

  mutating func withdraw(_ index: Int) -> String? {
    guard remarks[index].state != .deleted else { return "stateMove" }
    move(index, to: .deleted, by: .author)
    return nil
  }

  mutating func report(_ index: Int, by reporter: String) -> String? {
    guard remarks[index].state != .deleted else { return "unknownComment" }
    guard remarks[index].reporters.insert(reporter).inserted else { return nil }
    if remarks[index].state == .published, remarks[index].reporters.count >= 3 {
      move(index, to: .pending, by: .reports)
    }
    return nil
  }

  mutating func rescan(_ index: Int, version: Int, _ action: Action) -> String? {
    guard remarks[index].version == version else { return "versionConflict" }
    guard remarks[index].cause == .verdict, remarks[index].state != .deleted else { return "stateMove" }
    move(index, to: Self.state(action), by: .verdict)
    return nil
  }

  mutating func claim(_ index: Int, by holder: String, at now: Timestamp) -> String? {
    guard remarks[index].state == .pending else { return "unknownCase" }
    guard !isLeased(index, against: holder, at: now) else { return "leased" }
    remarks[index].lease = (holder, now.adding(seconds: 300))
    return nil
  }

  func isLeased(_ index: Int, against moderator: String, at now: Timestamp) -> Bool {
    guard remarks[index].state == .pending, let lease = remarks[index].lease else { return false }
    return lease.holder != moderator && now < lease.until
  }

  mutating func review(
    _ targets: [(index: Int, version: Int?)], _ decision: Decision, by moderator: String, at now: Timestamp
  ) -> String? {
    for target in targets {
      let remark = remarks[target.index]
      if let version = target.version, version != remark.version { return "versionConflict" }
      if isLeased(target.index, against: moderator, at: now) { return "leased" }
      if remark.state == .deleted { return "stateMove" }
    }
    var ruling = Ruling(remarks: [])
    for (index, _) in targets {
      let before = remarks[index]
      let state: CommentState =
        switch decision {
        case .approve: .approved
        case .reject: .rejected
        case .spam: .spam
        case .hold: .pending
        }
      // A case that is closed keeps its lease for an undo; one that is opened begins without.
      let lease = before.lease
      move(index, to: state, by: .review)
      if before.state == .pending { remarks[index].lease = lease }
      ruling.remarks.append(
        (index, before.state, before.cause, remarks[index].version, before.state == .pending))
    }
    rulings.append(ruling)
    return nil
  }

  mutating func undo(_ number: Int) -> String? {
    guard !rulings[number].isUndone else { return "alreadyUndone" }
    for item in rulings[number].remarks where remarks[item.index].version != item.version { return "changedSince" }
    for item in rulings[number].remarks {
      let lease = remarks[item.index].lease
      move(item.index, to: item.before, by: item.cause)
      if item.leaseBefore { remarks[item.index].lease = lease }
      for earlier in rulings.indices where earlier != number {
        for place in rulings[earlier].remarks.indices
        where rulings[earlier].remarks[place].index == item.index
          && rulings[earlier].remarks[place].version == item.version - 1
        {
          rulings[earlier].remarks[place].version = remarks[item.index].version
        }
      }
    }
    rulings[number].isUndone = true
    return nil
  }

  private mutating func move(_ index: Int, to state: CommentState, by cause: StateCause) {
    // A comment that comes into the queue anew has a fresh case, leased by nobody.
    if state != .pending || remarks[index].state != .pending { remarks[index].lease = nil }
    remarks[index].state = state
    remarks[index].cause = cause
    remarks[index].version += 1
  }
}
