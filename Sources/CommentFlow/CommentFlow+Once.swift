public import CommentStore
public import ModerationModel

extension CommentFlow {
  /// This flow with writes that are made once, however often they are delivered within a day.
  ///
  /// ```swift
  /// let once = try flow.once(key: key, fingerprint: sha256OfTheRequest)
  /// if let answer = try await once.earlierAnswer() { return answer }
  /// let review = try await once.review(request)
  /// let answer = …
  /// try await once.keep(answer)
  /// ```
  /// One claim stands for one write: editing, withdrawing, reporting, voting, appealing, reviewing, undoing, claiming,
  /// releasing, escalating, laying a sanction, changing an article. The claim is recorded in the write's own transaction, so
  /// that a write is never made twice, not even when the process ends before the answer is kept. Submissions have a key
  /// of their own (`Submission.idempotencyKey`).
  ///
  /// A failed write leaves no claim behind and may be tried again.
  /// - Throws: `badArgument` for a key that is empty or too long.
  public func once(key: String, fingerprint: [UInt8]) throws(FlowError) -> CommentFlow {
    guard (1...IdempotencyClaim.keyBytesMax).contains(key.utf8.count),
      key.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
    else {
      throw .badArgument(
        name: "idempotency key", problem: "1 to \(IdempotencyClaim.keyBytesMax) visible ASCII characters")
    }
    var flow = self
    flow.claim = IdempotencyClaim(key: key, fingerprint: fingerprint)
    return flow
  }

  /// What was answered when the write was made; `nil` when it has not been made.
  ///
  /// - Throws: `store` with `idempotencyMismatch` for another write under the same key; with `stillRunning` when the write
  ///   is made and its answer not kept: for a moment it is on its way, after that it was lost with its process, or was too
  ///   long to keep, or an erasure has emptied it.
  public func earlierAnswer(site: SiteID = .default) async throws(FlowError) -> StoredAnswer? {
    guard let claim else { return nil }
    let record = try await stored { try await store.answerRecord(for: claim, site: site, now: surroundings.now()) }
    guard let record else { return nil }
    guard let answer = record.answer else { throw .store(StoreError(.stillRunning(since: record.madeAt))) }
    return answer
  }

  /// Keeps the answer for repeats; one beyond `StoredAnswer.bodyBytesMax` is not kept.
  public func keep(_ answer: StoredAnswer, site: SiteID = .default) async throws(FlowError) {
    guard let claim else { return }
    try await stored {
      try await store.keep(answer, for: claim, site: site, stamp: stamp(by: "system"))
    }
  }
}
