import ModerationModel
import TextNormalization

/// Fills in the placeholders of a reason.
enum ReasonWriter {
  static func text(
    _ template: ReasonTemplate, _ position: Int, _ worker: borrowing RuleWorker, _ texts: borrowing FieldTexts,
    _ facts: Facts
  ) -> String {
    var text = ""
    for piece in template.pieces {
      switch piece {
      case .text(let plain): text += plain
      case .placeholder(let placeholder):
        switch placeholder {
        case .match: text += quote(of: position, worker, texts)
        case .count: text += String(worker.result(at: position).count)
        case .matchOf(let id):
          text += worker.rules.compiled.positions[id].map { quote(of: $0, worker, texts) } ?? "—"
        case .countOf(let id):
          text += worker.rules.compiled.positions[id].map { String(worker.result(at: $0).count) } ?? "0"
        case .field(let field):
          text += texts[field].map { quote(String(decoding: $0[.raw].bytes, as: UTF8.self), of: field) } ?? "—"
        case .fact(let name): text += facts[name].map(\.shortened) ?? "—"
        }
      }
    }
    return text.clipped(to: RuleSetLimits.reasonCharactersMax)
  }

  /// The first text that a rule matched, as it stands in the original.
  private static func quote(
    of position: Int, _ worker: borrowing RuleWorker, _ texts: borrowing FieldTexts
  ) -> String {
    guard let hit = worker.result(at: position).hits.first, let text = texts[hit.field] else { return "—" }
    return quote(text.original(hit.range), of: hit.field)
  }

  /// Reasons are stored and shown to every moderator, so what says who somebody is does not go into them.
  private static func quote(_ piece: String, of field: TextField) -> String {
    field.isPrivate ? "…" : quote(piece)
  }

  /// A piece of somebody's text, fit for one line: short, and without characters that break or hide it.
  private static func quote(_ piece: String) -> String {
    var text = ""
    var count = 0
    for character in piece {
      guard count < RuleSetLimits.quotedCharactersMax else { return text + "…" }
      count += 1
      // Twenty marks on one letter are one character; what a moderator needs is the letter.
      for scalar in character.unicodeScalars.prefix(8) {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: text.unicodeScalars.append(" ")
        case .format where scalar != "\u{200D}": text.unicodeScalars.append("\u{FFFD}")
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
    return text
  }
}
