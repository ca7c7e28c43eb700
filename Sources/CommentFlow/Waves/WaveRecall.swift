import CommentStore
import ModerationModel
import ModerationPipeline

/// Keeps each site's wave index, so that looking for copies costs no query for most comments.
///
/// The index is filled from the store when a site is first asked about, and follows what was written since: what this process
/// takes in is there at once, before it is even stored, so that copies that arrive together find each other; what other
/// processes on the same store take in, within ``secondsMax``. Whether two comments are one wave is decided in the store's
/// transaction; the index only says whom to look at.
actor WaveRecall {
  /// How long what others wrote may be overlooked.
  static let secondsMax = 1.0
  /// Arrivals read at once.
  private static let pageMax = 2_000

  private struct Recall {
    var index = WaveIndex()
    /// The place up to which arrivals were read; `nil` before the first.
    var sequence: Int64?
    var readAt: Timestamp?
    /// Comments that stand in the index and were not met in the store yet.
    var own: Set<CommentID> = []
  }

  private typealias Reading = Task<Result<Void, StoreError>, Never>

  private var recalls: [SiteID: Recall] = [:]
  private var readings: [SiteID: Reading] = [:]

  /// The comments that read like this one, which is remembered from now on.
  func matches(
    _ fingerprint: WaveFingerprint, of comment: CommentID, site: SiteID, now: Timestamp, store: any CommentStore
  ) async throws(StoreError) -> [CommentID] {
    try await follow(site, now: now, store: store)
    var recall = recalls.removeValue(forKey: site) ?? Recall()
    let matches = recall.index.matches(fingerprint, at: now, excluding: comment)
    recall.index.remove(comment)
    recall.index.insert(comment, fingerprint, at: now)
    recall.own.insert(comment)
    recalls[site] = recall
    return matches
  }

  /// The comment was not stored after all.
  func forget(_ comment: CommentID, site: SiteID) {
    recalls[site]?.index.remove(comment)
    recalls[site]?.own.remove(comment)
  }

  /// Reads what was written since; several who ask at once share one reading.
  private func follow(_ site: SiteID, now: Timestamp, store: any CommentStore) async throws(StoreError) {
    if let readAt = recalls[site]?.readAt, abs(now.seconds(since: readAt)) < Self.secondsMax { return }
    let reading: Reading
    if let running = readings[site] {
      // What is there already serves well enough while somebody reads on.
      guard recalls[site]?.readAt == nil else { return }
      reading = running
    } else {
      reading = Reading {
        do throws(StoreError) {
          try await self.read(site, now: now, store: store)
          return .success(())
        } catch {
          return .failure(error)
        }
      }
      readings[site] = reading
    }
    let result = await reading.value
    if readings[site] == reading { readings[site] = nil }
    try result.get()
  }

  private func read(_ site: SiteID, now: Timestamp, store: any CommentStore) async throws(StoreError) {
    let since = now.adding(seconds: -Wave.windowSeconds)
    while true {
      let marks = try await store.arrivals(
        site: site, after: recalls[site]?.sequence, since: since, limit: Self.pageMax)
      var recall = recalls.removeValue(forKey: site) ?? Recall()
      for mark in marks {
        recall.sequence = mark.sequence
        guard recall.own.remove(mark.comment) == nil, let fingerprint = WaveFingerprint(bytes: mark.fingerprint) else {
          continue
        }
        recall.index.insert(mark.comment, fingerprint, at: mark.at)
      }
      if marks.count < Self.pageMax { recall.readAt = now }
      recalls[site] = recall
      guard marks.count == Self.pageMax else { return }
    }
  }
}
