import CommentStore
public import ModerationModel
import ModerationPipeline

extension CommentFlow {
  // MARK: Judging

  /// What a submission is compared by, and whom it reads like.
  ///
  /// - Parameter parent: The comment that is answered: whoever quotes it copies nobody.
  func claim(
    of prepared: PreparedSubmission, comment: CommentID, parent: String?, now: Timestamp
  ) async throws(FlowError) -> WaveClaim {
    guard let fingerprint = desk.judge({ $0.waveFingerprint(of: prepared) }) else { return WaveClaim() }
    let site = prepared.submission.site
    let matches = try await stored { () throws(StoreError) in
      try await waves.matches(fingerprint, of: comment, site: site, now: now, store: store)
    }
    if let parent, !matches.isEmpty, desk.judge({ $0.isQuotation(prepared.submission.text, of: parent) }) {
      await waves.forget(comment, site: site)
      return WaveClaim()
    }
    return WaveClaim(fingerprint: fingerprint.bytes, matches: matches)
  }

  func neighbourhood(
    of claim: WaveClaim, background: SubmissionBackground, site: SiteID, now: Timestamp
  ) async throws(FlowError) -> Neighbourhood {
    var around = Neighbourhood(
      isAlarmed: background.alarm != nil, author: background.reputation, address: background.addressReputation,
      addressAges: background.addressAges)
    guard !claim.matches.isEmpty else { return around }
    let standing = try await stored {
      try await store.waveStanding(of: claim.matches, site: site, now: now)
    }
    around.wave = standing?.wave
    around.waveAges = standing?.ages ?? []
    return around
  }

  /// A claim with what follows from the verdict: which decision it inherits, and whether newcomers are looked at closer.
  func wave(_ claim: WaveClaim, judged verdict: Verdict, in context: SubmissionContext) -> WaveClaim {
    guard let wave = context.neighbourhood.wave else { return claim }
    var claim = claim
    let names = ["heuristic.wave_spam", "heuristic.wave_rejected"]
    if verdict.action.severity == 2, let ruling = wave.ruling,
      verdict.signals.contains(where: { $0.status == .live && names.contains($0.name) })
    {
      claim.inherited = ruling.review
    }
    if verdict.action != .publish { claim.alarmSeconds = pipeline.alarmSeconds(for: wave) }
    return claim
  }

  // MARK: Deciding

  /// The wave of a comment; `nil` for one that is alone.
  public func wave(of comment: CommentID, site: SiteID = .default) async throws(FlowError) -> Wave? {
    try await stored { try await store.wave(of: comment, site: site) }
  }

  /// The comments of a wave, newest first.
  public func comments(
    of wave: WaveID, site: SiteID = .default, limit: Int = 500
  ) async throws(FlowError) -> [Comment] {
    guard (1...Review.itemsMax).contains(limit) else {
      throw .badArgument(name: "limit", problem: "1 to \(Review.itemsMax) comments")
    }
    return try await stored { try await store.comments(of: wave, site: site, limit: limit) }
  }

  /// The comments of a wave that a decision on it would move.
  public func targets(
    of wave: WaveID, decision: Decision, site: SiteID = .default
  ) async throws(FlowError) -> [Comment] {
    try await comments(of: wave, site: site, limit: Review.itemsMax).filter { comment in
      switch comment.state {
      case .pending: decision != .hold
      case .published: decision != .approve
      case .approved, .rejected, .spam, .deleted: false
      }
    }
  }

  /// Decides on a whole wave: on all that wait and, where the decision refuses or holds, on what readers see of it. One
  /// undo takes all of it back, and what later arrivals have inherited meanwhile goes to a person.
  ///
  /// - Throws: `badArgument` for a wave of which nothing can be decided so, what `review` throws.
  public func review(
    wave: WaveID, decision: Decision, reason: DecisionReason? = nil, note: String = "", moderator: String,
    site: SiteID = .default
  ) async throws(FlowError) -> Review {
    let targets = try await targets(of: wave, decision: decision, site: site)
    guard !targets.isEmpty else {
      throw .badArgument(name: "wave", problem: "of wave \(wave) nothing waits for this decision")
    }
    return try await review(
      ReviewRequest(
        site: site, targets: targets.map { .init(comment: $0.id, version: $0.version) }, decision: decision,
        reason: reason, note: note, moderator: moderator))
  }
}
