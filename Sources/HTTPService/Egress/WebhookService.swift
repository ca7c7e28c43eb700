import CommentFlow
import ServiceLifecycle

/// Tells webhooks what happens, for as long as the process serves. Several processes on one store share the work.
struct WebhookService: Service {
  let flow: CommentFlow

  func run() async throws {
    await cancelWhenGracefulShutdown { await WebhookRelay(flow: flow, sender: EgressClient()).run() }
  }
}
