import Foundation

/// Measures what waves and heuristics catch, and what they cost, on files of comments given by name.
///
///     swift run -c release DetectionBenchmark waves STREAM.jsonl [SAMPLES]
///     swift run -c release DetectionBenchmark speed STREAM.jsonl [COPIES]
///     swift run -c release DetectionBenchmark store [COMMENTS]
///     swift run -c release DetectionBenchmark heuristics LABELLED.jsonl …
///
/// A line is an object with `text` and, where known, `author`, `created` or `date`, `thread`, `label` (`spam` is bad; `ham` and
/// `ok` are good), at the top or in `meta`.
@main enum DetectionBenchmark {
  static func main() async throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, arguments.dropFirst().first) {
    case ("waves", let path?):
      try WaveReplay(rows: try Row.read(path)).run(samples: arguments.dropFirst(2).first.flatMap { Int($0) } ?? 40)
    case ("speed", let path?):
      try WaveSpeed(rows: try Row.read(path)).run(copies: arguments.dropFirst(2).first.flatMap { Int($0) } ?? 20)
    case ("store", let count):
      try await ArrivalCost().run(count: count.flatMap { Int($0) } ?? 20_000)
    case ("heuristics", _?):
      for path in arguments.dropFirst() {
        try await Ablation(name: URL(filePath: path).lastPathComponent, rows: try Row.read(path)).run()
      }
    default:
      print("DetectionBenchmark waves|speed|store|heuristics FILE.jsonl …")
    }
  }
}
