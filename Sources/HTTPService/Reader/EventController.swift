import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import ModerationModel
import ServiceLifecycle

/// Live events of one article.
enum EventController {
  static let endpoints = [
    Endpoint(
      .get, "/v1/articles/{article}/events", access: .anyone,
      "Server-sent events: published, edited, removed, counts; reset when too much was missed.", handle: stream)
  ]

  /// Events that are read again for somebody who comes back; whoever missed more starts anew.
  static let replayMax = 2000

  static func stream(_ exchange: Exchange) async throws -> Response {
    let article = try await exchange.flow.article(try exchange.articleID(), site: exchange.site).id
    var seen: Int64?
    if let field = exchange.request.headers[.lastEventID], !field.isEmpty {
      guard let number = Int64(field), number >= 0 else {
        throw Problem(field: "Last-Event-ID", "is none that we sent")
      }
      seen = number
    }
    let headers: HTTPFields = [
      .contentType: "text/event-stream", .cacheControl: "no-store", .contentTypeOptions: "nosniff",
      .accelBuffering: "no",
    ]
    let hub = exchange.service.shared.hub
    let address = exchange.clientAddress ?? ""
    let isFull = try hub.subscribe(to: article, from: address)
    // A HEAD request, and a peer that has gone, never ask for the body: the subscription begins with it.
    hub.end(isFull)
    let last = seen
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody { writer in
        let subscription = try hub.subscribe(to: article, from: address)
        defer { hub.end(subscription) }
        try await withGracefulShutdownHandler {
          try await send(subscription, after: last, exchange: exchange, to: &writer)
        } onGracefulShutdown: {
          subscription.continuation.finish()
        }
        try await writer.finish(nil)
      })
  }

  private static func send(
    _ subscription: EventHub.Subscription, after seen: Int64?, exchange: Exchange,
    to writer: inout any ResponseBodyWriter
  ) async throws {
    try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
    var last = seen ?? 0
    if let seen { last = try await replay(subscription.article, after: seen, exchange: exchange, to: &writer) }
    for await frame in subscription.frames where frame.sequence == 0 || frame.sequence > last {
      try await writer.write(frame.bytes)
    }
  }

  /// Sends what somebody missed while away; the place up to which that is.
  private static func replay(
    _ article: ArticleID, after seen: Int64, exchange: Exchange, to writer: inout any ResponseBodyWriter
  ) async throws -> Int64 {
    let events = try await exchange.flow.store.events(after: seen, limit: replayMax + 1)
    guard events.count <= replayMax else {
      let newest = try await exchange.flow.store.lastSequence()
      try await writer.write(EventFrames.frame("reset", sequence: newest, data: Array("{}".utf8)).bytes)
      return newest
    }
    for event in events where event.article == article && event.site == exchange.site {
      for frame in try await EventFrames.frames(for: event, flow: exchange.flow) {
        try await writer.write(frame.bytes)
      }
    }
    return events.last?.sequence ?? seen
  }
}
