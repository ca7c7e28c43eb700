import ModerationModel
import TextNormalization

/// Reads an entry a line: disallowed keys of WordPress, and plain lists.
enum EntryImport {
  /// Points of an entry: one is a hint, two in one comment hold it under the usual threshold of 5.
  static let points = 2.5
  static let hitsMax = 4
  /// Entries with fewer letters are met by chance.
  static let lettersMin = 4
  /// Substrings of one rule.
  private static let substringsMax = 5_000

  /// What an entry is.
  private enum Subject: Hashable { case text, exact, aside, domain, url, email, address, numberSign }

  static func read(
    _ text: String, hasComments: Bool, mode: RuleImport.Mode, _ draft: inout ImportDraft, _ report: inout ImportReport
  ) {
    var found: [Subject: [ImportDraft.Entry]] = [:]
    var seen: [[UInt8]: Int] = [:]
    var sorter = Sorter()
    for (index, raw) in SourceText.lines(of: text).enumerated() {
      let line = index + 1
      var entry = raw.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
      while let last = entry.last, last.isWhitespace { entry.removeLast() }
      guard !entry.isEmpty, !(hasComments && entry.hasPrefix("#")) else { continue }
      let item = report.add(entry, line: line)
      guard entry.utf8.count <= RuleSetLimits.patternBytesMax else {
        report.settle(item, .notUnderstood, "longer than \(RuleSetLimits.patternBytesMax) bytes")
        continue
      }
      let folded = sorter.folding.fold(String(entry), as: .fold)
      guard !folded.isEmpty else {
        report.settle(item, .notUnderstood, "nothing of it is left once a text is normalised")
        continue
      }
      let plain = sorter.folding.fold(String(entry), as: .norm)
      if let first = seen[plain] {
        report.settle(item, .duplicate, "the same as line \(first)")
        continue
      }
      seen[plain] = line
      var (subject, value, change) = sorter.sort(String(entry), folded: folded, mode: mode)
      // «u$ed» would be found in every honest «used».
      let read = String(decoding: folded, as: UTF8.self)
      if subject == .text, mode != .substrings, !value.hasPrefix("#"),
        read != String(decoding: plain, as: UTF8.self).replacing("ё", with: "е")
      {
        subject = .exact
        change = "looked for as it is written, since «\(read.clipped(to: 60))» is written honestly too"
      }
      if let change { report.settle(item, subject == .aside ? .setAside : .changed, change) }
      // In a list such a line would be a comment.
      if subject != .url, value.hasPrefix("#") { subject = subject == .text ? .numberSign : subject }
      if subject == .aside, value.hasPrefix("#") {
        report.settle(item, .notUnderstood, "too short to be looked for, and a comment in a list")
        continue
      }
      found[subject, default: []].append(.init(text: value, item: item))
    }
    write(found, mode, &draft)
  }

  private static func write(
    _ found: [Subject: [ImportDraft.Entry]], _ mode: RuleImport.Mode, _ draft: inout ImportDraft
  ) {
    let name = draft.name
    func rule(_ part: String, _ title: String, _ entries: [ImportDraft.Entry]) -> ImportDraft.Rule {
      var rule = ImportDraft.Rule(id: "\(name).\(part)", title: title)
      rule.status = .live
      rule.points = points
      rule.hitsMax = hitsMax
      rule.example = entries.first?.text
      return rule
    }
    func list(
      _ subject: Subject, _ part: String, _ kind: ListDefinition.Kind, _ title: String, fields: [TextField],
      status: RuleStatus = .live, points: Double = points
    ) {
      guard let entries = found[subject], !entries.isEmpty else { return }
      draft.lists.append(.init(name: "\(name)_\(part)", kind: kind, entries: entries))
      var rule = rule(part, title, entries)
      rule.list = "\(name)_\(part)"
      if subject == .exact { rule.view = "norm" }
      rule.fields = fields
      rule.status = status
      rule.points = points
      draft.rules.append(rule)
    }
    let people: [TextField] = [.body, .authorName]
    if mode == .substrings {
      let entries = (found[.text] ?? []) + (found[.numberSign] ?? [])
      for start in stride(from: 0, to: entries.count, by: substringsMax) {
        let part = Array(entries[start..<min(start + substringsMax, entries.count)])
        var rule = rule("part_\(start / substringsMax + 1)", "Imported entries, inside words too", part)
        rule.fields = people
        rule.all = [.init(key: "substrings", entries: part)]
        draft.rules.append(rule)
      }
    } else {
      list(
        .text, "entries", mode == .words ? .words : .phrases, "Imported words and phrases", fields: people)
      if let entries = found[.numberSign] {
        for start in stride(from: 0, to: entries.count, by: substringsMax) {
          let part = Array(entries[start..<min(start + substringsMax, entries.count)])
          var rule = rule("tags_\(start / substringsMax + 1)", "Imported entries that begin with #", part)
          rule.fields = people
          rule.all = [.init(key: "phrases", entries: part)]
          draft.rules.append(rule)
        }
      }
    }
    list(.exact, "exact", .phrases, "Imported entries as they are written", fields: people)
    list(
      .aside, "common", .phrases, "Imported entries that ordinary people use", fields: people, status: .shadow)
    // An address of any kind is no accident: it holds by itself.
    list(
      .domain, "domains", .domains, "Imported domains", fields: people + [.authorURL], points: 5)
    list(.email, "emails", .emails, "Imported e-mail addresses", fields: people + [.authorEmail], points: 5)
    list(.address, "addresses", .ip, "Imported network addresses", fields: people + [.clientAddress], points: 5)
    if let entries = found[.url] {
      for start in stride(from: 0, to: entries.count, by: substringsMax) {
        let part = Array(entries[start..<min(start + substringsMax, entries.count)])
        var rule = rule("urls_\(start / substringsMax + 1)", "Imported links", part)
        rule.fields = people + [.authorURL]
        rule.points = 5
        rule.all = [.init(key: "substrings", entries: part, view: "urls")]
        draft.rules.append(rule)
      }
    }
  }

  /// Tells words from addresses.
  private struct Sorter {
    var folding = LiteralFolding()
    private var normalizer = Normalizer()
    private var text = NormalizedText("")

    mutating func sort(
      _ entry: String, folded: [UInt8], mode: RuleImport.Mode
    ) -> (Subject, String, change: String?) {
      if let address = address(entry) {
        return (.address, address, nil)
      }
      if let link = link(entry) { return link }
      let scalars = String(decoding: folded, as: UTF8.self).unicodeScalars
      let letters = scalars.count { $0.properties.isAlphabetic }
      if letters == 0 { return (.aside, entry, "no letter in it: in shadow, since it would be met by chance") }
      if letters < lettersMin {
        return (.aside, entry, "fewer than \(lettersMin) letters: in shadow, since it would be met by chance")
      }
      if mode != .substrings, CommonWords.contains(String(decoding: folded, as: UTF8.self)) {
        return (.aside, entry, "a word that everybody uses: in shadow")
      }
      return (.text, entry, nil)
    }

    private func address(_ entry: String) -> String? {
      // `::` is an address too, but nobody means it in a list.
      let digits = entry.utf8.count(where: { (0x30...0x39).contains($0) })
      guard digits >= 3 else { return nil }
      let parts = entry.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count <= 2, let address = NetworkAddress(parts[0]), !entry.contains("%") else { return nil }
      if parts.count == 2 {
        guard let bits = Int(parts[1]), (0...address.bytes.count * 8).contains(bits) else { return nil }
      }
      return entry
    }

    /// A domain, link or e-mail address that fills the entry.
    private mutating func link(_ entry: String) -> (Subject, String, change: String?)? {
      let parts = entry.split(separator: "@", omittingEmptySubsequences: false)
      if parts.count == 2, !parts[0].isEmpty, !entry.contains(where: \.isWhitespace), isHost(String(parts[1])) {
        return (.email, entry, nil)
      }
      guard parts.count == 1 else { return nil }
      let bare = entry.hasPrefix(".") ? String(entry.dropFirst()) : entry
      guard bare.utf8.contains(UInt8(ascii: ".")) else { return nil }
      normalizer.normalize(bare, into: &text)
      guard text.links.count == 1, let link = text.links.first, link.range == 0..<bare.utf8.count,
        !link.isObfuscated
      else { return nil }
      if link.path.isEmpty || link.path == "/", link.port == nil {
        return (.domain, link.host, link.host == entry.lowercased() ? nil : "the domain and all its sub-domains")
      }
      return (.url, entry, "looked for in links")
    }

    private mutating func isHost(_ text: String) -> Bool {
      normalizer.normalize(text, into: &self.text)
      guard self.text.links.count == 1, let link = self.text.links.first else { return false }
      return link.range == 0..<text.utf8.count && link.path.isEmpty
    }
  }
}
