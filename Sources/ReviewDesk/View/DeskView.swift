import ModerationModel

/// Draws a desk.
package struct DeskView: Sendable {
  let model: DeskModel
  /// Without colours evidence gets a line of `^` below it.
  let hasColours: Bool

  package init(_ model: DeskModel, palette: Palette) {
    self.model = model
    hasColours = palette != .none
  }

  package var screen: Screen {
    var screen = Screen(columns: model.columns, rows: model.rows)
    switch model.place {
    case .help: drawHelp(&screen)
    case .queue: drawQueue(&screen)
    case .detail: drawDetail(&screen)
    case .prompt, .reasons, .confirm:
      if model.below == .detail { drawDetail(&screen) } else { drawQueue(&screen) }
    }
    drawBar(&screen)
    drawFoot(&screen)
    return screen
  }

  // MARK: - Bar and foot

  private func drawBar(_ screen: inout Screen) {
    var left = " Moderato"
    if let counts = model.counts {
      left += " · \(counts.open) waiting"
      if counts.escalated > 0 { left += " · \(counts.escalated) asked about" }
      if counts.leased > 0 { left += " · \(counts.leased) being looked at" }
    }
    if !model.filter.isEmpty { left += " · \(model.filter)" }
    var right = "\(model.decidedCount) decided"
    if let pace = model.pace { right += ", \(pace)/h" }
    if !model.orders.isEmpty { right += " · \(model.orders.count) to send" }
    if model.isOffline { right += " · NO CONNECTION" }
    right += " · \(model.moderator) "
    let rightWidth = min(DisplayWidth.of(right), screen.columns / 2)
    screen.write(left, row: 0, column: 0, style: .bar, width: screen.columns - rightWidth - 1)
    screen.write(right, row: 0, column: screen.columns - rightWidth, style: .bar, width: rightWidth)
    screen.fill(row: 0, style: model.isOffline ? CellStyle(.bad, isReversed: true) : .bar)
  }

  private func drawFoot(_ screen: inout Screen) {
    let last = screen.rows - 1
    switch model.place {
    case .prompt(let prompt):
      let label = Self.label(prompt)
      let room = screen.columns - DisplayWidth.of(label) - 2
      // The end of what is typed stays in sight.
      var tail = Substring(model.line)
      while DisplayWidth.of(String(tail)) > room { tail.removeFirst() }
      let column = screen.write(label, row: last, column: 0, style: .strong)
      let end = screen.write(String(tail), row: last, column: column)
      screen.cursor = (last, end)
      screen.write(Self.hint(prompt), row: last - 1, column: 0, style: .faint)
    case .reasons(let decision, let isWholeWave):
      for row in last - 2...last { screen.clear(row: row) }
      if isWholeWave, let item = model.current {
        screen.write("All \(item.waveSize) comments of this wave:", row: last - 1, column: 0, style: .strong)
        screen.write("s spam · d reject · f approve · Esc not now", row: last, column: 0)
      } else {
        let suggestion = model.suggested(decision).map { "Enter \($0.rawValue)" } ?? "Enter no reason"
        screen.write("Reject, because of… (\(suggestion), Esc not now)", row: last - 2, column: 0, style: .strong)
        let words = DeskModel.reasons.map { "\($0.key) \($0.reason?.rawValue ?? "none")" }
        let half = (words.count + 1) / 2
        for (row, part) in [(last - 1, words[..<half]), (last, words[half...])] {
          screen.write(part.joined(separator: " · "), row: row, column: 0)
        }
      }
    case .confirm(let question):
      screen.write(words(of: question), row: last, column: 0, style: CellStyle(.doubtful, isStrong: true))
    case .help:
      screen.write("any key goes back", row: last, column: 0, style: .faint)
    case .queue, .detail:
      if let message = model.message {
        screen.write(message.words, row: last - 1, column: 0, style: Self.style(message.tone))
      }
      screen.write(hints, row: last, column: 0, style: .faint)
    }
  }

  private func words(of question: DeskModel.Confirmation) -> String {
    switch question {
    case .ban: "Ban «\(DeskModel.clipped(model.current?.authorName ?? ""))» for good? y or n"
    case .quit:
      "\(model.orders.count) of your decisions are not sent yet. Leave and lose them? y or n (waiting sends them)"
    }
  }

  private var hints: String {
    func hint(_ command: DeskCommand, _ words: String) -> String? {
      model.keyMap.names(of: command).first.map { "\($0) \(words)" }
    }
    let common = [
      hint(.approve, "approve"), hint(.reject, "reject"), hint(.spam, "spam"), hint(.skip, "skip"), hint(.undo, "undo"),
    ]
    let here =
      model.place == .detail
      ? [hint(.wave, "wave"), hint(.escalate, "ask"), hint(.note, "note"), hint(.ban, "ban")]
      : [hint(.filter, "filter"), hint(.jump, "go to"), hint(.search, "search")]
    var shown = (common + here).compactMap(\.self)
    let help = hint(.help, "help") ?? ""
    // Help stays where there is no room for all of them.
    while !shown.isEmpty, DisplayWidth.of((shown + [help]).joined(separator: " · ")) > model.columns {
      shown.removeLast()
    }
    return (shown + [help]).joined(separator: " · ")
  }

  private static func label(_ prompt: DeskModel.Prompt) -> String {
    switch prompt {
    case .filter: "filter: "
    case .jump: "go to: "
    case .search: "/"
    case .note: "note: "
    case .escalate: "question: "
    case .tag: "tags: "
    }
  }

  private static func hint(_ prompt: DeskModel.Prompt) -> String {
    switch prompt {
    case .filter: "such as category:spam age<1d lang:uk, see Docs/Queries.md; empty shows everything"
    case .jump: "the id of a comment or case, or an address with one in it"
    case .search: "in the cases that are loaded"
    case .note: "for colleagues, with the next decision on this comment"
    case .escalate: "what should colleagues say to this one?"
    case .tag: "words, separated by blanks; they replace those that are there"
    }
  }

  static func style(_ tone: DeskModel.Tone) -> CellStyle {
    switch tone {
    case .calm: .plain
    case .good: CellStyle(.good)
    case .warning: CellStyle(.doubtful)
    case .bad: CellStyle(.bad, isStrong: true)
    }
  }

  // MARK: - Queue

  private func drawQueue(_ screen: inout Screen) {
    let previewRows = screen.rows >= 22 ? 4 : 0
    let top = 2
    let room = screen.rows - top - 2 - previewRows
    let columns = QueueColumns(width: screen.columns)
    columns.drawHead(&screen, row: 1)
    guard !model.cases.isEmpty else {
      let words =
        model.isLoading
        ? "Asking for what waits…"
        : model.filter.isEmpty ? "Nothing waits. Well done." : "Nothing waits that fits the filter."
      screen.write(words, row: top + 1, column: 2)
      return
    }
    // The chosen row stays in the middle where it can.
    let first = min(max(0, model.selected - room / 2), max(0, model.cases.count - room))
    for (offset, item) in model.cases[first...].prefix(room).enumerated() {
      let row = top + offset
      columns.draw(item, model, &screen, row: row)
      if first + offset == model.selected { screen.fill(row: row, style: .bar) }
    }
    guard previewRows > 0, let item = model.current else { return }
    let row = screen.rows - 2 - previewRows
    screen.write(String(repeating: "─", count: screen.columns), row: row, column: 0, style: .faint)
    let rows = CellRows(item.text, evidence: [], masked: covered(item.graphic), width: screen.columns - 4).rows
    for (offset, places) in rows.prefix(previewRows - 1).enumerated() {
      draw(places, &screen, row: row + 1 + offset, column: 2)
    }
  }

  func covered(_ ranges: [Range<Int>]) -> [Range<Int>] { model.masks && !model.isUnmasked ? ranges : [] }

  func draw(_ places: [CellRows.Place], _ screen: inout Screen, row: Int, column: Int) {
    var column = column
    for place in places {
      guard column + place.cell.width <= screen.columns else { return }
      if place.isMasked {
        for offset in 0..<place.cell.width {
          screen.put("▒", width: 1, row: row, column: column + offset, style: CellStyle(.faint))
        }
      } else {
        let style =
          place.cell.kind == .escaped
          ? CellStyle(.bad, isEvidence: place.isEvidence) : CellStyle(isEvidence: place.isEvidence)
        screen.put(place.cell.shown, width: place.cell.width, row: row, column: column, style: style)
      }
      column += place.cell.width
    }
  }

  // MARK: - Help

  private func drawHelp(_ screen: inout Screen) {
    screen.write("Keys", row: 2, column: 2, style: .heading)
    let half = (DeskCommand.allCases.count + 1) / 2
    let isWide = screen.columns >= 76
    for (index, command) in DeskCommand.allCases.enumerated() {
      let (row, column) = isWide ? (3 + index % half, index < half ? 2 : screen.columns / 2) : (3 + index, 2)
      guard row < screen.rows - 1 else { continue }
      screen.write(
        model.keyMap.names(of: command).joined(separator: " "), row: row, column: column, style: .strong, width: 13)
      screen.write(
        Self.words(of: command), row: row, column: column + 14, width: isWide ? screen.columns / 2 - 16 : nil)
    }
    let row = isWide ? 4 + half : 4 + DeskCommand.allCases.count
    let notes = [
      "Decisions are sent behind your back, in order. What was refused comes back",
      "with the reason; what could not be sent is sent again. A case that you open",
      "is yours for five minutes, longer while it is open. ⚑ has a question, ◷ is",
      "with a colleague, ◌ was chosen by chance.",
    ]
    for (offset, words) in notes.enumerated() where row + offset < screen.rows - 1 {
      screen.write(words, row: row + offset, column: 2, style: .faint)
    }
  }

  private static func words(of command: DeskCommand) -> String {
    switch command {
    case .next: "next case"
    case .previous: "previous case"
    case .first: "first case"
    case .last: "last loaded case"
    case .open: "open the case"
    case .back: "back to the queue"
    case .approve: "approve"
    case .reject: "reject; a digit says why"
    case .spam: "spam"
    case .ban: "ban the author"
    case .undo: "take back, as often as you like"
    case .skip: "leave to others"
    case .wave: "decide the whole wave"
    case .note: "note for colleagues"
    case .escalate: "ask for a second opinion"
    case .tag: "tag the case"
    case .filter: "filter the queue"
    case .jump: "go to an id or address"
    case .search: "search"
    case .searchNext: "search on"
    case .unmask: "show or cover graphic words"
    case .copy: "copy the comment's id"
    case .reload: "read the queue anew"
    case .help: "this page"
    case .quit: "leave"
    }
  }
}

extension Timestamp {
  /// How long ago, as words of a sentence.
  func past(at now: Timestamp) -> String {
    let age = age(at: now)
    return age == "now" ? "just now" : "\(age) ago"
  }

  /// How long ago, in at most four columns: `now`, `5m`, `3h`, `12d`.
  func age(at now: Timestamp) -> String {
    let seconds = max(0, now.seconds(since: self))
    if seconds < 60 { return "now" }
    if seconds < 3600 { return "\(Int(seconds / 60))m" }
    if seconds < 48 * 3600 { return "\(Int(seconds / 3600))h" }
    return "\(min(9999, Int(seconds / 86_400)))d"
  }
}
