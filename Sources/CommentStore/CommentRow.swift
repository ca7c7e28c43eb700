package import ModerationModel

/// A comment with what only stores need to know of it.
package struct CommentRow: Hashable, Sendable {
  /// Levels below the top, whatever a policy allows, so that a path has a size.
  package static let depthMax = 100

  package var comment: Comment
  /// The comments above it, from the top; the last one is its parent.
  package var ancestors: [CommentID]
  package var digest: TextDigest?
  package var editTokenHash: [UInt8]?

  package init(
    comment: Comment, ancestors: [CommentID], digest: TextDigest? = nil, editTokenHash: [UInt8]? = nil
  ) {
    self.comment = comment
    self.ancestors = ancestors
    self.digest = digest
    self.editTokenHash = editTokenHash
  }

  /// Where it stands in its thread: identities sort by time, so paths sort in the order in which readers meet comments.
  package var path: [CommentID] { ancestors + [comment.id] }

  /// The top-level comment that it belongs to.
  package var root: CommentID { ancestors.first ?? comment.id }
}

/// A review's item with whose comment it decided.
package struct ReviewItemRow: Hashable, Sendable {
  package var review: ReviewID
  /// The place among the review's items, from 0.
  package var position: Int
  package var author: AuthorID
  package var item: Review.Item

  package init(review: ReviewID, position: Int, author: AuthorID, item: Review.Item) {
    self.review = review
    self.position = position
    self.author = author
    self.item = item
  }
}

/// What a review decided, in numbers.
package struct ReviewTally: Hashable, Sendable {
  package var decision: Decision
  package var moderator: String
  package var at: Timestamp
  package var comments: Int
  /// From each comment's arrival to the decision; in the order of the items.
  package var waitsSeconds: [Double]

  package init(decision: Decision, moderator: String, at: Timestamp, comments: Int, waitsSeconds: [Double]) {
    self.decision = decision
    self.moderator = moderator
    self.at = at
    self.comments = comments
    self.waitsSeconds = waitsSeconds
  }
}

/// One decision on an author's comment that still stands.
package struct DecisionOnAuthor: Hashable, Sendable {
  package var review: ReviewID
  package var comment: CommentID
  package var before: CommentState
  package var causeBefore: StateCause
  package var after: CommentState
  package var at: Timestamp

  package init(
    review: ReviewID, comment: CommentID, before: CommentState, causeBefore: StateCause, after: CommentState,
    at: Timestamp
  ) {
    self.review = review
    self.comment = comment
    self.before = before
    self.causeBefore = causeBefore
    self.after = after
    self.at = at
  }
}

/// A comment that says the same as another.
package struct TextCopy: Hashable, Sendable {
  package var comment: CommentID
  package var author: AuthorID

  package init(comment: CommentID, author: AuthorID) {
    self.comment = comment
    self.author = author
  }
}

/// What was stored under an idempotency key.
package struct IdempotencyRecord: Hashable, Sendable {
  package var fingerprint: [UInt8]
  package var comment: CommentID
  package var expiresAt: Timestamp

  package init(fingerprint: [UInt8], comment: CommentID, expiresAt: Timestamp) {
    self.fingerprint = fingerprint
    self.comment = comment
    self.expiresAt = expiresAt
  }
}

/// The part of a thread that a page shows.
package struct ThreadSlice: Sendable {
  package var site: SiteID
  package var article: ArticleID
  package var sort: ThreadSort
  /// The path of the last comment shown so far.
  package var after: [CommentID]?
  /// The votes that the last comment's branch stood by; only with `top`.
  package var votesAfter: Int?
  package var viewer: AuthorID?
  package var limit: Int
}

/// Which comments `StoreTransaction.comments(_:)` reads. All given conditions must hold.
package struct CommentFilter: Sendable {
  package var site: SiteID
  package var article: ArticleID?
  package var author: AuthorID?
  package var state: CommentState?
  package var before: CommentID?
  package var limit: Int
}

/// The last entry of a site's log, kept apart so that cutting off the end shows.
package struct LogHead: Hashable, Sendable {
  package var index: Int64
  package var hash: [UInt8]

  package init(index: Int64, hash: [UInt8]) {
    self.index = index
    self.hash = hash
  }
}

/// The outbox in numbers; all zero when it is empty.
package struct EventSpan: Hashable, Sendable {
  package var first: Int64
  package var last: Int64
  package var count: Int64

  package init(first: Int64 = 0, last: Int64 = 0, count: Int64 = 0) {
    self.first = first
    self.last = last
    self.count = count
  }
}

/// Our own counted shares of an article through one network.
package struct RecordedShares: Hashable, Sendable {
  package var site: SiteID
  package var article: ArticleID
  package var network: ShareNetwork
  package var count: Int
  /// Visitors whose window may still be running.
  package var visitors: Int

  package init(site: SiteID, article: ArticleID, network: ShareNetwork, count: Int, visitors: Int) {
    self.site = site
    self.article = article
    self.network = network
    self.count = count
    self.visitors = visitors
  }
}

/// An identity within a site.
package struct Scoped<ID: Hashable & Sendable>: Hashable, Sendable {
  package var site: SiteID
  package var id: ID

  package init(_ site: SiteID, _ id: ID) {
    self.site = site
    self.id = id
  }
}
