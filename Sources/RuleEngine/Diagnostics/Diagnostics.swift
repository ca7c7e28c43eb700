/// The findings of one reading, collected so that an editor sees all of them at once.
struct Diagnostics {
  /// More findings than this help nobody; the first ones are kept.
  static let countMax = 500

  private(set) var findings: [Diagnostic] = []
  /// Keys that readers asked for, by what they read; kept only where somebody compares them with the schema.
  private(set) var keysAsked: [String: Set<String>] = [:]
  var notesKeys = false

  var hasErrors: Bool { findings.contains { $0.severity == .error } }

  mutating func error(
    _ code: DiagnosticCode, _ place: SourcePlace, _ message: String, expected: String? = nil, suggestion: String? = nil
  ) {
    add(Diagnostic(.error, code, place, message, expected: expected, suggestion: suggestion))
  }

  mutating func warning(
    _ code: DiagnosticCode, _ place: SourcePlace, _ message: String, expected: String? = nil, suggestion: String? = nil
  ) {
    add(Diagnostic(.warning, code, place, message, expected: expected, suggestion: suggestion))
  }

  mutating func noteKeys(_ keys: [String], of what: String) {
    if notesKeys { keysAsked[what, default: []].formUnion(keys) }
  }

  mutating func note(_ code: DiagnosticCode, _ place: SourcePlace, _ message: String) {
    add(Diagnostic(.note, code, place, message))
  }

  /// An unknown name, with the nearest known one.
  mutating func unknown(
    _ code: DiagnosticCode, _ what: String, _ name: String, among known: some Collection<String>, at place: SourcePlace
  ) {
    let sorted = known.sorted()
    let listed = sorted.count <= 24 ? "one of " + sorted.joined(separator: ", ") : nil
    error(
      code, place, "unknown \(what) «\(name.clipped(to: 60))»", expected: sorted.isEmpty ? nil : listed,
      suggestion: Spelling.nearest(to: name, among: sorted))
  }

  private mutating func add(_ finding: Diagnostic) {
    guard findings.count < Self.countMax else { return }
    findings.append(finding)
  }

  /// The findings in the order of the files, each with its line.
  func sorted(in files: RuleFiles) -> [Diagnostic] {
    var lines: [String: [Substring]] = [:]
    var seen: Set<Diagnostic> = []
    return
      findings
      .sorted { ($0.place, $0.code, $0.message) < ($1.place, $1.code, $1.message) }
      .filter { seen.insert($0).inserted }
      .map { finding in
        var finding = finding
        let file = finding.place.file
        if lines[file] == nil { lines[file] = files.text(at: file).map { SourceText.lines(of: $0) } ?? [] }
        if let lines = lines[file], lines.indices.contains(finding.place.line - 1) {
          finding.sourceLine = String(lines[finding.place.line - 1])
        }
        return finding
      }
  }
}

enum SourceText {
  /// Lines without their ends; `\r\n`, `\n` and `\r` all end one, as they do in YAML.
  static func lines(of text: String) -> [Substring] {
    text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
  }
}

extension String {
  /// At most this many characters, with an ellipsis for what is left out.
  func clipped(to length: Int) -> String {
    let head = prefix(length + 1)
    return head.count <= length ? self : String(head.prefix(max(0, length - 1))) + "…"
  }
}
