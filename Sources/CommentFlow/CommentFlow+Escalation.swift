import CommentStore
public import ModerationModel

extension CommentFlow {
  /// Bytes of a question to a colleague at most.
  public static let questionBytesMax = 2000

  /// Marks an open case for a second opinion, with a question to colleagues; lifts the mark with `nil`.
  ///
  /// - Throws: `badArgument`, `store` with `unknownCase` or `leased`.
  public func escalate(
    _ id: CaseID, site: SiteID = .default, question: String?, by moderator: String
  ) async throws(FlowError) -> ModerationCase {
    try Self.checkName(moderator)
    guard question.map({ (1...Self.questionBytesMax).contains($0.utf8.count) && !$0.utf8.contains(0) }) ?? true else {
      throw .badArgument(name: "question", problem: "1 to \(Self.questionBytesMax) bytes, without U+0000")
    }
    let changed = try await stored {
      try await store.escalate(id, site: site, question: question, stamp: stamp(by: moderator))
    }
    bell.ring()
    return changed
  }

  /// Gives an open case other tags, by which colleagues find it again.
  ///
  /// - Throws: `badArgument`, `store` with `unknownCase`.
  public func tag(
    _ id: CaseID, site: SiteID = .default, tags: [String], by moderator: String
  ) async throws(FlowError) -> ModerationCase {
    try Self.checkName(moderator)
    guard tags.count <= ModerationCase.tagsMax, tags.allSatisfy(ModerationCase.isTag) else {
      throw .badArgument(
        name: "tags",
        problem: "\(ModerationCase.tagsMax) at most, each 1 to \(ModerationCase.tagBytesMax) bytes without blanks")
    }
    let changed = try await stored {
      try await store.tag(id, site: site, tags: tags, stamp: stamp(by: moderator))
    }
    bell.ring()
    return changed
  }
}
