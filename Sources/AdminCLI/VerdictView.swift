import ModerationModel
import ReviewDesk

/// A verdict as an editor reads it: the words with their evidence marked, every finding, and how they came to the action.
struct VerdictView {
  var verdict: Verdict
  var text: String
  /// The other fields by name, so that evidence in them can be quoted.
  var fields: [TextField: String] = [:]
  var console: Console
  var indent = ""
  /// Who or what is premoderated, when nothing else explains that it waits.
  var waiting = Premoderation.unsaid

  func lines() -> [String] {
    markedText() + [""] + signalLines() + outcomeLines()
  }

  /// The words alone, with the places that findings point to.
  func markedText() -> [String] {
    let ranges = verdict.signals.flatMap(\.evidence).filter { $0.field == .body }.map(\.range)
    return MarkedText(text: text, ranges: ranges).lines(width: console.width, indent: indent, ink: console.ink)
  }

  /// Every finding: points, name, category, source, reason, and the places with their bytes.
  func signalLines() -> [String] {
    guard !verdict.signals.isEmpty else { return [] }
    let nameWidth = verdict.signals.map { DisplayWidth.of(Harmless.line($0.name)) }.max() ?? 0
    let categoryWidth = verdict.signals.map(\.category.rawValue.count).max() ?? 0
    var lines: [String] = []
    for signal in verdict.signals {
      let name = Harmless.line(signal.name)
      let points = Points.signed(signal.score)
      let padded = String(repeating: " ", count: max(0, 6 - points.count)) + points
      var line = indent + (signal.score > 0 ? console.ink.strong(padded) : padded) + "  " + name
      line += String(repeating: " ", count: max(0, nameWidth - DisplayWidth.of(name)))
      line += "  " + signal.category.rawValue.padded(to: categoryWidth) + "  " + signal.source.rawValue
      var asides: [String] = []
      if signal.status == .shadow { asides.append("shadow: counts for nothing") }
      if let floor = signal.floor { asides.append("at least \(floor.rawValue)") }
      if let ceiling = signal.ceiling { asides.append("at most \(ceiling.rawValue)") }
      if !asides.isEmpty { line += console.ink.faint("  (\(asides.joined(separator: "; ")))") }
      lines.append(line)
      let below = indent + String(repeating: " ", count: 8)
      let places = places(of: signal)
      let reason = Harmless.line(signal.reason)
      let width = min(console.width, Terminal.columnsUsual)
      let together = [reason, places].filter { !$0.isEmpty }.joined(separator: "  ")
      if below.count + DisplayWidth.of(together) <= width, !reason.isEmpty, !places.isEmpty {
        lines.append(below + reason + "  " + console.ink.faint(places))
      } else {
        if !reason.isEmpty { lines += Paragraph.lines(reason, width: width, indent: below) }
        if !places.isEmpty { lines += Paragraph.lines(places, width: width, indent: below).map(console.ink.faint) }
      }
    }
    return lines + [""]
  }

  /// The verdict in a line, and why it is that one.
  func outcomeLines() -> [String] {
    let label = Points.label(verdict.action, ink: console.ink)
    let why = VerdictReason.sentence(for: verdict, waiting: waiting)
    let ruleSet =
      verdict.ruleSet.isEmpty
      ? ""
      : " · rules \(verdict.ruleSet.prefix(8))"
        + (verdict.model.map { " · model \($0.prefix(8))" } ?? "")
    return [
      indent + label + "  " + why,
      indent
        + console.ink.faint(
          "thresholds: hold \(Points.plain(verdict.thresholds.hold)), reject \(Points.plain(verdict.thresholds.reject)), "
            + "spam \(Points.plain(verdict.thresholds.spam))\(ruleSet)"),
    ]
  }

  /// Places shown for one finding; the marked text shows the others.
  private static let placesMax = 6

  /// Where a finding points: the words, unless its reason quotes them already, and their bytes.
  private func places(of signal: Signal) -> String {
    let shown = signal.evidence.prefix(Self.placesMax).map { evidence in
      let source = evidence.field == .body ? text : fields[evidence.field]
      let words = source.map { Harmless.line($0.excerpt(evidence.range), widthMax: 40) } ?? ""
      let isQuoted = words.isEmpty || signal.reason.contains(words)
      let field = evidence.field == .body ? "" : "\(evidence.field.rawValue) "
      return "\(field)\(isQuoted ? "" : "«\(words)» ")bytes \(evidence.range.lowerBound)..<\(evidence.range.upperBound)"
    }
    let more = signal.evidence.count - shown.count
    return (shown + (more > 0 ? ["and \(more) more"] : [])).joined(separator: ", ")
  }
}

/// Who or what lets a comment wait that nothing is wrong with.
enum Premoderation {
  case article, author
  /// One of them; the verdict itself does not keep which.
  case unsaid

  /// What an author's record tells about a comment of that moment.
  init(author: Author?, at moment: Timestamp) {
    let sanction = author?.sanction
    self = sanction?.kind == .premoderate && sanction.map { $0.setAt <= moment } == true ? .author : .unsaid
  }

  var words: String {
    switch self {
    case .article: "every comment on this article waits for a person first"
    case .author: "every comment of this author waits for a person first"
    case .unsaid: "the article or its author is premoderated: a person looks first"
    }
  }
}

/// Why a verdict is what it is, in the order in which `ActionPolicy` decides.
enum VerdictReason {
  static func sentence(for verdict: Verdict, waiting: Premoderation = .unsaid) -> String {
    var score = "\(Points.plain(verdict.score)) point\(abs(verdict.score) == 1 ? "" : "s")"
    let uncapped = verdict.signals.filter { $0.status == .live && $0.source != .fault }.reduce(0) { $0 + $1.score }
    if abs(uncapped - verdict.score) > 0.005 { score += " (\(Points.plain(uncapped)) before group caps)" }
    let leading = verdict.leadingCategory
    let isSpam = leading == .spam || leading == .advert
    let refusing = isSpam ? verdict.thresholds.spam : verdict.thresholds.reject
    let scored: Action
    var text: String
    if verdict.score >= refusing {
      scored = isSpam ? .spam : .reject
      text = "\(score), refused from \(Points.plain(refusing))"
    } else if verdict.score >= verdict.thresholds.hold {
      scored = .hold
      text = "\(score), held from \(Points.plain(verdict.thresholds.hold))"
    } else {
      scored = .publish
      text = verdict.signals.isEmpty ? "nothing found" : "\(score), held from \(Points.plain(verdict.thresholds.hold))"
    }
    if let leading, scored != .publish { text += ", most of it \(leading.rawValue)" }
    guard verdict.action != scored else { return text }

    let live = verdict.signals.filter { $0.status == .live && $0.source != .fault }
    if verdict.action > scored {
      if let floor = live.first(where: { $0.floor == verdict.action }) {
        text += "; but \(floor.name) asks for at least \(verdict.action.rawValue)"
      } else if !verdict.faults.isEmpty {
        text += "; but \(faults(of: verdict))"
      } else {
        text += "; but \(waiting.words)"
      }
    } else if let ceiling = live.first(where: { $0.ceiling == verdict.action }) {
      text += "; but \(ceiling.name) allows at most \(verdict.action.rawValue)"
    } else {
      text += "; but the author is trusted"
    }
    return text
  }

  /// Faults told one by one.
  private static let faultsShownMax = 3

  /// Which rules could not do their work, and what that comes to.
  private static func faults(of verdict: Verdict) -> String {
    var reasons: [String] = []
    for fault in verdict.faults {
      let reason = fault.reason.isEmpty ? "\(fault.name) could not do its work" : fault.reason
      let lowered = reason.prefix(1).lowercased() + reason.dropFirst()
      if !reasons.contains(lowered) { reasons.append(lowered) }
    }
    let more = reasons.count - faultsShownMax
    let outcome =
      switch verdict.action {
      case .publish: "nothing comes of it"
      case .hold: "a person looks"
      case .reject: "it is rejected, as on_rule_error asks"
      case .spam: "it counts as spam, as on_rule_error asks"
      }
    return reasons.prefix(faultsShownMax).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
      + ", so \(outcome)"
  }
}

/// Points and actions in words.
enum Points {
  /// `3.5`, `12`, `-3`; at most two decimals.
  static func plain(_ points: Double) -> String {
    let rounded = (points * 100).rounded() / 100
    guard abs(rounded) < 1e15 else { return String(rounded) }
    return rounded == rounded.rounded() ? String(Int64(rounded)) : String(rounded)
  }

  static func signed(_ points: Double) -> String {
    points > 0 ? "+" + plain(points) : plain(points)
  }

  static func label(_ action: Action, ink: Ink) -> String {
    switch action {
    case .publish: ink.good("PUBLISH")
    case .hold: ink.doubtful("HOLD")
    case .reject: ink.bad("REJECT")
    case .spam: ink.bad("SPAM")
    }
  }
}

extension String {
  /// Spaces added until the text takes so many columns.
  func padded(to columns: Int) -> String {
    self + String(repeating: " ", count: max(0, columns - DisplayWidth.of(self)))
  }
}
