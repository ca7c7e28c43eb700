import CommentStore
import ModerationModel
import ModerationPipeline

/// Keeps what people have lately decided to be spam at hand, so that the matcher `near` costs no query for each comment.
///
/// What this process decides counts for the next submission; what others on the same store decide, within
/// ``secondsMax``. At most `SpamMemory.countMax` texts of the last `SpamMemory.daysMax` days are read.
actor SpamRecall {
  /// How old the memory may be.
  static let secondsMax = 60.0

  private struct Remembered {
    var memory: SpamMemory
    var readAt: Timestamp
  }

  private typealias Reading = Task<Result<SpamMemory, StoreError>, Never>

  private var remembered: [SiteID: Remembered] = [:]
  private var readings: [SiteID: Reading] = [:]

  /// The memory of a site; read from the store when it is not there or too old.
  func memory(
    of site: SiteID, now: Timestamp, store: any CommentStore, desk: JudgementDesk
  ) async throws(StoreError) -> SpamMemory {
    if let known = remembered[site], abs(now.seconds(since: known.readAt)) < Self.secondsMax { return known.memory }
    if let reading = readings[site] { return try await reading.value.get() }
    let reading = Reading {
      do throws(StoreError) {
        let texts = try await store.confirmedSpam(
          site: site, since: now.adding(seconds: -SpamMemory.daysMax * 86_400), limit: SpamMemory.countMax)
        return .success(SpamMemory(desk.judge { worker in texts.compactMap { worker.fingerprint(of: $0) } }))
      } catch {
        return .failure(error)
      }
    }
    readings[site] = reading
    let result = await reading.value
    // A decision that fell meanwhile has forgotten this reading, and what it read may lack that decision.
    if readings[site] == reading {
      readings[site] = nil
      if case .success(let memory) = result { remembered[site] = Remembered(memory: memory, readAt: now) }
    }
    return try result.get()
  }

  /// A decision has changed what is spam.
  func forget(_ site: SiteID) {
    remembered[site] = nil
    readings[site] = nil
  }
}

extension CommentFlow {
  /// What `near` compares with; nothing is read where no rule asks.
  func spamMemory(of site: SiteID, now: Timestamp) async throws(FlowError) -> SpamMemory {
    guard pipeline.asksSpamMemory else { return SpamMemory() }
    return try await stored { () throws(StoreError) in
      try await spam.memory(of: site, now: now, store: store, desk: desk)
    }
  }
}
