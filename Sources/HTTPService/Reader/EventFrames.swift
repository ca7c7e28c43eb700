import CommentFlow
import CommentStore
import ModerationModel
import NIOCore

/// Events of the outbox in the words of readers: what appeared, changed or went, and the counts.
enum EventFrames {
  /// What readers are told of an event; nothing when it concerns only the newsroom.
  static func frames(
    for event: ModerationEvent, flow: CommentFlow
  ) async throws -> [EventHub.Frame] {
    guard let article = event.article else { return [] }
    switch event.kind {
    case .shareRecorded, .shareCountSet: return [try await counts(of: article, event: event, flow: flow)]
    default: break
    }
    let wasVisible = event.before?.isVisible ?? false
    let isVisible = event.after?.isVisible ?? false
    guard let id = event.comment, wasVisible || isVisible else { return [] }
    var frames: [EventHub.Frame] = []
    if isVisible {
      guard !wasVisible || event.kind == .commentEdited else { return [] }
      // What has been taken down since is not shown any more; its own event follows.
      if let comment = try await flow.store.comment(id, site: event.site), comment.state.isVisible {
        frames.append(
          frame(wasVisible ? "edited" : "published", sequence: event.sequence, data: CommentPayload(comment).bytes()))
      }
    } else {
      frames.append(
        frame("removed", sequence: event.sequence, data: JSONWriter.bytes(["id": .string("\(id)")])))
    }
    if wasVisible != isVisible { frames.append(try await counts(of: article, event: event, flow: flow)) }
    return frames
  }

  private static func counts(
    of article: ArticleID, event: ModerationEvent, flow: CommentFlow
  ) async throws -> EventHub.Frame {
    let counts = try await flow.store.counts(of: article, site: event.site)
    let shares = try await flow.store.shares(of: article, site: event.site)
    return frame(
      "counts", sequence: event.sequence,
      data: JSONWriter.bytes(["comments": .integer(Int64(counts.visible)), "shares": JSONValue(shares.total)]))
  }

  /// One message of the stream (WHATWG HTML, "Server-sent events"). JSON has no bare line ends, so one `data` line holds
  /// it.
  static func frame(_ name: StaticString, sequence: Int64?, data: [UInt8]) -> EventHub.Frame {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(data.count + 64)
    if let sequence { buffer.writeString("id: \(sequence)\n") }
    buffer.writeString("event: \(name)\ndata: ")
    buffer.writeBytes(data)
    buffer.writeString("\n\n")
    return EventHub.Frame(sequence: sequence ?? 0, bytes: buffer)
  }
}
