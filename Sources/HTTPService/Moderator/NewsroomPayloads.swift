import CommentFlow
import CommentStore
import ModerationModel

/// What the newsroom sees, as JSON: names as the command line has them. None of this is for readers.
enum NewsroomPayloads {
  /// Points without the dust of binary fractions.
  static func points(_ points: Double) -> JSONValue { .number((points * 10_000).rounded() / 10_000) }

  static func time(_ moment: Timestamp?) -> JSONValue { JSONValue(moment?.description) }

  static func id<Subject>(_ id: Identifier<Subject>?) -> JSONValue { JSONValue(id?.description) }

  /// - Parameter isBlind: What the machine said is kept back until the decision.
  static func comment(_ comment: Comment, isBlind: Bool = false) -> JSONValue {
    let verdict = comment.revision.verdict
    return [
      "id": id(comment.id), "article": .string(comment.article.key), "parent": id(comment.parent),
      "depth": .integer(Int64(comment.depth)), "author": id(comment.author),
      "author_name": .string(comment.authorName), "author_url": JSONValue(comment.authorURL),
      "state": .string(comment.state.rawValue), "cause": .string(comment.cause.rawValue),
      "text": .string(comment.revision.text), "revision": .integer(Int64(comment.revision.number)),
      "created_at": time(comment.createdAt), "edited_at": time(comment.editedAt),
      "replies": .integer(Int64(comment.replies)), "votes": .integer(Int64(comment.votes)),
      "language": JSONValue(comment.language?.code), "version": .integer(Int64(comment.version)),
      "action": isBlind ? .null : .string(verdict.action.rawValue), "score": isBlind ? .null : points(verdict.score),
    ]
  }

  static func verdict(_ verdict: Verdict) -> JSONValue {
    [
      "action": .string(verdict.action.rawValue), "score": points(verdict.score),
      "categories": .object(
        verdict.categories.sorted { $0.key < $1.key }.map { .init($0.key.rawValue, points($0.value)) }),
      "thresholds": [
        "hold": points(verdict.thresholds.hold), "reject": points(verdict.thresholds.reject),
        "spam": points(verdict.thresholds.spam),
      ],
      "signals": .array(verdict.signals.map(signal)), "ruleset": .string(verdict.ruleSet),
      "language": JSONValue(verdict.language?.code),
    ]
  }

  /// Ranges are UTF-8 byte offsets of the field as it was written; the end is not included.
  static func signal(_ signal: Signal) -> JSONValue {
    let evidence = signal.evidence.map { place -> JSONValue in
      [
        "field": .string(place.field.rawValue),
        "range": [.integer(Int64(place.range.lowerBound)), .integer(Int64(place.range.upperBound))],
      ]
    }
    return [
      "name": .string(signal.name), "source": .string(signal.source.rawValue),
      "category": .string(signal.category.rawValue), "score": points(signal.score),
      "status": .string(signal.status.rawValue), "group": JSONValue(signal.group),
      "floor": JSONValue(signal.floor?.rawValue), "ceiling": JSONValue(signal.ceiling?.rawValue),
      "evidence": .array(evidence), "reason": .string(signal.reason),
    ]
  }

  static func moderationCase(_ moderationCase: ModerationCase) -> JSONValue {
    let lease: JSONValue =
      moderationCase.lease.map { ["holder": .string($0.holder), "until": time($0.until)] } ?? .null
    return [
      "id": id(moderationCase.id), "comment": id(moderationCase.comment),
      "article": .string(moderationCase.article.key), "cause": .string(moderationCase.cause.rawValue),
      "state": .string(moderationCase.state.rawValue), "priority": points(moderationCase.priority),
      "opened_at": time(moderationCase.openedAt), "closed_at": time(moderationCase.closedAt), "lease": lease,
      "tags": .array(moderationCase.tags.map { .string($0) }), "escalation": JSONValue(moderationCase.escalation),
      "version": .integer(Int64(moderationCase.version)),
    ]
  }

  static func listing(_ listing: CaseListing) -> JSONValue {
    let isBlind = listing.moderationCase.isBlind
    return [
      "case": moderationCase(listing.moderationCase), "comment": comment(listing.comment, isBlind: isBlind),
      "verdict": isBlind ? .null : verdict(listing.comment.revision.verdict),
      "wave": listing.wave.map(wave) ?? .null,
    ]
  }

  /// Comments that read alike.
  static func wave(_ wave: Wave) -> JSONValue {
    [
      "id": id(wave.id), "size": .integer(Int64(wave.size)), "authors": .integer(Int64(wave.authors)),
      "articles": .integer(Int64(wave.articles)), "held": .integer(Int64(wave.held)),
      "refused": .integer(Int64(wave.refused)), "decision": JSONValue(wave.ruling?.decision.rawValue),
      "review": id(wave.ruling?.review),
    ]
  }

  static func review(_ review: Review) -> JSONValue {
    let items = review.items.map { item -> JSONValue in
      [
        "article": .string(item.article.key), "comment": id(item.comment), "before": .string(item.before.rawValue),
        "after": .string(item.after.rawValue), "version": .integer(Int64(item.version)),
        "closed_case": id(item.closedCase),
      ]
    }
    return [
      "id": id(review.id), "decision": .string(review.decision.rawValue), "reason": JSONValue(review.reason?.rawValue),
      "note": .string(review.note), "moderator": .string(review.moderator), "at": time(review.at),
      "undone_at": time(review.undoneAt), "items": .array(items),
    ]
  }

  /// An author without what they are recognised by.
  static func author(_ author: Author) -> JSONValue {
    let record = author.record
    let isAccount = if case .account = author.identity { true } else { false }
    let sanction: JSONValue =
      author.sanction.map {
        [
          "kind": .string($0.kind.rawValue), "until": time($0.until), "reason": .string($0.reason),
          "set_by": .string($0.setBy), "set_at": time($0.setAt),
        ]
      } ?? .null
    return [
      "id": id(author.id), "name": .string(author.name), "signed_in": .bool(isAccount),
      "first_seen_at": time(author.firstSeenAt),
      "record": .object(CommentState.allCases.map { .init($0.rawValue, .integer(Int64(record[$0]))) }),
      "sanction": sanction, "version": .integer(Int64(author.version)),
    ]
  }

  static func explanation(_ explanation: CommentExplanation) -> JSONValue {
    let revisions = explanation.revisions.map { revision -> JSONValue in
      [
        "number": .integer(Int64(revision.number)), "text": .string(revision.text),
        "created_at": time(revision.createdAt),
        "verdict": explanation.isBlind ? .null : verdict(revision.verdict),
      ]
    }
    let reports = explanation.reports.map { report -> JSONValue in
      [
        "reason": .string(report.reason.rawValue), "note": .string(report.note), "weight": points(report.weight),
        "at": time(report.at),
      ]
    }
    return [
      "comment": comment(explanation.comment, isBlind: explanation.isBlind), "revisions": .array(revisions),
      "reviews": .array(explanation.reviews.map(review)), "reports": .array(reports),
      "case": explanation.moderationCase.map(moderationCase) ?? .null,
      "author": explanation.author.map(author) ?? .null,
    ]
  }
}
