public import CommentFlow
public import Hummingbird
public import Logging
public import ModerationModel

/// The comments of one site over HTTP: the interface of version 1, the widget, the newsroom's pages.
///
/// A value that is cheap to copy. It stands alone (`application`), or its routes join a site's own:
/// ```swift
/// let comments = CommentService(flow: flow, settings: settings)
/// let router = Router()
/// comments.addRoutes(to: router)
/// var site = Application(router: router)
/// site.addServices(comments.followers)
/// ```
/// Several sites on one store are several services, each with its own address.
public struct CommentService: Sendable {
  public let flow: CommentFlow
  public let site: SiteID
  public let settings: HTTPSettings
  /// Where readers reach the service, without a slash at the end.
  package let baseURL: String
  package let logger: Logger
  /// What all requests share.
  let shared: SharedState
  /// Articles to show the discussions under; a demonstration has some.
  package var newsSite: NewsSite?

  public init(
    flow: CommentFlow, site: SiteID = .default, settings: HTTPSettings = HTTPSettings(),
    logger: Logger = Logger(label: "moderato.http")
  ) {
    self.flow = flow
    self.site = site
    self.settings = settings
    self.logger = logger
    baseURL = Self.baseURL(of: settings)
    shared = SharedState(settings: settings, baseURL: baseURL)
  }

  /// Every route, in the order of the documentation.
  package var endpoints: [Endpoint] {
    ReaderEndpoints.all + ModeratorEndpoints.all + OperationEndpoints.all(settings: settings) + PageEndpoints.all
      + (newsSite.map(NewsPages.endpoints) ?? [])
  }

  private static func baseURL(of settings: HTTPSettings) -> String {
    let text = settings.baseURL ?? "http://\(settings.host):\(settings.port)"
    return text.hasSuffix("/") ? String(text.dropLast()) : text
  }

  /// Lets a router answer what this service answers, under the paths of `/openapi.json`.
  ///
  /// Where the router's context knows the peer's address (`RemoteAddressRequestContext`), limits hold for each reader;
  /// otherwise for the site as a whole.
  public func addRoutes<Context: RequestContext>(to router: some RouterMethods<Context>) {
    let endpoints = endpoints
    let map = RouteMap(endpoints)
    let knowsPeer = Context.self is any RemoteAddressRequestContext.Type
    for path in Set(endpoints.map(\.path)).sorted() {
      router.on(RouterPath(path), method: .options) { request, _ in
        preflight(request, methods: map.methods(for: path))
      }
    }
    for endpoint in endpoints {
      let meter = RouteMeter(endpoint)
      router.on(RouterPath(endpoint.path), method: endpoint.method) { request, context in
        let peer = knowsPeer ? (context as? any RemoteAddressRequestContext)?.remoteAddress : nil
        let start = ContinuousClock.now
        let response = await answer(
          request, by: endpoint, parameters: context.parameters, peer: peer, logger: context.logger)
        meter.note(response.status, since: start)
        return response
      }
    }
  }
}
