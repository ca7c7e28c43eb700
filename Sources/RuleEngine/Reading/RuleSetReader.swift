import ModerationModel
import TextNormalization

/// Reads the files of a rule set into a ``RuleSetDefinition``, collecting findings as it goes.
struct RuleSetReader {
  let files: RuleFiles
  private let record: CompileRecord?
  var diagnostics = Diagnostics()
  var set = RuleSetDefinition()

  static func read(
    _ files: RuleFiles, record: CompileRecord? = nil, notesKeys: Bool = false
  ) -> (RuleSetDefinition, Diagnostics) {
    var reader = RuleSetReader(files: files, record: record)
    reader.diagnostics.notesKeys = notesKeys
    reader.read()
    return (reader.set, reader.diagnostics)
  }

  private init(files: RuleFiles, record: CompileRecord?) {
    self.files = files
    self.record = record
  }

  private mutating func read() {
    for (path, reason) in files.unreadable.sorted(by: { $0.key < $1.key }) {
      diagnostics.error(.unreadableFile, SourcePlace(file: path), "«\(path)» was not read: \(reason)")
    }
    var ruleNodes: [YAMLNode] = []
    if let root = root(of: RuleFiles.ruleSetPath), let rules = readRuleSet(root) { ruleNodes += rules.items }
    for path in files.rulePaths {
      guard let root = root(of: path) else { continue }
      // A single rule file may be one rule set in itself: with `rules:` and nothing else.
      guard var reader = MappingReader(root, "a rule file", &diagnostics) else { continue }
      if let rules = reader.value("rules") { ruleNodes += rules.items }
      reader.finish("a rule file", &diagnostics)
    }
    ruleNodes = draftNodes() + ruleNodes
    guard ruleNodes.count <= RuleSetLimits.rulesMax else {
      diagnostics.error(
        .tooLarge, ruleNodes[RuleSetLimits.rulesMax].place, "the set has more than \(RuleSetLimits.rulesMax) rules")
      return
    }
    var places: [String: SourcePlace] = [:]
    for node in ruleNodes {
      guard var rule = RuleReader.read(node, in: set, &diagnostics) else { continue }
      if rule.place.file == RuleDraft.path { rule.goLive() }
      if let first = places[rule.id] {
        // What a draft replaces is as if it was not there.
        if first.file == RuleDraft.path, rule.place.file != RuleDraft.path { continue }
        diagnostics.error(
          .duplicateID, rule.place, "the id «\(rule.id)» is taken",
          expected: "another id; it was first given in \(first.file), line \(first.line)")
        continue
      }
      places[rule.id] = rule.place
      set.rules.append(rule)
    }
    set.rules.sort { $0.id < $1.id }
    readScoreLock()
  }

  /// The rules of a draft, which may be written as a rule file or as the list alone.
  private mutating func draftNodes() -> [YAMLNode] {
    guard files.draft != nil, let root = root(of: RuleDraft.path) else { return [] }
    if case .sequence(let rules) = root.content { return rules }
    guard var reader = MappingReader(root, "a rule file", &diagnostics) else { return [] }
    let rules = reader.value("rules")
    reader.finish("a rule file", &diagnostics)
    return rules?.items ?? []
  }

  private mutating func readScoreLock() {
    guard files.text(at: ScoreLock.path) != nil else { return }
    guard let root = root(of: ScoreLock.path) else {
      diagnostics.error(
        .missingKey, SourcePlace(file: ScoreLock.path), "scores.lock is empty or damaged",
        expected: "a file written by a program; without it the initial scores stand")
      return
    }
    set.scoreLockSource = root
    guard let (lock, places) = ScoreLockReader.read(root, &diagnostics) else { return }
    ScoreLockReader.apply(lock, places, to: &set.rules, &diagnostics)
    set.scoreLock = lock
  }

  private mutating func root(of path: String) -> YAMLNode? {
    guard let text = files.text(at: path) else { return nil }
    guard text.utf8.count <= RuleSetLimits.fileBytesMax else {
      diagnostics.error(
        .tooLarge, SourcePlace(file: path), "the file is larger than \(RuleSetLimits.fileBytesMax) bytes")
      return nil
    }
    if let known = record?.tree(of: path) { return known }
    let root = YAMLDocument.root(of: text, file: path, &diagnostics)
    if let root { record?.note(root, of: path) }
    return root
  }

  /// Reads `ruleset.yaml`; answers its `rules:`, which a small set may keep in the same file.
  private mutating func readRuleSet(_ root: YAMLNode) -> YAMLNode? {
    guard var reader = MappingReader(root, "ruleset.yaml", &diagnostics) else { return nil }
    set.source = root
    if let schema = reader.value("schema") {
      if let number = schema.whole("schema", in: 0...1_000_000, &diagnostics), number != 1 {
        diagnostics.error(
          .unknownSchema, schema.place, "schema \(number) is not known to this version", expected: "schema: 1")
      }
    } else {
      diagnostics.error(.missingKey, root.place, "ruleset.yaml has no schema", expected: "schema: 1")
    }
    if let name = reader.value("name")?.text("name", &diagnostics) { set.name = name }
    if let node = reader.value("policy") { readPolicy(node) }
    if let node = reader.value("heuristics") { readHeuristics(node) }
    if let node = reader.value("macros"), let macros = MappingReader(node, "macros", &diagnostics) {
      set.macros = MacroTable(macros.all, &diagnostics)
    }
    if let node = reader.value("lists"), let lists = MappingReader(node, "lists", &diagnostics) {
      for (key, value) in lists.all {
        set.lists[key.name] = ListReader.read(key, value, files: files, &diagnostics)
      }
    }
    if let node = reader.value("defaults") { readDefaults(node) }
    if let node = reader.value("guards") { set.guards = node.items.compactMap { readGuard($0) } }
    let rules = reader.value("rules")
    reader.finish("ruleset.yaml", &diagnostics)
    return rules
  }

  private mutating func readPolicy(_ node: YAMLNode) {
    guard var reader = MappingReader(node, "policy", &diagnostics) else { return }
    let points = 0.0...1_000_000.0
    for (name, path) in [("hold", \Thresholds.hold), ("reject", \.reject), ("spam", \.spam)] {
      if let number = reader.value(name)?.number(name, in: points, &diagnostics) {
        set.policy.thresholds[keyPath: path] = number
      }
    }
    let thresholds = set.policy.thresholds
    for (name, value) in [("reject", thresholds.reject), ("spam", thresholds.spam)] where value < thresholds.hold {
      diagnostics.error(
        .outOfRange, reader.value(name)?.place ?? node.place,
        "\(name) (\(value.shortened)) is below hold (\(thresholds.hold.shortened))",
        expected: "at least as many points as hold")
    }
    if let value = reader.value("on_rule_error"),
      let action = value.name("action", .unknownAction, as: Action.self, &diagnostics)
    {
      if action == .publish {
        diagnostics.error(
          .invalidValue, value.place, "a rule that failed must not publish", expected: "hold, reject or spam")
      } else {
        set.policy.onRuleError = action
      }
    }
    if let caps = reader.value("group_caps"), let caps = MappingReader(caps, "group_caps", &diagnostics) {
      for (key, value) in caps.all {
        if let number = value.number("a group's cap", in: points, &diagnostics) {
          set.policy.groupCaps[key.name] = number
        }
      }
    }
    reader.finish("policy", &diagnostics)
  }

  private mutating func readHeuristics(_ node: YAMLNode) {
    guard let reader = MappingReader(node, "heuristics", &diagnostics) else { return }
    let prefix = "heuristic."
    let names = HeuristicCatalogue.entries.map { String($0.name.dropFirst(prefix.count)) }
    for (key, value) in reader.all {
      guard let definition = HeuristicCatalogue.definition(named: prefix + key.name) else {
        if key.name.hasPrefix(prefix), names.contains(String(key.name.dropFirst(prefix.count))) {
          diagnostics.error(
            .unknownHeuristic, key.place, "heuristics are named without «\(prefix)» here",
            suggestion: String(key.name.dropFirst(prefix.count)))
        } else {
          diagnostics.unknown(.unknownHeuristic, "heuristic", key.name, among: names, at: key.place)
        }
        continue
      }
      guard let parameters = MappingReader(value, "a heuristic", &diagnostics) else { continue }
      for (key, value) in parameters.all {
        guard let parameter = definition.parameters.first(where: { $0.name == key.name }) else {
          diagnostics.unknown(
            .unknownKey, "number of \(definition.name)", key.name, among: definition.parameters.map(\.name),
            at: key.place)
          continue
        }
        if let number = value.number("\(key.name) (\(parameter.unit))", in: parameter.allowed, &diagnostics) {
          set.policy.heuristics.changed[definition.name, default: [:]][key.name] = number
        }
      }
    }
  }

  private mutating func readDefaults(_ node: YAMLNode) {
    guard var reader = MappingReader(node, "defaults", &diagnostics) else { return }
    var defaults = RuleDefaults()
    if let owner = reader.value("owner")?.text("owner", &diagnostics) { defaults.owner = owner }
    if let category = reader.value("category")?
      .name("category", .unknownCategory, as: Category.self, &diagnostics)
    {
      defaults.category = category
    }
    if let status = reader.value("status")?.name("status", .unknownStatus, as: RuleStatus.self, &diagnostics) {
      defaults.status = status
    }
    if let hits = reader.value("max_hits")?
      .whole("max_hits", in: 1...RuleSetLimits.hitsPerPatternMax, &diagnostics)
    {
      defaults.hitsMax = hits
    }
    if let languages = reader.value("languages") {
      defaults.languages = RuleReader.languages(languages, &diagnostics)
    }
    defaults.scope = RuleReader.scope(&reader, from: defaults.scope, &diagnostics)
    reader.finish("defaults", &diagnostics)
    set.defaults = defaults
  }

  private mutating func readGuard(_ node: YAMLNode) -> RuleGuard? {
    guard var reader = MappingReader(node, "guards", &diagnostics) else { return nil }
    var windowSeconds = 86_400.0
    if let value = reader.value("window"), let text = value.text("window", &diagnostics) {
      let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
      if let unit = text.last.flatMap({ units[$0] }), let number = Int(text.dropLast()), (1...10_000).contains(number) {
        windowSeconds = Double(number) * unit
      } else {
        diagnostics.error(
          .invalidValue, value.place, "the window is not a length of time", expected: "such as 90s, 30m, 24h or 7d")
      }
    }
    let tripIf =
      reader.value("trip_if").map { RuleReader.conditions($0, "trip_if", ["share", "hits"], &diagnostics) } ?? [:]
    let then = reader.value("then")?.name("status", .unknownStatus, as: RuleStatus.self, &diagnostics) ?? .shadow
    if then == .live {
      diagnostics.error(
        .invalidValue, reader.value("then")?.place ?? node.place, "a guard that leaves the rule live guards nothing",
        expected: "shadow, draft or off")
    }
    if tripIf.isEmpty {
      diagnostics.error(
        .missingKey, node.place, "a guard needs trip_if", expected: "trip_if: { share: '> 0.05', hits: '>= 20' }")
    }
    reader.finish("guards", &diagnostics)
    return RuleGuard(windowSeconds: windowSeconds, tripIf: tripIf, then: then)
  }
}
