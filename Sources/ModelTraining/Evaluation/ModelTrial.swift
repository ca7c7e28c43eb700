public import ModerationModel
public import ModerationPipeline

/// Judges decided texts with a pipeline as live comments are judged, without learning from them.
public struct ModelTrial: Sendable {
  /// What counts as caught.
  public enum Reading: Sendable {
    /// The model's own log-odds, at its best F1 on the texts that it learnt from.
    case model
    /// What the pipeline would do: anything but publishing. The order within is that of the score, then the log-odds.
    case verdict
  }

  public var pipeline: ModerationPipeline
  public var category: ModerationModel.Category
  public var reading: Reading
  public var threads: Int

  public init(pipeline: ModerationPipeline, category: ModerationModel.Category, reading: Reading, threads: Int) {
    self.pipeline = pipeline
    self.category = category
    self.reading = reading
    self.threads = max(1, threads)
  }

  /// One answer for each text that has a label for the category, in their order.
  public func judge(_ texts: [TrainingText]) async -> [JudgedText] {
    let size = max(1, (texts.count + threads - 1) / threads)
    let parts = stride(from: 0, to: texts.count, by: size).map { $0..<min(texts.count, $0 + size) }
    return await withTaskGroup(of: (Int, [JudgedText]).self) { group in
      for (number, part) in parts.enumerated() {
        group.addTask { [self] in (number, judge(texts, part)) }
      }
      var found: [Int: [JudgedText]] = [:]
      for await (number, judged) in group { found[number] = judged }
      return parts.indices.flatMap { found[$0] ?? [] }
    }
  }

  private func judge(_ texts: [TrainingText], _ part: Range<Int>) -> [JudgedText] {
    let worker = pipeline.makeWorker()
    let head = pipeline.classifier?.heads.firstIndex { $0.category == category }
    let evenAt = head.map { Double(pipeline.classifier?.heads[$0].evenAt ?? 0) } ?? 0
    guard let article = ArticleID("trial") else { return [] }
    return part.compactMap { index in
      let text = texts[index]
      guard let isBad = text.labels[category] else { return nil }
      let prepared = worker.prepare(
        Submission(article: article, text: text.text, author: AuthorClaim(name: ""), language: text.language))
      let verdict = worker.verdict(on: prepared, in: .standalone(now: text.at), isTraffic: false)
      let logOdds = head.map { Double(worker.logOdds(of: prepared, verdict)[$0]) } ?? 0
      return JudgedText(
        logOdds: reading == .model ? logOdds : verdict.score + logOdds / 100, isBad: isBad,
        isCaught: reading == .model ? logOdds >= evenAt : verdict.action != .publish,
        language: prepared.language?.code ?? "", scalars: text.text.unicodeScalars.count, index: index)
    }
  }
}
