import ModerationModel
import RuleEngine

/// Any bytes as files of a rule set: diagnostics or a set, never a crash; a set evaluates, lays out and loads again.
///
/// Parts between 0xFF are a rule file, a list and `ruleset.yaml`, in this order; what is not given stands below.
@c(LLVMFuzzerTestOneInput)
public func fuzzRuleFile(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // The library lends the bytes for the time of the call.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let parts = bytes.split(separator: 0xFF, maxSplits: 2, omittingEmptySubsequences: false)
    .map { String(decoding: $0, as: UTF8.self) }
  check(
    rules: parts[0], list: parts.count > 1 ? parts[1] : "казино\nkazik7.top\n",
    ruleSet: parts.count > 2 ? parts[2] : standardRuleSet)
  return 0
}

private let standardRuleSet = """
  schema: 1
  name: fuzz
  macros: { GAP: '[ .]{0,3}' }
  lists: { all: { file: lists/all.txt, kind: words } }
  policy: { hold: 5, reject: 12, group_caps: { g: 3 } }
  defaults: { owner: desk, view: fold }
  """

private func check(rules: String, list: String, ruleSet: String) {
  let files = RuleFiles(["ruleset.yaml": ruleSet, "rules.yaml": rules, "lists/all.txt": list])
  let now = Timestamp(milliseconds: 1_795_000_000_000)
  let set: RuleSet
  do {
    set = try RuleSet(files: files, now: now)
  } catch {
    precondition(!error.errors.isEmpty, "refused without a reason")
    for finding in error.diagnostics { precondition(!finding.description.isEmpty) }
    return
  }
  precondition(set.revision.utf8.count == 64)
  var worker = set.makeWorker()
  _ = worker.evaluate(FieldTexts([.body: "Лучшее кaзинo города kazik7.top", .authorName: "x"]), now: now)
  _ = set.runTests()
  // Laying a file out must change nothing that is said.
  if case .changed(let text) = RuleFormat.format(rules, file: "rules.yaml") {
    var laidOut = files
    laidOut["rules.yaml"] = text
    let again = try? RuleSet(files: laidOut, now: now)
    precondition(again?.revision == set.revision, "laying out changed the set")
  }
}
