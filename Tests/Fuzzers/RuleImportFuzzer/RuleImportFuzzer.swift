import ModerationModel
import RuleEngine

/// Any bytes as a file of another program: what comes out loads without errors, and every line is accounted for.
///
/// The first byte chooses the format and what an entry means.
@c(LLVMFuzzerTestOneInput)
public func fuzzRuleImport(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // The library lends the bytes for the time of the call.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let choice = bytes.first.map(Int.init) else { return 0 }
  let kinds = RuleImport.Kind.allCases
  let modes = RuleImport.Mode.allCases
  let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
  let ordinary = choice & 0x80 == 0 ? [] : ["Сколько магазинов закрыли?", "How many shops were closed?"]
  let source = RuleImport(
    name: "fuzz", mode: modes[choice / kinds.count % modes.count], now: Timestamp(milliseconds: 1_795_000_000_000),
    ordinaryTexts: ordinary)
  let result = source.run(kinds[choice % kinds.count], text)
  guard result.ruleCount > 0 else { return 0 }
  do throws(RuleSetError) {
    let set = try RuleSet(files: result.ruleSetFiles(name: "fuzz"), requireTests: true)
    precondition(set.rules.count == result.ruleCount, "\(set.rules.count) of \(result.ruleCount) rules")
  } catch {
    preconditionFailure("what was written does not load: \(error)")
  }
  return 0
}
