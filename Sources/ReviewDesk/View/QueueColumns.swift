import ModerationModel

/// The columns of the queue; the narrower the terminal, the fewer.
struct QueueColumns {
  private struct Column {
    var name: String
    var place: Int
    var width: Int
    var value: (DeskCase, DeskModel) -> (String, CellStyle)
  }

  private let columns: [Column]
  private let textPlace: Int

  init(width: Int) {
    var columns: [Column] = []
    var place = 0
    func add(_ name: String, _ width: Int, _ value: @escaping (DeskCase, DeskModel) -> (String, CellStyle)) {
      columns.append(Column(name: name, place: place, width: width, value: value))
      place += width + 1
    }
    add("", 2) { Self.marks($0, $1) }
    add("age", 4) { ($0.openedAt.age(at: $1.now), .faint) }
    add("why", 8) { item, _ in (Self.word(item.cause), CellStyle(item.cause == .reports ? .doubtful : .plain)) }
    add("category", 9) { item, _ in
      item.isBlind ? ("–", .faint) : (item.category?.rawValue ?? "", CellStyle(Self.tone(item.category)))
    }
    add("lg", 2) { item, _ in (item.language?.code ?? "", .faint) }
    add("wave", 4) { item, _ in (item.waveSize > 1 ? "×\(item.waveSize)" : "", CellStyle(.doubtful)) }
    if width >= 110 {
      add("points", 6) { item, _ in
        (item.isBlind ? "" : String((item.priority * 10).rounded() / 10), .faint)
      }
      add("article", 16) { item, _ in (item.article.key, .faint) }
    }
    add("author", width >= 100 ? 16 : 10) { item, _ in (item.authorName.isEmpty ? "(no name)" : item.authorName, .plain)
    }
    self.columns = columns
    textPlace = place
  }

  func drawHead(_ screen: inout Screen, row: Int) {
    for column in columns {
      screen.write(column.name, row: row, column: column.place, style: .faint, width: column.width)
    }
    screen.write("comment", row: row, column: textPlace, style: .faint)
  }

  func draw(_ item: DeskCase, _ model: DeskModel, _ screen: inout Screen, row: Int) {
    for column in columns {
      let (text, style) = column.value(item, model)
      screen.write(text, row: row, column: column.place, style: style, width: column.width)
    }
    let covered = model.masks ? item.graphic : []
    screen.write(Self.masked(item.text, covered), row: row, column: textPlace)
  }

  /// A text with what is covered as `▒`; ranges in UTF-8 bytes.
  private static func masked(_ text: String, _ ranges: [Range<Int>]) -> String {
    guard !ranges.isEmpty else { return text }
    var shown = ""
    for cell in TextCell.cells(of: text) {
      let isCovered = cell.shown != " " && ranges.contains { $0.overlaps(cell.bytes) }
      shown +=
        cell.kind == .lineBreak ? " " : isCovered ? String(repeating: "▒", count: cell.width) : String(cell.shown)
    }
    return shown
  }

  private static func marks(_ item: DeskCase, _ model: DeskModel) -> (String, CellStyle) {
    if item.holder(besides: model.moderator, at: model.now) != nil { return ("◷", CellStyle(.doubtful)) }
    if item.escalation != nil { return ("⚑", CellStyle(.bad)) }
    if item.isBlind { return ("◌", .faint) }
    if !item.tags.isEmpty { return ("#", .faint) }
    return ("", .plain)
  }

  static func word(_ cause: ModerationCase.Cause) -> String {
    switch cause {
    case .verdict: "held"
    case .reports: "reported"
    case .review: "put back"
    case .premoderation: "all wait"
    case .appeal: "appeal"
    case .audit: "chance"
    }
  }

  static func tone(_ category: ModerationModel.Category?) -> CellStyle.Tone {
    switch category {
    case .threat?, .hate?: .bad
    case nil, .other?: .plain
    default: .doubtful
    }
  }
}
