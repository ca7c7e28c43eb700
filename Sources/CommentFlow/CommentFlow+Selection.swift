public import CommentStore
public import ModerationModel

extension CommentFlow {
  /// What a query finds, by rule, category and state, with samples: to look at before deciding on all of it.
  ///
  /// - Parameter moderator: Who looks; their own leases are none to stop at.
  public func preview(
    _ filter: ModerationQuery, site: SiteID = .default, moderator: String
  ) async throws(FlowError) -> SelectionPreview {
    let query = SelectionQuery(site: site, filter: filter, moderator: moderator, now: surroundings.now())
    return try await stored { try await store.preview(query) }
  }

  /// Decides on everything that a query finds, or on nothing; one undo takes all of it back.
  ///
  /// - Parameter fingerprint: What the preview said, so that nothing is decided that was not counted; `nil` decides on
  ///   whatever is there now.
  /// - Throws: `badArgument`; `store` with `selectionChanged` when the query finds something else by now, nothing, or more
  ///   than one review takes; what `review` throws.
  public func review(
    everything filter: ModerationQuery, fingerprint: [UInt8]?, decision: Decision, reason: DecisionReason? = nil,
    note: String = "", moderator: String, site: SiteID = .default
  ) async throws(FlowError) -> Review {
    let preview = try await preview(filter, site: site, moderator: moderator)
    guard !preview.isTruncated, !preview.targets.isEmpty, fingerprint.map({ $0 == preview.fingerprint }) ?? true else {
      throw .store(StoreError(.selectionChanged, "\(preview.targets.count) comments"))
    }
    return try await review(
      ReviewRequest(
        site: site, targets: preview.targets, decision: decision, reason: reason, note: note, moderator: moderator))
  }

  /// Figures for a dashboard.
  ///
  /// - Throws: `badArgument` for a window that is empty or longer than `FigureWindow.daysMax`.
  public func figures(_ window: FigureWindow) async throws(FlowError) -> ModerationFigures {
    let seconds = window.to.seconds(since: window.from)
    guard seconds > 0, seconds <= FigureWindow.daysMax * 86_400, abs(window.dayOffsetSeconds) <= 86_400 else {
      throw .badArgument(name: "window", problem: "at most \(Int(FigureWindow.daysMax)) days, and not empty")
    }
    return try await stored { try await store.figures(window) }
  }
}
