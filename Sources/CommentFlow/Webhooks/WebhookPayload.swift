import CommentStore
import Foundation
import ModerationModel

/// What a receiver is told about one event.
///
/// Written by an encoder, never by hand, so that no word of a reader can become more than a word. The comment is told as
/// it is when the event is sent: one that was erased meanwhile comes as `comment.erased`, whatever happened to it before.
struct WebhookPayload: Encodable {
  struct CommentPart: Encodable {
    var id: String
    var parent: String?
    var state: String
    var version: Int
    var createdAt: String
    var editedAt: String?
    var replies: Int
    var votes: Int
    /// Only where readers see it.
    var authorName: String?
    var text: String?
    /// The text was left out for its length; ask for the comment.
    var textOmitted: Bool?
  }

  struct DataPart: Encodable {
    var site: String
    var sequence: Int64
    var article: String?
    var comment: CommentPart?
    var review: String?
    var before: String?
    var after: String?
  }

  var type: String
  var timestamp: String
  var data: DataPart

  init(_ event: ModerationEvent, comment: Comment?) {
    let isErased = comment?.cause == .erasure || event.kind == .commentErased
    type = isErased ? ModerationEvent.Kind.commentErased.rawValue : event.kind.rawValue
    timestamp = event.at.description
    data = DataPart(
      site: event.site.key, sequence: event.sequence, article: event.article?.key,
      comment: event.comment.map { id in
        guard let comment, !isErased else {
          return CommentPart(
            id: id.description, state: CommentState.deleted.rawValue, version: comment?.version ?? 0,
            createdAt: id.time.description, replies: comment?.replies ?? 0, votes: 0)
        }
        let isShown = comment.state.isVisible
        return CommentPart(
          id: id.description, parent: comment.parent?.description, state: comment.state.rawValue,
          version: comment.version, createdAt: comment.createdAt.description, editedAt: comment.editedAt?.description,
          replies: comment.replies, votes: comment.votes, authorName: isShown ? comment.authorName : nil,
          text: isShown ? comment.revision.text : nil)
      }, review: event.review?.description, before: event.before?.rawValue, after: event.after?.rawValue)
  }

  /// The payload as JSON; without the text where that would be too long.
  func bytes() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    let whole = try encoder.encode(self)
    guard whole.count > WebhookRequest.bodyBytesMax else { return Array(whole) }
    var shorter = self
    shorter.data.comment?.text = nil
    shorter.data.comment?.textOmitted = true
    return Array(try encoder.encode(shorter))
  }
}
