import Foundation
import TextNormalization

/// Measures normalisation: time per text, growth on hostile texts, and what folding changes in a file of comments.
///
///     NormalizationBenchmark                      # nanoseconds per text of 160 bytes, growth
///     NormalizationBenchmark Russian              # one text only
///     NormalizationBenchmark changes FILE.jsonl…  # words that `fold` changes beyond ё and accents
@main
enum Entrypoint {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "changes" {
      try FoldChanges.report(files: Array(arguments.dropFirst()))
    } else {
      SpeedReport.print(only: arguments.first)
    }
  }
}
