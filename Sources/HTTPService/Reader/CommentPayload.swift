package import CommentStore
package import ModerationModel

/// A comment as any reader may see it. Nothing here is only for its author or for the newsroom: no address, no keys, no
/// verdict.
package struct CommentPayload {
  package var comment: Comment
  /// Only its place is shown: it was withdrawn, or hidden after others had replied.
  package var isShell = false

  package init(_ comment: Comment) {
    self.comment = comment
  }

  package init(_ item: ThreadPage.Item) {
    comment = item.comment
    isShell = item.isShell
  }

  /// What readers are told of a state. Whether a machine or a person let a comment through is the newsroom's business, and
  /// so is whether it was taken for spam.
  package static func word(for state: CommentState) -> String {
    switch state {
    case .published, .approved: "visible"
    case .pending: "pending"
    case .rejected, .spam: "rejected"
    case .deleted: "deleted"
    }
  }

  package func write(to writer: inout JSONWriter) {
    writer.raw("{\"id\":")
    writer.string("\(comment.id)")
    writer.raw(",\"article\":")
    writer.string(comment.article.key)
    writer.raw(",\"parent\":")
    if let parent = comment.parent { writer.string("\(parent)") } else { writer.raw("null") }
    writer.raw(",\"depth\":")
    writer.integer(comment.depth)
    writer.raw(",\"state\":")
    writer.string(isShell ? "deleted" : Self.word(for: comment.state))
    writer.raw(",\"replies\":")
    writer.integer(comment.replies)
    writer.raw(",\"votes\":")
    writer.integer(isShell ? 0 : comment.votes)
    writer.raw(",\"created_at\":")
    writer.string("\(comment.createdAt)")
    guard !isShell else {
      writer.raw(",\"author\":null,\"text\":null,\"language\":null,\"edited_at\":null}")
      return
    }
    writer.raw(",\"author\":{\"id\":")
    writer.string("\(comment.author)")
    writer.raw(",\"name\":")
    writer.string(comment.authorName)
    writer.raw(",\"url\":")
    if let url = comment.authorURL { writer.string(url) } else { writer.raw("null") }
    writer.raw("},\"text\":")
    writer.string(comment.revision.text)
    writer.raw(",\"language\":")
    if let language = comment.language { writer.string(language.code) } else { writer.raw("null") }
    writer.raw(",\"edited_at\":")
    if let editedAt = comment.editedAt { writer.string("\(editedAt)") } else { writer.raw("null") }
    writer.raw("}")
  }

  /// The version that an edit must name; only for the comment's author and the newsroom.
  package func bytes() -> [UInt8] {
    var writer = JSONWriter(reserving: 512 + comment.revision.text.utf8.count)
    write(to: &writer)
    return writer.bytes
  }
}
