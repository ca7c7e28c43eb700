import CommentFlow
import CommentStore
import Logging
import ModerationModel
public import ServiceLifecycle

/// Follows the outbox, also what other processes write there: keeps the thread cache right and feeds live streams.
///
/// While it does not run, or cannot read, nothing is answered from the cache.
struct EventFollower: Service {
  let service: CommentService

  func run() async throws {
    await cancelWhenGracefulShutdown { await follow() }
  }

  private func follow() async {
    while !Task.isCancelled {
      do {
        let start = try await service.flow.store.lastSequence()
        service.shared.threads.dropAll()
        try await follow(from: start)
      } catch {
        guard !Task.isCancelled else { return }
        service.logger.warning(
          "events cannot be followed; pages are read anew", metadata: ["error": "\(type(of: error))"])
        service.shared.threads.dropAll()
        try? await Task.sleep(for: .seconds(1))
      }
    }
  }

  private func follow(from start: Int64) async throws {
    let shared = service.shared
    var asked = shared.seconds
    var pinged = asked
    for try await batch in service.flow.eventBatches(after: start) {
      let own = batch.filter { $0.site == service.site }
      // Pages first: whoever hears of an event and reads must find what it speaks of.
      for article in Set(own.compactMap(\.article)) { shared.threads.drop(article) }
      // A full batch may have more behind it.
      if batch.count < EventBatches.countMax { shared.threads.confirm(now: asked) }
      for event in own {
        guard let article = event.article, shared.hub.hasListeners(article) else { continue }
        for frame in try await EventFrames.frames(for: event, flow: service.flow) {
          shared.hub.send(frame, to: article)
        }
      }
      asked = shared.seconds
      if asked - pinged > Self.pingSeconds {
        shared.hub.ping()
        pinged = asked
      }
    }
  }

  /// Seconds between signs of life on a quiet stream; proxies close quiet connections after a minute.
  static let pingSeconds = 15.0
}

extension CommentService {
  /// What must run beside the routes: without it every page is read from the store, live streams stay silent and webhooks are told nothing.
  public var followers: [any Service] {
    [EventFollower(service: self), WebhookService(flow: flow)]
  }
}
