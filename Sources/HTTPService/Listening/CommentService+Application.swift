public import Hummingbird
import HummingbirdCore
import Logging
public import NIOCore

/// What the service's own application knows of a request.
public struct ServiceContext: RequestContext, RemoteAddressRequestContext {
  public var coreContext: CoreRequestContextStorage
  public let remoteAddress: SocketAddress?

  public init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    remoteAddress = source.channel.remoteAddress
  }
}

extension CommentService {
  /// The service as a program of its own, with its limits on connections, fields and time.
  ///
  /// - Parameter onReady: Called with the port once requests are taken.
  public func application(
    onReady: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> some ApplicationProtocol {
    let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
    addRoutes(to: router)
    let settings = settings
    let channel = HTTP1Channel.Configuration(
      additionalChannelHandlers: [RequestGuard(settings: settings)],
      idleTimeout: .milliseconds(Int64(settings.idleSeconds * 1000)),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: settings.headerBytesMax, maxHeaderListSize: settings.headerBytesMax,
        maxHeaderFieldCount: settings.headerFieldsMax))
    return Application(
      responder: FrontDoor(base: router.buildResponder(), map: RouteMap(endpoints)),
      server: .http1(configuration: channel),
      configuration: ApplicationConfiguration(
        address: .hostname(settings.host, port: settings.port), serverName: nil, backlog: 1024,
        availableConnectionsDelegate: MaximumAvailableConnections(settings.connectionsMax)),
      services: followers,
      onServerRunning: { channel in await onReady(channel.localAddress?.port ?? settings.port) },
      logger: logger)
  }
}
