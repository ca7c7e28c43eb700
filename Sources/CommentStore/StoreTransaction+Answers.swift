internal import ModerationModel

extension StoreTransaction {
  func answerRecord(
    for claim: IdempotencyClaim, site: SiteID, now: Timestamp
  ) throws(StoreError) -> AnswerRecord? {
    guard let record = try storedAnswer(claim.key, site: site), now < record.expiresAt else { return nil }
    guard record.fingerprint == claim.fingerprint else { throw StoreError(.idempotencyMismatch) }
    return record
  }

  /// Records that the write of this transaction is made under its claim.
  ///
  /// - Throws: `answered` or `stillRunning` when it was made before.
  mutating func honour(_ claim: IdempotencyClaim?, site: SiteID, stamp: WriteStamp) throws(StoreError) {
    guard let claim else { return }
    try StoreLimits.check(claim.key, bytesMax: IdempotencyClaim.keyBytesMax, "idempotency key")
    if let record = try answerRecord(for: claim, site: site, now: stamp.at) {
      if let answer = record.answer { throw StoreError(.answered(answer)) }
      throw StoreError(.stillRunning(since: record.madeAt))
    }
    let record = AnswerRecord(
      fingerprint: claim.fingerprint, madeAt: stamp.at, answer: nil,
      expiresAt: stamp.at.adding(seconds: IdempotencyClaim.seconds))
    try put(record, answerOf: claim.key, site: site)
    if stamp.seed & 15 == 0 { try prune(now: stamp.at, limit: 256) }
  }

  mutating func keep(
    _ answer: StoredAnswer, for claim: IdempotencyClaim, site: SiteID, stamp: WriteStamp
  ) throws(StoreError) {
    try StoreLimits.check(answer.contentType, bytesMax: StoreLimits.subjectBytesMax, "content type")
    guard answer.body.count <= StoredAnswer.bodyBytesMax,
      var record = try answerRecord(for: claim, site: site, now: stamp.at), record.answer == nil
    else { return }
    record.answer = answer
    try put(record, answerOf: claim.key, site: site)
  }
}
