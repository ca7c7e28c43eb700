import ModerationModel

extension DeskView {
  /// A line of the case, made of pieces or of an author's words.
  private struct Line {
    var pieces: [(text: String, style: CellStyle)] = []
    var words: [CellRows.Place]?

    init(_ text: String = "", _ style: CellStyle = .plain) {
      pieces = [(text, style)]
    }

    init(pieces: [(text: String, style: CellStyle)]) {
      self.pieces = pieces
    }

    init(words: [CellRows.Place]) {
      self.words = words
    }
  }

  func drawDetail(_ screen: inout Screen) {
    let top = 2
    let room = screen.rows - top - 2
    let lines = lines(width: screen.columns - 4)
    let first = min(model.scroll, max(0, lines.count - room))
    for (offset, line) in lines[first...].prefix(room).enumerated() {
      if let words = line.words {
        draw(words, &screen, row: top + offset, column: 4)
        continue
      }
      var column = 2
      for piece in line.pieces {
        column = screen.write(piece.text, row: top + offset, column: column, style: piece.style)
      }
    }
    if first + room < lines.count {
      let more = " \(lines.count - first - room) lines below: Space "
      screen.write(more, row: screen.rows - 3, column: max(0, screen.columns - DisplayWidth.of(more) - 1), style: .bar)
    }
    if let item = model.current {
      let position = "\(model.selected + 1) of \(model.cases.count)\(model.isAtEnd ? "" : "+")"
      screen.write(position, row: 1, column: screen.columns - DisplayWidth.of(position) - 1, style: .faint)
      if let holder = item.holder(besides: model.moderator, at: model.now) {
        screen.write(
          "\(holder) is looking at this case until \(DeskModel.clock(item.lease?.until ?? model.now))", row: 1,
          column: 2,
          style: CellStyle(.doubtful, isStrong: true), width: screen.columns - 20)
      }
    }
  }

  private func lines(width: Int) -> [Line] {
    guard let item = model.current else { return [Line("Nothing is open.", .faint)] }
    let detail = model.detail.flatMap { $0.comment == item.comment ? $0 : nil }
    var lines = head(item, detail)
    lines.append(Line())
    let text = detail?.text ?? item.text
    if let parent = detail?.parent {
      let name = parent.authorName.isEmpty ? "(no name)" : parent.authorName
      lines.append(Line(pieces: [("in reply to ", .faint), (name, .strong)]))
      let quoted = CellRows(parent.text, evidence: [], masked: [], width: width - 4).rows
      lines += quoted.prefix(3).map { Line(words: $0) }
      if quoted.count > 3 { lines.append(Line("    … \(quoted.count - 3) lines more", .faint)) }
      lines.append(Line())
    }
    for row in CellRows(
      text, evidence: detail?.evidence ?? [], masked: covered(detail?.graphic ?? item.graphic), width: width
    ).rows {
      lines.append(Line(words: row))
      if !hasColours, let carets = CellRows.carets(under: row) { lines.append(Line("  " + carets)) }
    }
    lines.append(Line())
    guard let detail else { return lines + [Line("Asking for the rest…", .faint)] }
    lines += why(item, detail)
    if !model.note.isEmpty { lines.append(Line(pieces: [("your note  ", .faint), (model.note, .plain)])) }
    if !detail.author.isEmpty {
      lines.append(Line())
      lines += detail.author.map { Line($0) }
    }
    lines += entries("Nearly the same words", detail.alike)
    lines += entries("What happened", detail.history)
    return lines
  }

  private func head(_ item: DeskCase, _ detail: DeskDetail?) -> [Line] {
    let name = item.authorName.isEmpty ? "(no name)" : item.authorName
    var first: [(text: String, style: CellStyle)] = [(name, .strong), ("  on ", .faint)]
    first.append((detail?.articleTitle ?? item.article.key, .plain))
    var second = "\((detail?.createdAt ?? item.openedAt).past(at: model.now)) · \(QueueColumns.word(item.cause))"
    if let state = detail?.state { second += " · \(state.rawValue)" }
    if let language = item.language { second += " · \(language.code)" }
    if item.waveSize > 1 { second += " · wave of \(item.waveSize)" }
    if !item.tags.isEmpty { second += " · #\(item.tags.joined(separator: " #"))" }
    var lines = [Line(pieces: first), Line(second, .faint)]
    if let question = item.escalation {
      lines.append(Line(pieces: [("⚑ asked: ", CellStyle(.bad)), (question, .plain)]))
    }
    return lines
  }

  private func why(_ item: DeskCase, _ detail: DeskDetail) -> [Line] {
    if item.isBlind {
      return [
        Line("Chosen by chance, and published meanwhile. What the machine found is shown once it is decided.", .faint)
      ]
    }
    guard let score = detail.score, let thresholds = detail.thresholds else { return [] }
    let points = Self.points
    var line = "\(points(score)) points; held from \(points(thresholds.hold)), "
    line += "rejected from \(points(thresholds.reject)), spam from \(points(thresholds.spam))"
    var lines = [Line(pieces: [("why  ", .faint), (line, .plain)])]
    for finding in detail.findings.prefix(12) {
      let sign = finding.score > 0 ? "+" : ""
      lines.append(
        Line(pieces: [
          ("  \(sign)\(points(finding.score))".padded(to: 8), CellStyle(finding.isShadow ? .faint : .doubtful)),
          (finding.name, .strong), ("  \(finding.category.rawValue)\(finding.isShadow ? ", shadow" : "")  ", .faint),
          (finding.reason, .plain),
        ]))
    }
    if detail.findings.count > 12 { lines.append(Line("  … \(detail.findings.count - 12) more", .faint)) }
    if detail.findings.isEmpty { lines.append(Line("  nothing was found", .faint)) }
    return lines
  }

  private func entries(_ heading: String, _ entries: [DeskDetail.Entry]) -> [Line] {
    guard !entries.isEmpty else { return [] }
    return [Line(), Line(heading, .heading)]
      + entries.map {
        Line(pieces: [("  \($0.at.past(at: model.now))".padded(to: 12), .faint), ($0.words, .plain)])
      }
  }

  private static func points(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - DisplayWidth.of(self)))
  }
}
