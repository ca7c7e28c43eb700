import ModerationModel

/// Finds the entries that stand in texts which nobody would hold, and sets them aside.
enum OrdinaryUse {
  /// An entry in this many texts is used by more than one person with a whim.
  static let textsMin = 2
  /// Beyond this share of the texts an entry is common.
  static let shareMax = 0.0005

  static func setAside(_ texts: [String], _ draft: inout ImportDraft, _ report: inout ImportReport) {
    let written = ImportText(draft)
    var files = RuleFiles(written.texts)
    files[RuleFiles.ruleSetPath] = ImportText.ruleSet(draft.name, listLines: written.listLines)
    let (compiled, _, _) = RuleSetCompiler.compile(files)
    guard let compiled else { return }
    var worker = RuleSet(compiled: compiled).makeWorker()
    var counts: [Int: Int] = [:]
    for text in texts {
      _ = worker.evaluate(FieldTexts(body: text), now: Timestamp(milliseconds: 0))
      var items: Set<Int> = []
      for position in compiled.rules.indices {
        for hit in worker.patternHits(of: position) {
          let place = compiled.patterns.patterns[hit.pattern].place
          if let item = written.items[place.file]?[place.line] { items.insert(item) }
        }
      }
      for item in items { counts[item, default: 0] += 1 }
    }
    let most = max(textsMin, Int((Double(texts.count) * shareMax).rounded(.up)))
    let common = Set(counts.filter { $0.value >= most }.keys)
    guard !common.isEmpty else { return }
    let asideName = "\(draft.name)_common"
    var moved: [ImportDraft.Entry] = []
    func take(_ entries: inout [ImportDraft.Entry]) {
      moved += entries.filter { common.contains($0.item) }
      entries.removeAll { common.contains($0.item) }
    }
    for index in draft.lists.indices where draft.lists[index].name != asideName {
      // Addresses are looked for in views of their own; an address that is common stays, and the report says so.
      guard [.words, .phrases].contains(draft.lists[index].kind) else { continue }
      take(&draft.lists[index].entries)
    }
    for rule in draft.rules.indices where draft.rules[rule].status == .live {
      for matcher in draft.rules[rule].all.indices where draft.rules[rule].all[matcher].view == nil {
        take(&draft.rules[rule].all[matcher].entries)
      }
    }
    for entry in moved {
      report.settle(
        entry.item, .setAside, "in \(counts[entry.item] ?? 0) of \(texts.count) ordinary texts: in shadow")
    }
    moved.removeAll { $0.text.hasPrefix("#") }
    guard !moved.isEmpty else { return }
    if let index = draft.lists.firstIndex(where: { $0.name == asideName }) {
      draft.lists[index].entries += moved
    } else {
      draft.lists.append(.init(name: asideName, kind: .phrases, entries: moved))
      var rule = ImportDraft.Rule(
        id: "\(draft.name).common", title: "Imported entries that ordinary people use")
      rule.points = EntryImport.points
      rule.hitsMax = EntryImport.hitsMax
      rule.list = asideName
      rule.fields = [.body, .authorName]
      rule.example = moved.first?.text
      draft.rules.append(rule)
    }
  }
}
