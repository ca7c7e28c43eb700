import CommentFlow
package import HTTPService
import Hummingbird
import Logging
import ModerationPipeline
import RuleEngine
import ServiceLifecycle
import UnixSignals

extension Assembly {
  /// The comments of the configured site over HTTP.
  package var service: CommentService {
    CommentService(
      flow: flow, site: settings.site, settings: settings.http,
      logger: Logger(label: "moderato.http", level: settings.logLevel))
  }

  /// Serves until the process is asked to end (SIGTERM, SIGINT); requests under way are answered first.
  ///
  /// The rules' folder is watched meanwhile, so that an edited rule set takes effect without a restart.
  /// - Parameters:
  ///   - onReady: Called with the address for readers and the port once requests are taken.
  ///   - onReload: Told of every attempt to put edited rules into force.
  ///   - newsSite: Articles around the discussions, for a demonstration.
  package func serve(
    newsSite: NewsSite? = nil,
    onReady: @escaping @Sendable (_ address: String, _ port: Int) async -> Void,
    onReload: @escaping @Sendable (RuleReloader.Outcome) -> Void = { _ in }
  ) async throws {
    PrometheusRegistry.bootstrap()
    let (flow, settings) = (flow, settings)
    var service = service
    service.newsSite = newsSite
    let reloader = RuleReloader(
      folder: try Self.rulesFolder(settings: settings), revision: flow.pipeline.ruleSet.revision
    ) { outcome in
      if case .loaded(let rules) = outcome { flow.pipeline = ModerationPipeline(ruleSet: rules) }
      onReload(outcome)
    }
    var configuration = ServiceGroupConfiguration(
      services: [
        service.application { port in
          var http = settings.http
          http.port = port
          await onReady(http.baseURL ?? "http://\(http.host):\(port)", port)
        },
        RuleWatch(reloader: reloader),
      ],
      gracefulShutdownSignals: [.sigterm, .sigint],
      logger: Logger(label: "moderato.services", level: settings.logLevel))
    // Streams end at once and requests within their own deadline; what hangs beyond that is let go.
    configuration.maximumGracefulShutdownDuration = .seconds(settings.http.requestSeconds + 5)
    try await ServiceGroup(configuration: configuration).run()
  }
}

/// Watches the rules' folder until the process is asked to end.
private struct RuleWatch: Service {
  let reloader: RuleReloader

  func run() async throws {
    await cancelWhenGracefulShutdown { await reloader.run() }
  }
}
