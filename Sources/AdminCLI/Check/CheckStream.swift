import Foundation
import ModerationModel

/// `check --jsonl`: reads blocks of lines, judges them on several threads, writes the answers in the order of the lines.
///
/// Memory is bounded: at most two blocks a thread are under way or waiting for their turn.
struct CheckStream {
  var bench: CheckBench
  var threads: Int
  var output: StandardOutput
  /// For rows that say nothing of their language.
  var language: Language?

  struct Totals: Sendable {
    var rows = 0
    var errors = 0
    var actions: [Action: Int] = [:]

    mutating func add(_ other: Totals) {
      rows += other.rows
      errors += other.errors
      actions.merge(other.actions, uniquingKeysWith: +)
    }
  }

  func run(path: String) async throws -> Totals {
    var blocks = try LineBlocks(path: path)
    let progress = Progress("rows")
    return try await withThrowingTaskGroup(of: (Int, [UInt8], Totals).self) { group in
      var totals = Totals()
      var started = 0
      var written = 0
      var waiting: [Int: [UInt8]] = [:]
      var isAtEnd = false
      while true {
        while !isAtEnd, started - written < threads * 2 {
          guard let block = try blocks.next() else {
            isAtEnd = true
            break
          }
          let index = started
          group.addTask { [self] in
            let (bytes, totals) = judge(block)
            return (index, bytes, totals)
          }
          started += 1
        }
        guard let (index, bytes, part) = try await group.next() else { break }
        totals.add(part)
        progress.advance(by: part.rows)
        waiting[index] = bytes
        while let bytes = waiting.removeValue(forKey: written) {
          try output.write(bytes)
          written += 1
        }
      }
      try output.flush()
      progress.finish()
      return totals
    }
  }

  func judge(_ block: LineBlocks.Block) -> ([UInt8], Totals) {
    var json = JSONBytes()
    var totals = Totals()
    if block.isTooLong {
      json.append(id: .none, problem: RowDecoding.tooLong, line: block.firstLine, revision: bench.revision)
      totals.rows += 1
      totals.errors += 1
      return (json.bytes, totals)
    }
    json.reserve(block.bytes.count * 2)
    let decoder = JSONDecoder()
    bench.withJudge { judge in
      block.forEachLine { line, number in
        totals.rows += 1
        do throws(RowProblem) {
          let row = try RowDecoding.decode(CheckRow.self, from: line, with: decoder)
          do throws(RowProblem) {
            var question = try row.question()
            question.language = question.language ?? language
            let verdict: Verdict
            do throws(InvalidSubmission) {
              verdict = try judge.verdict(on: question)
            } catch {
              let complaint = Complaint(invalid: error)
              throw RowProblem(complaint.code, complaint.message)
            }
            json.append(id: row.id, verdict: verdict)
            totals.actions[verdict.action, default: 0] += 1
          } catch {
            json.append(id: row.id, problem: error, line: number, revision: bench.revision)
            totals.errors += 1
          }
        } catch {
          let name = try? decoder.decode(CheckRow.Name.self, from: Data(line))
          json.append(id: name?.id ?? .none, problem: error, line: number, revision: bench.revision)
          totals.errors += 1
        }
      }
    }
    return (json.bytes, totals)
  }
}
