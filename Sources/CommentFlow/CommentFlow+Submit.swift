import CommentStore
public import ModerationModel
import ModerationPipeline

/// What a submitter gets back.
public struct SubmissionReceipt: Hashable, Sendable {
  /// The stored comment; its state says whether readers see it.
  public var comment: Comment
  /// Lets a guest change or withdraw this comment within the edit window. Shown once, to the submitter alone.
  public var editToken: String
  /// The same submission had been taken before, under the same idempotency key; nothing new was stored.
  public var isRepeat: Bool
}

extension CommentFlow {
  /// Takes a submission: judges it, stores it with its verdict, and answers once it is durable.
  ///
  /// A refusing verdict is no error: the comment is stored as rejected or spam, so that a person can still look. What
  /// throws was not stored, and the caller still has the text.
  /// - Throws: `invalid`, `form`, `unknownArticle`, `articleClosed`, `parentGone`, `parentElsewhere`, `tooDeep`,
  ///   `banned`, `muted`, `store`.
  public func submit(_ submission: Submission) async throws(FlowError) -> SubmissionReceipt {
    try await judgingAnew { () async throws(FlowError) in try await submitOnce(submission) }
  }

  /// Runs a judgement with its write, and again when a sanction was set or lifted between the two.
  func judgingAnew<Value>(_ judge: () async throws(FlowError) -> Value) async throws(FlowError) -> Value {
    let attemptsMax = 3
    for attempt in 1...attemptsMax {
      do throws(FlowError) {
        return try await judge()
      } catch {
        guard case .store(let reason) = error, reason.code == .authorChanged, attempt < attemptsMax else { throw error }
      }
    }
    preconditionFailure("the last attempt answers or throws")
  }

  private func submitOnce(_ submission: Submission) async throws(FlowError) -> SubmissionReceipt {
    let stamp = stamp(by: "author")
    try Self.valid { () throws(InvalidSubmission) in
      var widest = policy
      widest.bodyBytesMax = CommentPolicy.bodyBytesCeiling
      try submission.validate(under: widest)
    }
    let identity = secret.identity(of: submission.author, client: submission.client, site: submission.site)
    if let earlier = try await earlierReceipt(for: submission, identity: identity, now: stamp.at) { return earlier }
    let token = try formToken(of: submission, now: stamp.at)
    let prepared = desk.judge { $0.prepare(submission) }
    let background = try await stored {
      try await store.background(
        for: BackgroundQuery(
          site: submission.site, article: submission.article, parent: submission.parent, identity: identity,
          digest: prepared.digest, now: stamp.at,
          address: secret.addressKey(client: submission.client, site: submission.site)))
    }
    let (article, effective) = try place(submission, background: background, now: stamp.at)
    try Self.valid { () throws(InvalidSubmission) in
      try Submission.validate(submission.text, as: .body, bytesMax: effective.bodyBytesMax)
    }
    var context = SubmissionContext(
      background: background, article: article, policy: effective, identity: identity, now: stamp.at,
      form: outcome(of: submission.form, token: token, now: stamp.at), isEdit: false)
    context.spam = try await spamMemory(of: submission.site, now: stamp.at)
    if let refusal = context.author.refusal(at: stamp.at, sanction: background.author?.sanction) { throw refusal }
    let comment: CommentID = stamp.identifier(-1)
    var wave = try await claim(
      of: prepared, comment: comment, parent: background.parent?.revision.text, now: stamp.at)
    wave.address = secret.addressKey(client: submission.client, site: submission.site)
    context.neighbourhood = try await neighbourhood(
      of: wave, background: background, site: submission.site, now: stamp.at)
    let (verdict, circumstances) = judge(prepared, in: context, stamp: stamp)
    wave = self.wave(wave, judged: verdict, in: context)

    let editToken = secret.editToken(for: comment)
    let judged = JudgedSubmission(
      site: submission.site, article: submission.article, parent: submission.parent, comment: comment,
      revision: stamp.identifier(-2), text: submission.text, authorName: submission.author.name,
      authorURL: submission.author.url, identity: identity, authorVersion: background.author?.version ?? 0,
      verdict: verdict, language: verdict.language, digest: prepared.digest, policy: policy,
      caseCause: context.isPremoderated && verdict.score < verdict.thresholds.hold ? .premoderation : .verdict,
      formNonce: token?.nonce, formNonceExpiresAt: token?.expiresAt, idempotencyKey: submission.idempotencyKey,
      fingerprint: submission.idempotencyKey == nil ? [] : Self.fingerprint(of: submission, identity: identity),
      editTokenHash: FlowSecret.sha256(editToken), circumstances: circumstances, wave: wave)
    let result: StoredSubmission
    do throws(FlowError) {
      result = try await stored(article: submission.article, parent: submission.parent) {
        try await store.submit(judged, stamp: stamp)
      }
    } catch {
      await waves.forget(comment, site: submission.site)
      throw error
    }
    if result.isRepeat { await waves.forget(comment, site: submission.site) }
    bell.ring()
    await noteMarks(site: submission.site)
    return SubmissionReceipt(
      comment: result.comment, editToken: secret.editToken(for: result.comment.id), isRepeat: result.isRepeat)
  }

  /// The verdict, and what of its grounds is kept with the words.
  func judge(
    _ prepared: PreparedSubmission, in context: SubmissionContext, stamp: WriteStamp
  ) -> (Verdict, Circumstances) {
    let (verdict, distance) = desk.judge { worker in
      (worker.verdict(on: prepared, in: context), worker.latestSpamDistance)
    }
    let audit = verdict.action == .publish ? AuditDraw(rate: policy.auditRate, chance: stamp.chance) : nil
    return (verdict, Circumstances(context, spamDistance: distance, audit: audit))
  }

  /// A form for a reader: what `submit` wants back in `FormFacts.form`.
  public func issueFormToken(for target: ReplyTarget) -> String {
    FormToken(target: target, issuedAt: surroundings.now(), nonce: surroundings.random()).signed(with: secret)
  }

  /// The verdict on a text alone, stored nowhere: no author, no article, no earlier comments are known.
  public func check(_ submission: Submission) throws(FlowError) -> Verdict {
    try Self.valid { () throws(InvalidSubmission) in try submission.validate(under: policy) }
    let context = SubmissionContext.standalone(now: surroundings.now(), policy: policy)
    return desk.judge { $0.verdict(on: $0.prepare(submission), in: context) }
  }

  static func valid<Value>(_ check: () throws(InvalidSubmission) -> Value) throws(FlowError) -> Value {
    do { return try check() } catch { throw .invalid(error) }
  }

  /// The receipt of the same delivery, when it was taken before: its form, parent or article may have gone since, and the
  /// reader must not be told to send it again.
  private func earlierReceipt(
    for submission: Submission, identity: AuthorIdentity, now: Timestamp
  ) async throws(FlowError) -> SubmissionReceipt? {
    guard let key = submission.idempotencyKey else { return nil }
    let fingerprint = Self.fingerprint(of: submission, identity: identity)
    let earlier = try await stored {
      try await store.comment(submittedWith: key, fingerprint: fingerprint, site: submission.site, now: now)
    }
    guard let earlier else { return nil }
    return SubmissionReceipt(comment: earlier, editToken: secret.editToken(for: earlier.id), isRepeat: true)
  }

  private func formToken(of submission: Submission, now: Timestamp) throws(FlowError) -> FormToken? {
    guard case .form(let text, _) = submission.form else { return nil }
    guard let text, !text.isEmpty else { throw .form(.missingToken) }
    do {
      return try FormToken(
        text, for: ReplyTarget(site: submission.site, article: submission.article, parent: submission.parent),
        secret: secret, now: now)
    } catch {
      throw .form(error)
    }
  }

  private func outcome(of form: FormFacts, token: FormToken?, now: Timestamp) -> FormOutcome {
    guard case .form(_, let honeypot) = form, let token else { return .trusted }
    return .valid(seconds: max(0, now.seconds(since: token.issuedAt)), honeypotFilled: !honeypot.isEmpty)
  }

  /// Whether the comment can stand where it wants to; the store proves the same once more when it writes.
  private func place(
    _ submission: Submission, background: SubmissionBackground, now: Timestamp
  ) throws(FlowError) -> (Article, CommentPolicy) {
    guard let article = background.article else { throw .unknownArticle(submission.article) }
    let effective = policy.applying(article.overrides)
    guard article.accepts(at: now, policy: effective) else { throw .articleClosed(article.id) }
    if let id = submission.parent {
      guard let parent = background.parent, parent.state.isVisible else { throw .parentGone(id) }
      guard parent.article == article.id else { throw .parentElsewhere(id) }
      guard parent.depth < effective.depthMax else { throw .tooDeep(depthMax: effective.depthMax) }
    }
    return (article, effective)
  }

  /// What makes two deliveries the same submission.
  ///
  /// A guest without an e-mail address is known by where they sit, and may have moved to another network between two
  /// attempts; then the name alone stands for them.
  private static func fingerprint(of submission: Submission, identity: AuthorIdentity) -> [UInt8] {
    let isNameless = submission.author.subject == nil && submission.author.email == nil
    let fields = [
      submission.site.key, submission.article.key, submission.parent?.description ?? "",
      isNameless ? "" : identity.canonicalKey, submission.author.name, submission.author.url ?? "", submission.text,
    ]
    return FlowSecret.sha256(fields.map { "\($0.utf8.count):\($0)" }.joined())
  }
}

extension SubmissionContext {
  /// What the store knows, in the pipeline's words.
  init(
    background: SubmissionBackground, article: Article, policy: CommentPolicy, identity: AuthorIdentity,
    now: Timestamp, form: FormOutcome, isEdit: Bool
  ) {
    let isSignedIn = if case .account = identity { true } else { false }
    self.init(
      now: now, policy: policy, articleTitle: article.title, articlePublishedAt: article.publishedAt,
      depth: background.parent.map { $0.depth + 1 } ?? 0,
      author: AuthorHistory(
        key: identity.canonicalKey, isSignedIn: isSignedIn, firstSeenAt: background.author?.firstSeenAt,
        record: background.author?.record ?? AuthorRecord(),
        sanction: background.author?.sanction.flatMap { $0.isInForce(at: now) ? $0.kind : nil },
        recentPosts: background.recentPosts, decidedLastWeek: background.decidedLastWeek,
        refusedLastWeek: background.refusedLastWeek, overturnedLastMonth: background.overturnedLastMonth),
      form: form, copiesBySameAuthor: background.copiesBySameAuthor, copiesByOthers: background.copiesByOthers,
      isEdit: isEdit)
  }

  /// Whether a person has laid down that everything here waits.
  var isPremoderated: Bool { policy.mode == .pre || author.sanction == .premoderate }
}

extension AuthorHistory {
  /// The error for an author who may not write now.
  func refusal(at now: Timestamp, sanction: Sanction?) -> FlowError? {
    guard let sanction, sanction.isInForce(at: now) else { return nil }
    return switch sanction.kind {
    case .ban: .banned
    case .mute: .muted(until: sanction.until ?? now)
    case .premoderate, .trust: nil
    }
  }
}
