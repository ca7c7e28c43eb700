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
    let (taken, take) = AsyncStream.makeStream(of: RuleSet.self)
    take.yield(flow.pipeline.ruleSet)
    let reloader = RuleReloader(
      folder: try Self.rulesFolder(settings: settings), revision: flow.pipeline.ruleSet.revision
    ) { outcome in
      if case .loaded(let rules) = outcome {
        flow.pipeline = flow.pipeline.replacing(rules)
        take.yield(rules)
      }
      onReload(outcome)
    }
    var configuration = ServiceGroupConfiguration(
      services: [
        service.application { port in
          var http = settings.http
          http.port = port
          await onReady(http.baseURL ?? "http://\(http.host):\(port)", port)
        },
        RuleWatch(assembly: self, reloader: reloader, taken: taken),
      ],
      gracefulShutdownSignals: [.sigterm, .sigint],
      logger: Logger(label: "moderato.services", level: settings.logLevel))
    // Streams end at once and requests within their own deadline; what hangs beyond that is let go.
    configuration.maximumGracefulShutdownDuration = .seconds(settings.http.requestSeconds + 5)
    try await ServiceGroup(configuration: configuration).run()
  }
}

/// Watches the rules' folder until the process is asked to end, and looks at once when asked to (SIGHUP). What came into
/// force is remembered in the store.
private struct RuleWatch: Service {
  let assembly: Assembly
  let reloader: RuleReloader
  /// Every set that came into force, the first one included.
  let taken: AsyncStream<RuleSet>

  func run() async throws {
    let requests = await UnixSignalsSequence(trapping: .sighup)
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { await reloader.run() }
        group.addTask {
          for await _ in requests { await reloader.reload() }
        }
        group.addTask {
          // That a set cannot be remembered, because it is too large, hinders no comment.
          for await rules in taken {
            _ = try? await assembly.rememberRules(rules, by: "serve", reason: "read from the folder")
          }
        }
      }
    }
  }
}
