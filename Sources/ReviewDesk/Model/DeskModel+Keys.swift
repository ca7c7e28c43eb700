package import ModerationModel

extension DeskModel {
  /// What becomes of a key where the desk is.
  mutating func press(_ key: DeskKey) -> [DeskEffect] {
    switch place {
    case .prompt(let prompt): return type(key, into: prompt)
    case .reasons(let decision, let isWholeWave): return choose(key, decision, isWholeWave: isWholeWave)
    case .confirm(let question): return answer(key, question)
    case .help:
      place = below
      return []
    case .queue, .detail: break
    }
    message = nil
    switch key {
    case .pageDown where place == .detail: scroll += max(1, rows / 2)
    case .pageUp where place == .detail: scroll = max(0, scroll - max(1, rows / 2))
    case .character(" ") where place == .detail: scroll += max(1, rows / 2)
    case .pageDown: return move(by: max(1, rows - 6))
    case .pageUp: return move(by: -max(1, rows - 6))
    default:
      guard let command = keyMap.command(for: key) else { return [] }
      return carryOut(command)
    }
    return []
  }

  private mutating func carryOut(_ command: DeskCommand) -> [DeskEffect] {
    switch command {
    case .next: return move(by: 1)
    case .previous: return move(by: -1)
    case .first: return move(by: -selected)
    case .last: return move(by: cases.count)
    case .open: return place == .queue ? show() : []
    case .back:
      place = .queue
    case .approve: return order(.decide(.approve, nil, note: note), leaves: true)
    case .spam: return order(.decide(.spam, .spam, note: note), leaves: true)
    case .reject: overlay(.reasons(.reject, isWholeWave: false))
    case .wave: beginWave()
    case .ban: overlay(.confirm(.ban))
    case .undo: return undo()
    case .skip: return skip()
    case .note: ask(.note, note)
    case .escalate:
      if current?.escalation != nil { return order(.escalate(question: nil), leaves: false) }
      ask(.escalate, "")
    case .tag: ask(.tag, current?.tags.joined(separator: " ") ?? "")
    case .filter: ask(.filter, filter)
    case .jump: ask(.jump, "")
    case .search: ask(.search, "")
    case .searchNext: return search(lastSearch)
    case .unmask: isUnmasked.toggle()
    case .copy:
      guard let item = current else { return [] }
      message = ("copied: \(item.comment)", .calm)
      return [.copy(item.comment.description)]
    case .reload:
      leftOut = []
      isLoading = true
      return [.load(filter: filter, after: nil), .count] + (place == .detail ? show() : [])
    case .help:
      below = place
      place = .help
    case .quit: return quit()
    }
    return []
  }

  private mutating func overlay(_ overlay: Place) {
    guard current != nil else { return }
    below = place
    place = overlay
  }

  private mutating func beginWave() {
    guard let item = current else { return }
    guard item.waveSize > 1 else {
      message = ("this comment is no part of a wave", .calm)
      return
    }
    overlay(.reasons(.spam, isWholeWave: true))
  }

  private mutating func move(by steps: Int) -> [DeskEffect] {
    guard !cases.isEmpty else { return moreIfNeeded() }
    let target = min(max(0, selected + steps), cases.count - 1)
    guard target != selected else { return moreIfNeeded() }
    selected = target
    return place == .detail ? show() : moreIfNeeded()
  }

  /// Leaves a case to others for the rest of the sitting.
  private mutating func skip() -> [DeskEffect] {
    guard let item = current else { return [] }
    leftOut.insert(item.id)
    cases.remove(at: selected)
    selected = min(selected, max(0, cases.count - 1))
    message = ("left to others; \(keyMap.names(of: .reload).first ?? "r") brings it back", .calm)
    let effects: [DeskEffect] = item.lease?.holder == moderator ? [.release([item.id])] : []
    return effects + (place == .detail ? show() : moreIfNeeded())
  }

  private mutating func choose(_ key: DeskKey, _ decision: Decision, isWholeWave: Bool) -> [DeskEffect] {
    guard case .character(let character) = key else {
      if key == .enter {
        place = below
        return order(.decide(decision, suggested(decision), note: note), leaves: true, isWholeWave: isWholeWave)
      }
      place = below
      return []
    }
    if isWholeWave {
      // A wave is spam as a rule; it may also be nothing bad.
      switch keyMap.keys[key] == nil ? character.onLatinLayout ?? character : character {
      case "s": return finish(.spam, .spam, isWholeWave: true)
      case "f": return finish(.approve, nil, isWholeWave: true)
      case "d": return finish(.reject, nil, isWholeWave: true)
      default:
        place = below
        return []
      }
    }
    guard let chosen = Self.reasons.first(where: { $0.key == character }) else {
      place = below
      return []
    }
    return finish(decision, chosen.reason, isWholeWave: false)
  }

  private mutating func finish(
    _ decision: Decision, _ reason: DecisionReason?, isWholeWave: Bool
  ) -> [DeskEffect] {
    place = below
    return order(.decide(decision, reason, note: note), leaves: true, isWholeWave: isWholeWave)
  }

  /// The reason that Enter takes: what the machine found most of.
  package func suggested(_ decision: Decision) -> DecisionReason? {
    switch current?.category {
    case .spam?: .spam
    case .advert?: .advertising
    case .abuse?: .insult
    case .hate?: .hate
    case .threat?: .threat
    case .obscene?: .obscene
    case .personalData?: .personalData
    case .evasion?, .other?, nil: decision == .spam ? .spam : nil
    }
  }

  private mutating func answer(_ key: DeskKey, _ question: Confirmation) -> [DeskEffect] {
    let isYes = [.character("y"), .character("Y"), .character("н"), .character("Н"), .character("д")].contains(key)
    switch question {
    case .ban:
      place = below
      return isYes ? order(.ban, leaves: false) : []
    case .quit:
      if isYes { return quit() }
      mustEnd = false
      place = below
      return []
    }
  }

  // MARK: - Lines

  private mutating func ask(_ prompt: Prompt, _ text: String) {
    if place == .queue || place == .detail { below = place }
    line = text
    place = .prompt(prompt)
  }

  private mutating func type(_ key: DeskKey, into prompt: Prompt) -> [DeskEffect] {
    switch key {
    case .character(let character): if line.count < Self.lineMax { line.append(character) }
    case .paste(let text):
      let flat = text.map { $0.isNewline || $0 == "\t" ? " " : $0 }
      line += String(flat.prefix(max(0, Self.lineMax - line.count)))
    case .backspace: if !line.isEmpty { line.removeLast() }
    case .control("u"): line = ""
    case .control("w"):
      while line.last == " " { line.removeLast() }
      while let last = line.last, last != " " { line.removeLast() }
    case .escape, .control("c"): place = below
    case .enter: return accept(prompt)
    default: break
    }
    return []
  }

  private mutating func accept(_ prompt: Prompt) -> [DeskEffect] {
    place = below
    let text = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    switch prompt {
    case .filter:
      filter = text
      cases = []
      selected = 0
      detail = nil
      place = .queue
      isAtEnd = false
      isLoading = true
      return [.load(filter: filter, after: nil)]
    case .jump: return text.isEmpty ? [] : [.find(text)]
    case .search: return search(text)
    case .note:
      guard let item = current else { return [] }
      notes[item.comment] = text.isEmpty ? nil : text
      message = text.isEmpty ? nil : ("the note goes with the next decision on this comment", .calm)
      return []
    case .escalate: return text.isEmpty ? [] : order(.escalate(question: text), leaves: false)
    case .tag: return order(.tag(text.split(separator: " ").map(String.init)), leaves: false)
    }
  }

  private mutating func search(_ text: String) -> [DeskEffect] {
    guard !text.isEmpty, !cases.isEmpty else { return [] }
    lastSearch = text
    let wanted = text.lowercased()
    for step in 1...cases.count {
      let index = (selected + step) % cases.count
      let item = cases[index]
      guard item.text.lowercased().contains(wanted) || item.authorName.lowercased().contains(wanted) else { continue }
      selected = index
      return place == .detail ? show() : moreIfNeeded()
    }
    message = ("«\(Self.clipped(text))» is not among the \(cases.count) cases that are loaded", .calm)
    return []
  }
}
