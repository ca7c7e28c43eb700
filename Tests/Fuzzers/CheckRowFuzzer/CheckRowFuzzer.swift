import Foundation
import ModerationModel
import ModerationPipeline
import RuleEngine

@testable import AdminCLI

/// Any bytes as lines of `check --jsonl`: each line that is not blank is answered with one line of JSON.
@c(LLVMFuzzerTestOneInput)
public func fuzzCheckRow(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // The library lends the bytes for the time of the call.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let block = LineBlocks.Block(firstLine: 1, bytes: bytes)
  var wanted = 0
  block.forEachLine { _, _ in wanted += 1 }
  let (answer, totals) = stream.judge(block)
  precondition(totals.rows == wanted)
  let lines = answer.split(separator: UInt8(ascii: "\n"))
  precondition(lines.count == wanted, "\(lines.count) answers for \(wanted) lines")
  for line in lines {
    let object = try? JSONSerialization.jsonObject(with: Data(line))
    precondition(
      (object as? [String: Any])?["action"] is String, "an answer is not JSON: \(String(decoding: line, as: UTF8.self))"
    )
  }
  return 0
}

private let stream: CheckStream = {
  let files = RuleFiles([
    "ruleset.yaml": "schema: 1\nname: fuzz\npolicy: { hold: 1, reject: 9 }\ndefaults: { owner: desk }\n",
    "rules.yaml": """
    rules:
      - { id: a.word, match: { words: [казино, x] }, score: 2, reason: 'The word «{{match}}» by {{author_name}}' }
      - { id: a.pattern, fields: [body, author_name, user_agent], match: { pcre: 'к.{0,3}а|\\d+' }, score: 1 }
    """,
  ])
  guard let rules = try? RuleSet(files: files) else { preconditionFailure("the rules above load") }
  return CheckStream(
    bench: CheckBench(
      pipeline: ModerationPipeline(ruleSet: rules), policy: CommentPolicy(),
      now: Timestamp(milliseconds: 1_795_000_000_000)),
    threads: 1, output: StandardOutput(), language: nil)
}()
