public import CommentStore
public import ModerationModel
import ModerationPipeline

/// How somebody shows that a comment is theirs.
public enum AuthorProof: Hashable, Sendable {
  /// The token from the receipt.
  case editToken(String)
  /// The site's own account, from a verified token.
  case account(subject: String)
  /// An operator acts on the author's word; the log names them.
  case `operator`(String)

  var actor: String {
    if case .operator(let name) = self { name } else { "author" }
  }
}

extension CommentFlow {
  /// Changes the words of a comment within the edit window. The new words get a verdict of their own.
  ///
  /// - Parameter version: The version that the author saw; `nil` takes whatever is there.
  /// - Throws: `invalid`, `unknownComment`, `notTheAuthor`, `withdrawn`, `editWindowOver`, `articleClosed`, `banned`,
  ///   `muted`, `store` with `versionConflict` or `stateMove`.
  public func edit(
    _ id: CommentID, site: SiteID = .default, text: String, version: Int? = nil, proof: AuthorProof
  ) async throws(FlowError) -> Comment {
    try await judgingAnew { () async throws(FlowError) in
      try await editOnce(id, site: site, text: text, version: version, proof: proof)
    }
  }

  private func editOnce(
    _ id: CommentID, site: SiteID, text: String, version: Int?, proof: AuthorProof
  ) async throws(FlowError) -> Comment {
    let stamp = stamp(by: proof.actor)
    let (comment, author) = try await owned(id, site: site, proof: proof)
    let submission = Submission(
      site: site, article: comment.article, parent: comment.parent, text: text,
      author: AuthorClaim(name: comment.authorName, url: comment.authorURL), language: nil)
    try Self.valid { () throws(InvalidSubmission) in
      var widest = policy
      widest.bodyBytesMax = CommentPolicy.bodyBytesCeiling
      try submission.validate(under: widest)
    }
    let prepared = desk.judge { $0.prepare(submission) }
    let background = try await stored {
      try await store.background(
        for: BackgroundQuery(
          site: site, article: comment.article, parent: comment.parent, identity: author.identity,
          digest: prepared.digest, now: stamp.at, excluding: id))
    }
    guard let article = background.article else { throw .unknownArticle(comment.article) }
    let effective = policy.applying(article.overrides)
    try Self.valid { () throws(InvalidSubmission) in
      try Submission.validate(text, as: .body, bytesMax: effective.bodyBytesMax)
    }
    var context = SubmissionContext(
      background: background, article: article, policy: effective, identity: author.identity, now: stamp.at,
      form: .trusted, isEdit: true)
    context.depth = comment.depth
    context.keptFindings = comment.revision.verdict.signals
    context.spam = try await spamMemory(of: site, now: stamp.at)
    if let refusal = context.author.refusal(at: stamp.at, sanction: author.sanction) { throw refusal }
    var wave = try await claim(of: prepared, comment: id, parent: background.parent?.revision.text, now: stamp.at)
    context.neighbourhood = try await neighbourhood(of: wave, background: background, site: site, now: stamp.at)
    let (verdict, circumstances) = judge(prepared, in: context, stamp: stamp)
    wave = self.wave(wave, judged: verdict, in: context)
    let edit = JudgedEdit(
      site: site, comment: id, version: version ?? comment.version, revision: stamp.identifier(-2), text: text,
      verdict: verdict, language: verdict.language, digest: prepared.digest, policy: policy,
      authorVersion: author.version, circumstances: circumstances, wave: wave)
    let changed: Comment
    do throws(FlowError) {
      changed = try await stored(article: comment.article) {
        try await store.edit(edit, stamp: stamp)
      }
    } catch {
      await waves.forget(id, site: site)
      throw error
    }
    bell.ring()
    await noteMarks(site: site)
    return changed
  }

  /// Takes a comment back. A shell stays while it has visible replies.
  ///
  /// - Throws: `unknownComment`, `notTheAuthor`, `withdrawn`, `editWindowOver`, `store`.
  public func withdraw(
    _ id: CommentID, site: SiteID = .default, version: Int? = nil, proof: AuthorProof
  ) async throws(FlowError) -> Comment {
    let stamp = stamp(by: proof.actor)
    let (comment, _) = try await owned(id, site: site, proof: proof)
    if case .operator = proof {
      // An operator acts on request, whenever it comes.
    } else {
      let own = try await article(comment.article, site: site).overrides
      let end = comment.createdAt.adding(seconds: policy.applying(own).editWindowSeconds)
      guard stamp.at <= end else { throw .editWindowOver(endedAt: end) }
    }
    let changed = try await stored {
      try await store.withdraw(id, site: site, version: version, stamp: stamp)
    }
    bell.ring()
    return changed
  }

  /// Notes that a reader finds a comment out of place.
  ///
  /// A trusted author's word counts twice, a signed-in author's with five approved comments one and a half times, a
  /// banned author's not at all, everybody else's once.
  /// - Parameters:
  ///   - reporter: Who reports, as far as is known; a second report by the same reader changes nothing.
  public func report(
    _ id: CommentID, site: SiteID = .default, reason: Report.Reason, note: String = "",
    reporter: AuthorClaim, client: ClientFacts = ClientFacts()
  ) async throws(FlowError) -> ReportOutcome {
    guard note.utf8.count <= Report.noteBytesMax, !note.utf8.contains(0) else {
      throw .badArgument(name: "note", problem: "at most \(Report.noteBytesMax) bytes, without U+0000")
    }
    let stamp = stamp(by: "reader")
    let comment = try await existing(id, site: site)
    let identity = secret.identity(of: reporter, client: client, site: site)
    let author = try await stored { try await store.author(identity, site: site) }
    let report = Report(
      site: site, id: stamp.identifier(-1), article: comment.article, comment: id,
      reporter: secret.reporter(identity, client: client, site: site), reason: reason,
      note: note, weight: Self.reportWeight(of: author, now: stamp.at), at: stamp.at)
    let outcome = try await stored {
      try await store.report(report, holdFrom: policy.reportsToHold, stamp: stamp)
    }
    bell.ring()
    return outcome
  }

  static func reportWeight(of author: Author?, now: Timestamp) -> Double {
    guard let author else { return 1 }
    if let sanction = author.sanction, sanction.isInForce(at: now) {
      switch sanction.kind {
      case .ban, .mute: return 0
      case .trust: return 2
      case .premoderate: return 1
      }
    }
    if case .account = author.identity, author.record.approved >= 5 { return 1.5 }
    return 1
  }

  func existing(_ id: CommentID, site: SiteID) async throws(FlowError) -> Comment {
    let found = try await stored { try await store.comment(id, site: site) }
    guard let found else { throw .unknownComment(id) }
    return found
  }

  /// The comment and its author, once the proof has been found good.
  func owned(_ id: CommentID, site: SiteID, proof: AuthorProof) async throws(FlowError) -> (Comment, Author) {
    let comment = try await existing(id, site: site)
    let author = try await stored {
      try await store.author(comment.author, site: site)
    }
    guard let author else { throw .unknownComment(id) }
    let isProven: Bool
    switch proof {
    case .operator: isProven = true
    case .account(let subject): isProven = author.identity == .account(subject: subject)
    case .editToken(let token):
      let hash = try await stored {
        try await store.editTokenHash(of: id, site: site)
      }
      isProven = hash.map { FlowSecret.areEqual($0, FlowSecret.sha256(token)) } ?? false
    }
    // A withdrawn comment keeps no proof that could be compared, so this says more and gives nothing away.
    guard comment.state != .deleted else { throw .withdrawn(id) }
    guard isProven else { throw .notTheAuthor(id) }
    return (comment, author)
  }
}
