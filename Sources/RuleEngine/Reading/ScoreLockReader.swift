import ModerationModel

/// Reads `scores.lock` and puts its scores into force.
enum ScoreLockReader {
  private static let points = -1_000.0...1_000.0

  /// The lock and where each of its scores stands; `nil` with a finding when the file is damaged.
  static func read(
    _ root: YAMLNode, _ diagnostics: inout Diagnostics
  ) -> (lock: ScoreLock, places: [String: SourcePlace])? {
    guard var reader = MappingReader(root, "scores.lock", &diagnostics) else { return nil }
    defer { reader.finish("scores.lock", &diagnostics) }
    if let schema = reader.value("schema")?.whole("schema", in: 0...1_000_000, &diagnostics), schema != 1 {
      diagnostics.error(
        .unknownSchema, root.place, "schema \(schema) is not known to this version", expected: "schema: 1")
    }
    let tunedAt = reader.value("tuned").flatMap { time($0, "tuned", &diagnostics) }
    let data = reader.value("data").flatMap { window($0, "data", &diagnostics) }
    let holdout = reader.value("holdout").flatMap { window($0, "holdout", &diagnostics) }
    for (name, value) in [("tuned", tunedAt == nil), ("data", data == nil), ("holdout", holdout == nil)]
    where value && reader.key(name) == nil {
      diagnostics.error(
        .missingKey, root.place, "scores.lock has no \(name)",
        expected: "a file written by a program; without it the initial scores stand")
    }
    var scores: [String: Double] = [:]
    var places: [String: SourcePlace] = [:]
    if let value = reader.value("scores"), let entries = MappingReader(value, "scores", &diagnostics) {
      for (key, value) in entries.all {
        guard let number = value.number("a score", in: points, &diagnostics) else { continue }
        scores[key.name] = number
        places[key.name] = key.place
      }
    }
    guard let tunedAt, let data, let holdout else { return nil }
    return (
      ScoreLock(
        tunedAt: tunedAt, data: data.window, holdout: holdout.window, measures: holdout.measures, scores: scores),
      places
    )
  }

  /// Scores over what the rules say. A rule that has gone or whose score an editor has fixed since keeps its own; a score
  /// that no longer fits is an error, because nobody can say which of the two is meant.
  static func apply(
    _ lock: ScoreLock, _ places: [String: SourcePlace], to rules: inout [RuleDefinition],
    _ diagnostics: inout Diagnostics
  ) {
    let positions = Dictionary(rules.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    for (id, points) in lock.scores.sorted(by: { $0.key < $1.key }) {
      let place = places[id] ?? SourcePlace(file: ScoreLock.path)
      guard let position = positions[id] else {
        diagnostics.warning(
          .unknownRule, place, "there is no rule «\(id.clipped(to: 80))» any more; its score is passed over",
          expected: "the id of a rule", suggestion: Spelling.nearest(to: id, among: positions.keys.sorted()))
        continue
      }
      guard let fit = rules[position].score.fit else {
        diagnostics.warning(
          .scoreOutsideFit, place, "the rule «\(id)» has a fixed score, which stands; this one is passed over",
          expected: "fit: in the rule, or no line for it here")
        continue
      }
      guard fit.contains(points) else {
        diagnostics.error(
          .scoreOutsideFit, place, "the tuned score \(points.shortened) of «\(id)» lies outside its fit",
          expected:
            "a number from \(fit.lowerBound.shortened) to \(fit.upperBound.shortened); tune again, or take the line away"
        )
        continue
      }
      rules[position].score.points = points
      rules[position].score.isTuned = true
    }
  }

  private static func window(
    _ node: YAMLNode, _ what: String, _ diagnostics: inout Diagnostics
  ) -> (window: ScoreLock.Window, measures: [String: ScoreLock.Measure])? {
    guard var reader = MappingReader(node, what, &diagnostics) else { return nil }
    defer { reader.finish(what, &diagnostics) }
    var measures: [String: ScoreLock.Measure] = [:]
    if what == "holdout", let value = reader.value("measures"),
      let entries = MappingReader(value, "measures", &diagnostics)
    {
      for (key, value) in entries.all { measures[key.name] = measure(value, &diagnostics) }
    }
    let labels = reader.value("labels")?.whole("labels", in: 0...1_000_000_000, &diagnostics)
    let from = reader.value("from").flatMap { time($0, "from", &diagnostics) }
    let to = reader.value("to").flatMap { time($0, "to", &diagnostics) }
    guard let labels, let from, let to else {
      diagnostics.error(.missingKey, node.place, "\(what) is not complete", expected: "from, to and labels")
      return nil
    }
    return (ScoreLock.Window(from: from, to: to, labels: labels), measures)
  }

  private static func measure(_ node: YAMLNode, _ diagnostics: inout Diagnostics) -> ScoreLock.Measure? {
    guard var reader = MappingReader(node, "a measure", &diagnostics) else { return nil }
    defer { reader.finish("a measure", &diagnostics) }
    let any = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude
    let before = reader.value("before")?.number("before", in: any, &diagnostics)
    let after = reader.value("after")?.number("after", in: any, &diagnostics)
    guard let before, let after else { return nil }
    return ScoreLock.Measure(before: before, after: after)
  }

  private static func time(_ node: YAMLNode, _ what: String, _ diagnostics: inout Diagnostics) -> Timestamp? {
    guard let text = node.text(what, &diagnostics) else { return nil }
    if let time = Timestamp(text) { return time }
    diagnostics.error(.invalidValue, node.place, "\(what) is not a time", expected: "such as 2026-11-20T09:30:00Z")
    return nil
  }
}
