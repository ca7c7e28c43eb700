package import ModerationModel

/// A moderator's desk: what is on it, and what becomes of each key.
///
/// A value without clock, store or terminal: events go in, effects come out, and whoever holds it carries them out. Decisions
/// do not wait for their answer: the row leaves at once, and the order for it leaves in its turn. What cannot be done comes
/// back as a row with words; what cannot be delivered stays and is sent again.
package struct DeskModel: Sendable {
  package enum Place: Hashable, Sendable {
    case queue, detail
    case help
    /// A key says why.
    case reasons(Decision, isWholeWave: Bool)
    case prompt(Prompt)
    /// A yes ends it.
    case confirm(Confirmation)
  }

  package enum Prompt: Hashable, Sendable {
    case filter, jump, search, note, escalate, tag
  }

  package enum Confirmation: Hashable, Sendable {
    case ban, quit
  }

  package enum Tone: Hashable, Sendable { case calm, good, warning, bad }

  /// Reasons by the digit that chooses them.
  package static let reasons: [(key: Character, reason: DecisionReason?)] = [
    ("1", .insult), ("2", .offTopic), ("3", .advertising), ("4", .hate), ("5", .obscene), ("6", .threat),
    ("7", .personalData), ("8", .falsehood), ("9", .other), ("0", nil),
  ]
  /// Characters that a line takes.
  package static let lineMax = 1_000
  /// Rows from the end of what is loaded at which more is asked for.
  private static let lookAhead = 30
  private static let retrySecondsMax = 30.0

  package let moderator: String
  package let keyMap: KeyMap
  /// Cases behind the one on the desk that are claimed with it.
  package let claimAhead: Int
  /// Whether graphic words are covered until a key is pressed.
  package let masks: Bool

  package var columns: Int
  package var rows: Int
  package var now: Timestamp
  package internal(set) var place = Place.queue
  /// Where an overlay goes back to.
  package internal(set) var below = Place.queue
  package internal(set) var cases: [DeskCase] = []
  package internal(set) var isAtEnd = false
  package internal(set) var isLoading = true
  package internal(set) var selected = 0
  package internal(set) var filter = ""
  package internal(set) var detail: DeskDetail?
  package internal(set) var scroll = 0
  package internal(set) var isUnmasked = false
  package internal(set) var line = ""
  package internal(set) var lastSearch = ""
  /// Notes for colleagues that wait for a decision on their comment.
  var notes: [CommentID: String] = [:]
  package internal(set) var counts: DeskCounts?
  package internal(set) var message: (words: String, tone: Tone)?
  /// Not yet known to be done; the first is under way.
  package internal(set) var orders: [DeskOrder] = []
  package internal(set) var isOffline = false
  var isSending = false
  var retries = 0
  var nextOrder = 1
  var endedReviews: [Int: ReviewID] = [:]
  /// Orders that can be taken back, latest last.
  var undoable: [DeskOrder] = []
  var leftOut: Set<CaseID> = []
  /// Versions that were decided on here: a page of the queue that was read before then must not bring them back.
  var decidedVersions: [CommentID: Int] = [:]
  /// When decisions were made, for the pace; the last hour's.
  var decidedAt: [Timestamp] = []
  package internal(set) var decidedCount = 0
  let startedAt: Timestamp
  var mustEnd = false

  package init(
    moderator: String, columns: Int, rows: Int, now: Timestamp, filter: String = "", keyMap: KeyMap = .usual,
    claimAhead: Int = 5, masks: Bool = false
  ) {
    self.moderator = moderator
    self.columns = columns
    self.rows = rows
    self.now = now
    self.filter = filter
    self.keyMap = keyMap
    self.claimAhead = min(max(claimAhead, 0), 50)
    self.masks = masks
    startedAt = now
  }

  /// What is asked for before the first key.
  package var beginning: [DeskEffect] { [.load(filter: filter, after: nil), .count] }

  /// What goes to colleagues with the decision on the chosen comment.
  package var note: String { current.flatMap { notes[$0.comment] } ?? "" }

  package var current: DeskCase? { cases.indices.contains(selected) ? cases[selected] : nil }

  /// Decisions in the last five minutes, for an hour.
  package var pace: Int? {
    let since = now.adding(seconds: -300)
    let recent = decidedAt.count { $0 >= since }
    guard recent >= 3 else { return nil }
    let seconds = min(300, max(30, now.seconds(since: startedAt)))
    return Int((Double(recent) * 3600 / seconds).rounded())
  }

  package mutating func handle(_ event: DeskEvent) -> [DeskEffect] {
    switch event {
    case .key(let key): return press(key)
    case .resized(let columns, let rows):
      self.columns = columns
      self.rows = rows
      return []
    case .tick(let now): return tick(now)
    case .queue(let filter, let cases, let isMore, let isEnd):
      return take(cases, filter: filter, isMore: isMore, isEnd: isEnd)
    case .counts(let counts):
      self.counts = counts
      return []
    case .detail(let detail):
      if let item = current, detail.comment == item.comment, detail.version >= item.version {
        self.detail = detail
        isOffline = false
        // What is decided is what is on the screen.
        cases[selected].version = detail.version
      }
      return []
    case .claimed(let claimed):
      for item in claimed {
        guard let index = cases.firstIndex(where: { $0.id == item.id }) else { continue }
        cases[index].lease = item.lease
      }
      return []
    case .ended(let order, let outcome): return end(order, outcome)
    case .found(let item):
      return jump(to: item)
    case .failed(let words):
      isLoading = false
      message = (words, .bad)
      return []
    case .asksToEnd: return quit()
    }
  }

  private mutating func tick(_ now: Timestamp) -> [DeskEffect] {
    let isNewMinute = now.milliseconds / 15_000 != self.now.milliseconds / 15_000
    self.now = now
    decidedAt.removeAll { $0 < now.adding(seconds: -3600) }
    var effects: [DeskEffect] = isNewMinute ? [.count] : []
    // A lease is renewed when half of it has passed.
    if place != .queue, let item = current, let lease = item.lease, lease.holder == moderator,
      lease.until.seconds(since: now) < ModerationCase.Lease.seconds / 2, lease.until > now
    {
      effects.append(.claim([item.id]))
      cases[selected].lease?.until = now.adding(seconds: ModerationCase.Lease.seconds)
    }
    return effects
  }

  private mutating func take(_ found: [DeskCase], filter: String, isMore: Bool, isEnd: Bool) -> [DeskEffect] {
    guard filter == self.filter else { return [] }
    isLoading = false
    isOffline = false
    if isMore || isEnd || cases.count <= found.count { isAtEnd = isEnd }
    let known = Set(cases.map(\.id))
    let pending = Set(orders.map(\.item.id))
    let fresh = found.filter { item in
      !pending.contains(item.id) && !leftOut.contains(item.id)
        && decidedVersions[item.comment].map { item.version > $0 } ?? true
    }
    if isMore {
      cases += fresh.filter { !known.contains($0.id) }
    } else {
      refresh(with: fresh, of: found.count, isEnd: isEnd)
    }
    return []
  }

  /// Puts a first page in place of the one that is there. The row under the moderator's hands stays the one that it was.
  private mutating func refresh(with fresh: [DeskCase], of found: Int, isEnd: Bool) {
    let open = current
    let ids = Set(fresh.map(\.id))
    // What was loaded behind the first page still follows it.
    let tail = isEnd ? [] : cases.dropFirst(found).filter { !ids.contains($0.id) }
    cases = fresh + tail
    if let open, let index = cases.firstIndex(where: { $0.id == open.id }) {
      selected = index
    } else if let open, place != .queue {
      // It stays in sight until it is left: the next key may be meant for it, and must not reach another. Whoever decides on what
      // a colleague has decided is told.
      selected = min(selected, cases.count)
      cases.insert(open, at: selected)
    } else {
      selected = min(selected, max(0, cases.count - 1))
    }
  }

  /// Opens the case that is chosen, and claims it with those behind it.
  mutating func show() -> [DeskEffect] {
    guard let item = current else {
      place = .queue
      detail = nil
      return moreIfNeeded()
    }
    if place == .queue { place = .detail }
    if detail?.comment != item.comment { detail = nil }
    scroll = 0
    isUnmasked = false
    var ids: [CaseID] = []
    for next in cases[selected...].prefix(1 + claimAhead) where next.holder(besides: moderator, at: now) == nil {
      let isOurs = next.lease.map { $0.holder == moderator && $0.until.seconds(since: now) > 60 } ?? false
      if !isOurs { ids.append(next.id) }
    }
    return [.show(item.comment)] + (ids.isEmpty ? [] : [.claim(ids)]) + moreIfNeeded()
  }

  mutating func moreIfNeeded() -> [DeskEffect] {
    guard !isAtEnd, !isLoading, selected + Self.lookAhead >= cases.count else { return [] }
    isLoading = true
    return [.load(filter: filter, after: cases.last)]
  }

  private mutating func jump(to item: DeskCase) -> [DeskEffect] {
    leftOut.remove(item.id)
    if let index = cases.firstIndex(where: { $0.id == item.id }) {
      selected = index
    } else {
      cases.insert(item, at: min(selected, cases.count))
      selected = min(selected, cases.count - 1)
    }
    place = .queue
    return show()
  }

  // MARK: - Orders

  /// Takes the chosen case off the desk and gives an order for it.
  mutating func order(_ act: DeskOrder.Act, leaves: Bool, isWholeWave: Bool = false) -> [DeskEffect] {
    guard let item = current else { return [] }
    if let holder = item.holder(besides: moderator, at: now) {
      message = ("\(holder) has this case until \(Self.clock(item.lease?.until ?? now))", .warning)
      return []
    }
    let order = DeskOrder(id: nextOrder, act: act, item: item, isWholeWave: isWholeWave)
    nextOrder += 1
    orders.append(order)
    var effects: [DeskEffect] = []
    if leaves {
      if case .decide = act {
        undoable.append(order)
        decidedVersions[item.comment] = item.version
        decidedAt.append(now)
        decidedCount += 1
      }
      cases.remove(at: selected)
      selected = min(selected, max(0, cases.count - 1))
      if place != .queue {
        place = .detail
        effects = show()
      } else {
        effects = moreIfNeeded()
      }
    }
    return effects + sendNext()
  }

  mutating func sendNext() -> [DeskEffect] {
    guard !isSending, let first = orders.first else { return mustEnd && orders.isEmpty ? release() + [.end] : [] }
    if case .undo(let target, _) = first.act {
      guard let review = endedReviews[target] else {
        // What it takes back was never done.
        orders.removeFirst()
        return sendNext()
      }
      orders[0].act = .undo(of: target, review: review)
    }
    isSending = true
    return [.send(orders[0])]
  }

  private mutating func end(_ id: Int, _ outcome: DeskOutcome) -> [DeskEffect] {
    guard let order = orders.first, order.id == id else { return [] }
    switch outcome {
    case .unreachable(let words):
      isOffline = true
      retries += 1
      message = ("\(words); \(orders.count) to be sent, trying again", .bad)
      return [.retry(order, afterSeconds: min(Self.retrySecondsMax, Double(1 << min(retries, 5)) / 2))]
    case .done(let review, let comments):
      settle()
      if let review { endedReviews[id] = review }
      message = (Self.words(of: order, comments: comments), .good)
      var effects = sendNext()
      switch order.act {
      case .undo: effects += [.load(filter: filter, after: nil), .count]
      // Of a wave the next comment comes forward.
      case .decide where comments > 1 || order.item.waveSize > 1:
        effects += [.load(filter: filter, after: nil), .count]
      case .decide: break
      case .escalate, .tag, .ban: effects.append(.load(filter: filter, after: nil))
      }
      return effects
    case .refused(let words):
      settle()
      decidedVersions[order.item.comment] = nil
      if let index = undoable.firstIndex(where: { $0.id == id }) {
        undoable.remove(at: index)
        decidedCount -= 1
      }
      message = ("not done: «\(Self.clipped(order.item.text))» — \(words)", .bad)
      return sendNext() + [.load(filter: filter, after: nil)]
    }
  }

  private mutating func settle() {
    orders.removeFirst()
    isSending = false
    isOffline = false
    retries = 0
  }

  /// Takes back the latest decision that still stands.
  mutating func undo() -> [DeskEffect] {
    guard let last = undoable.popLast() else {
      message = ("nothing to take back in this sitting; `moderato queue undo REVIEW` takes back older decisions", .calm)
      return []
    }
    decidedCount -= 1
    if !decidedAt.isEmpty { decidedAt.removeLast() }
    // Not yet sent: then it never was.
    if let index = orders.firstIndex(where: { $0.id == last.id }), index > 0 || !isSending {
      orders.remove(at: index)
      decidedVersions[last.item.comment] = nil
      cases.insert(last.item, at: min(selected, cases.count))
      message = ("taken back: «\(Self.clipped(last.item.text))»", .calm)
      return place == .queue ? [] : show()
    }
    orders.append(DeskOrder(id: nextOrder, act: .undo(of: last.id, review: nil), item: last.item))
    nextOrder += 1
    return sendNext()
  }

  mutating func quit() -> [DeskEffect] {
    if orders.isEmpty { return release() + [.end] }
    if place == .confirm(.quit) {
      orders = []
      return release() + [.end]
    }
    mustEnd = true
    below = place == .detail ? .detail : .queue
    place = .confirm(.quit)
    return []
  }

  private func release() -> [DeskEffect] {
    let held = cases.filter { $0.lease?.holder == moderator }.map(\.id)
    return held.isEmpty ? [] : [.release(held)]
  }

  // MARK: - Words

  static func clock(_ moment: Timestamp) -> String { String(moment.description.dropFirst(11).prefix(5)) + " UTC" }

  static func clipped(_ text: String) -> String {
    let head = text.prefix(40)
    return head.count < text.count ? head + "…" : String(head)
  }

  private static func words(of order: DeskOrder, comments: Int) -> String {
    let text = comments > 1 ? "\(comments) comments" : "«\(clipped(order.item.text))»"
    switch order.act {
    case .decide(let decision, let reason, _):
      let done =
        switch decision {
        case .approve: "approved"
        case .reject: "rejected"
        case .spam: "marked as spam"
        case .hold: "held"
        }
      return "\(done)\(reason.map { " (\($0.rawValue))" } ?? ""): \(text)"
    case .undo: return "taken back: \(text)"
    case .escalate(let question): return question == nil ? "no longer asked about: \(text)" : "asked about: \(text)"
    case .tag: return "tagged: \(text)"
    case .ban: return "banned: \(clipped(order.item.authorName))"
    }
  }
}
