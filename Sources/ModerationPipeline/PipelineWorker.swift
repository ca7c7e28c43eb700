public import ModerationModel
import RuleEngine
import TextNormalization

/// Judges one submission after another, reusing its memory. Not for two threads at a time; make one for each.
public final class PipelineWorker {
  let pipeline: ModerationPipeline
  private var rules: RuleWorker
  private var normalizer = Normalizer()
  /// Comments come in bursts on one article, whose title is then normalised once.
  private var title: (text: String, normalized: NormalizedText)?
  /// `nil` where no model is in use.
  var classifier: ClassifierWorker?

  init(pipeline: ModerationPipeline) {
    self.pipeline = pipeline
    rules = pipeline.ruleSet.makeWorker()
    classifier = pipeline.classifier.map { ClassifierWorker(model: $0) }
  }

  /// Normalises and measures a submission.
  ///
  /// - Complexity: O(bytes). The caller has bounded the sizes (`Submission.validate`).
  public func prepare(_ submission: Submission) -> PreparedSubmission {
    let body = normalizer.normalize(submission.text)
    var texts = FieldTexts()
    texts[.body] = body
    if !submission.author.name.isEmpty { texts[.authorName] = normalizer.normalize(submission.author.name) }
    if let email = submission.author.email { texts[.authorEmail] = normalizer.normalize(email) }
    if let url = submission.author.url { texts[.authorURL] = normalizer.normalize(url) }
    if let agent = submission.client.userAgent { texts[.userAgent] = normalizer.normalize(agent) }
    if let address = submission.client.address, NetworkAddress(address) != nil {
      texts[.clientAddress] = normalizer.normalize(address)
    }
    if !body.links.isEmpty {
      texts[.linkHosts] = normalizer.normalize(body.links.map(\.host).joined(separator: "\n"))
    }
    var facts = Facts()
    facts.measure(body)
    facts[.authorHasURL] = submission.author.url == nil ? 0 : 1
    return PreparedSubmission(
      submission: submission, digest: TextDigest(folded: body[.fold].bytes),
      language: submission.language ?? Language(body.statistics.language.rawValue), body: body, texts: texts,
      facts: facts)
  }

  /// What a text is compared by when rules ask whether another is near to it; `nil` when there is too little of it.
  package func fingerprint(of text: String) -> TextFingerprint? {
    TextFingerprint(normalizer.normalize(text))
  }

  /// The verdict on a prepared submission in its context.
  ///
  /// Phases, in this order: form checks, rules, heuristics, the classifier, then the policy. None of them reads anything that was not
  /// handed in.
  ///
  /// - Parameter isTraffic: It is a new arrival, which guards count; false for what is only tried.
  public func verdict(
    on prepared: PreparedSubmission, in context: SubmissionContext, isTraffic: Bool = true
  ) -> Verdict {
    var texts = prepared.texts
    if !context.articleTitle.isEmpty { texts[.articleTitle] = normalizedTitle(context.articleTitle) }
    let facts = facts(prepared, context)
    let outcome = rules.evaluate(
      texts, facts: facts, language: prepared.language, authorKey: context.author.key, now: context.now,
      spam: context.spam, isTraffic: isTraffic && context.keptFindings == nil)

    var signals = circumstances(prepared, context, facts)
    signals += outcome.signals.map { Self.placingHosts($0, links: prepared.body.links) }
    signals += textFindings(prepared, context)
    signals += classifierFindings(prepared, signals)
    let decision = pipeline.policy.outcome(of: signals, policy: context.policy, sanction: context.author.sanction)
    return Verdict(
      action: decision.action, score: decision.score, categories: decision.categories,
      signals: signals.sorted(by: Self.comesFirst), thresholds: decision.thresholds,
      ruleSet: pipeline.ruleSet.revision, model: pipeline.classifier?.revision, language: prepared.language)
  }

  /// The verdict as if some rules were not there, for finding out what a decision hangs on.
  package func verdict(
    on prepared: PreparedSubmission, in context: SubmissionContext, isTraffic: Bool, leavingOut names: Set<String>
  ) -> Verdict {
    rules.leaveOut(names)
    defer { rules.leaveOut([]) }
    var context = context
    context.unseenFindings.removeAll { names.contains($0.name) }
    context.keptFindings?.removeAll { $0.source == .rule && names.contains($0.name) }
    return verdict(on: prepared, in: context, isTraffic: isTraffic)
  }

  /// By rule that hit in the latest verdict, the numbers of its patterns that were met; see `RuleSet.patternSources`.
  package func latestPatterns() -> [(rule: String, patterns: Set<Int>)] { rules.latestPatterns() }

  /// How near the words of the latest verdict were to confirmed spam; `nil` where no rule asked or nothing was known.
  package var latestSpamDistance: Int? { rules.latestSpamDistance }

  /// What the words themselves show.
  private func textFindings(_ prepared: PreparedSubmission, _ context: SubmissionContext) -> [Signal] {
    let statistics = prepared.body.statistics
    return pipeline.links.signals(links: prepared.body.links, author: context.author)
      + pipeline.shouting.signals(statistics: statistics) + pipeline.disguise.signals(statistics: statistics)
      + pipeline.names.signals(prepared)
  }

  /// What the moment of arrival shows; ``Signal/isOfCircumstances`` tells these findings by their names.
  ///
  /// Of words that are judged again, the moment is over: what was found then still counts. An edit may repeat others' words
  /// anew, so for that it is looked at again.
  private func circumstances(
    _ prepared: PreparedSubmission, _ context: SubmissionContext, _ facts: Facts
  ) -> [Signal] {
    let kept = context.keptFindings.map { $0.filter { $0.isOfCircumstances || $0.isBesideTheWords } }
    if let kept, !context.isEdit { return kept }
    var signals = (kept ?? []).filter { $0.source == .form || $0.isOfPace || $0.isBesideTheWords }
    signals += context.unseenFindings.filter { $0.isBesideTheWords && pipeline.ruleSet.hasRule($0.name) }
    signals += pipeline.form.signals(form: context.form)
    signals += pipeline.standing.signals(author: context.author)
    // What people have let through from many may be said by one more.
    let isApproved = context.neighbourhood.wave?.ruling?.decision == .approve
    signals += pipeline.duplicates.signals(
      length: facts[.length] ?? 0, own: context.copiesBySameAuthor, others: isApproved ? 0 : context.copiesByOthers)
    signals += pipeline.waves.signals(context, links: prepared.body.links)
    signals += pipeline.rates.signals(context.neighbourhood, isEdit: context.isEdit)
    signals += pipeline.reputation.signals(context.neighbourhood)
    if !context.isEdit, let flood = pipeline.flood.signal(recent: context.author.recentPosts, now: context.now) {
      signals.append(flood)
    }
    return signals
  }

  /// What the text tells, and what the context adds. What nobody looked up stays unknown.
  private func facts(_ prepared: PreparedSubmission, _ context: SubmissionContext) -> Facts {
    var facts = prepared.facts
    facts[.isReply] = prepared.submission.parent == nil ? 0 : 1
    facts[.replyDepth] = Double(context.depth)
    facts[.isEdit] = context.isEdit ? 1 : 0
    if let published = context.articlePublishedAt {
      facts[.articleAgeDays] = context.now.seconds(since: published) / 86_400
    }
    if case .valid(let seconds, let honeypotFilled) = context.form {
      facts[.formSeconds] = seconds
      facts[.formHoneypot] = honeypotFilled ? 1 : 0
    }
    let author = context.author
    let around = context.neighbourhood
    facts[.isWaveAlarmed] = around.isAlarmed ? 1 : 0
    guard author.isKnown else { return facts }
    facts[.waveSize] = Double((around.wave?.size ?? 0) + 1)
    facts[.waveAuthors] = Double(max(1, around.wave?.authors ?? 1))
    facts[.waveArticles] = Double(max(1, around.wave?.articles ?? 1))
    facts[.waveRefused] = Double(around.wave?.refused ?? 0)
    facts[.authorRefusedShare] = around.author.refusedShare
    facts[.addressRefusedShare] = around.address?.refusedShare
    facts[.authorApprovedCount] = Double(author.record.approved)
    facts[.authorPublishedCount] = Double(author.record.published)
    facts[.authorPendingCount] = Double(author.record.pending)
    facts[.authorRejectedCount] = Double(author.record.rejected)
    facts[.authorSpamCount] = Double(author.record.spam)
    facts[.authorRejectedShare7d] =
      author.decidedLastWeek == 0 ? 0 : Double(author.refusedLastWeek) / Double(author.decidedLastWeek)
    facts[.authorOverturned30d] = Double(author.overturnedLastMonth)
    facts[.authorAgeDays] = author.firstSeenAt.map { max(0, context.now.seconds(since: $0) / 86_400) } ?? 0
    facts[.authorIsSignedIn] = author.isSignedIn ? 1 : 0
    facts[.authorIsTrusted] = author.sanction == .trust ? 1 : 0
    facts[.authorIsPremoderated] = author.sanction == .premoderate ? 1 : 0
    facts[.authorPostsLastMinute] = Double(
      author.recentPosts.prefix { context.now.seconds(since: $0) < 60 }.count)
    facts[.duplicateOfSameAuthor] = context.copiesBySameAuthor > 0 ? 1 : 0
    facts[.duplicatesElsewhere] = Double(context.copiesByOthers)
    return facts
  }

  private func normalizedTitle(_ text: String) -> NormalizedText {
    if let title, title.text == text { return title.normalized }
    let normalized = normalizer.normalize(text)
    title = (text, normalized)
    return normalized
  }

  /// Evidence in the list of link hosts, shown where those links stand in the body.
  private static func placingHosts(_ signal: Signal, links: [Link]) -> Signal {
    guard signal.evidence.contains(where: { $0.field == .linkHosts }) else { return signal }
    var signal = signal
    signal.evidence = signal.evidence.flatMap { evidence -> [Evidence] in
      guard evidence.field == .linkHosts else { return [evidence] }
      var begin = 0
      return links.compactMap { link in
        let line = begin..<begin + link.host.utf8.count
        begin = line.upperBound + 1
        return line.overlaps(evidence.range) ? Evidence(field: .body, range: link.range) : nil
      }
    }
    return signal
  }

  /// Faults, then live before shadow, then the strongest; names settle ties, so that equal verdicts are equal.
  private static func comesFirst(_ left: Signal, _ right: Signal) -> Bool {
    func key(_ signal: Signal) -> (Int, Double, String) {
      (signal.source == .fault ? 0 : signal.status == .live ? 1 : 2, -abs(signal.score), signal.name)
    }
    return key(left) < key(right)
  }
}

extension Signal {
  /// Whether it speaks of how and by whom a text was sent, and not of the words.
  var isOfCircumstances: Bool {
    switch source {
    case .form: true
    case .heuristic:
      Self.circumstanceNames.contains(name)
    case .validity, .rule, .classifier, .fault: false
    }
  }

  private static let circumstanceNames: Set<String> = [
    "heuristic.first_comment", "heuristic.recently_rejected", "heuristic.duplicate_same_author",
    "heuristic.duplicate_elsewhere", "heuristic.flood", "heuristic.wave_size", "heuristic.wave_spam",
    "heuristic.wave_rejected", "heuristic.wave_alarm", "heuristic.text_rate", "heuristic.address_rate",
    "heuristic.author_record", "heuristic.address_record",
  ]

  /// Whether it speaks of how fast comments came, which an edit does not change.
  var isOfPace: Bool {
    source == .heuristic && ["heuristic.flood", "heuristic.text_rate", "heuristic.address_rate"].contains(name)
  }

  /// Whether a rule found it only in what is not stored with a comment and cannot be looked at again.
  var isBesideTheWords: Bool {
    source == .rule && !evidence.isEmpty
      && evidence.allSatisfy { $0.field.isPrivate || $0.field == .userAgent }
  }
}
