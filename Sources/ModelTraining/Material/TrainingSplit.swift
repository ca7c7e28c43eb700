import Crypto

/// Divides texts into those to learn from and those to be tried on.
public enum TrainingSplit {
  /// Whether the first byte of the SHA-256 of an id is below 51: a fifth of all ids.
  public static func isHeldOut(_ id: String) -> Bool {
    (Array(SHA256.hash(data: Array(id.utf8))).first ?? 0) < 51
  }

  /// A fifth by the hash of the id, as ``isHeldOut(_:)`` has it; what reads like a text of the trial is not learnt from.
  public static func byIdentity(
    _ texts: [TrainingText]
  ) -> (training: [TrainingText], trial: [TrainingText]) {
    withoutCopies(texts.filter { !isHeldOut($0.id) }, of: texts.filter { isHeldOut($0.id) })
  }

  /// The last share by time, as live comments come after those that a model learnt from.
  public static func byTime(
    _ texts: [TrainingText], share: Double
  ) -> (training: [TrainingText], trial: [TrainingText]) {
    let sorted = texts.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    let border = Int((Double(sorted.count) * (1 - share)).rounded())
    return withoutCopies(Array(sorted[..<border]), of: Array(sorted[border...]))
  }

  public static func withoutCopies(
    _ training: [TrainingText], of trial: [TrainingText]
  ) -> (training: [TrainingText], trial: [TrainingText]) {
    let known = Set(trial.map(\.likeness))
    return (training.filter { !known.contains($0.likeness) }, trial)
  }
}
