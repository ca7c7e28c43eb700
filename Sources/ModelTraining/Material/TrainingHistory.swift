import ModerationModel
import ModerationPipeline
public import RuleTuning

/// Decided texts from the reviews that a store has.
public enum TrainingHistory {
  static let rowsPerPage = 1000

  /// Every wording on which a person's decision stands, oldest first.
  ///
  /// Approved comments that chance brought before a person stand for those that nobody looked at, within bounds: a weight
  /// of ten at most.
  public static func texts(_ source: any HistorySource) async throws -> [TrainingText] {
    var texts: [TrainingText] = []
    var cursor: HistoryCursor?
    while texts.count < ModelTrainer.textsMax {
      let rows = try await source.rows(after: cursor, limit: rowsPerPage)
      for row in rows {
        guard let label = row.label, let labels = TrainingText.labels(label.decision, reason: label.reason) else {
          continue
        }
        texts.append(
          TrainingText(
            id: row.revision.description, text: row.submission.text, language: row.submission.language, labels: labels,
            at: row.context.now, weight: min(10, 1 / (row.inclusion ?? 1)), source: "reviews"))
      }
      guard rows.count == rowsPerPage, let last = rows.last else { break }
      cursor = HistoryCursor(comment: last.comment)
    }
    return texts
  }
}
