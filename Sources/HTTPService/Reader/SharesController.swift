import CommentFlow
import CommentStore
import HTTPTypes
import Hummingbird
import HummingbirdCore
import ModerationModel

/// How often an article was passed on.
enum SharesController {
  static let endpoints = [
    Endpoint(
      .get, "/v1/articles/{article}/shares", access: .anyone, "Share counts by network, with where they come from.",
      handle: show),
    Endpoint(
      .post, "/v1/articles/{article}/shares/{network}", access: .reader,
      "Counts one reader's use of a share button, once a day.", handle: record),
  ]

  static func show(_ exchange: Exchange) async throws -> Response {
    let counts = try await exchange.flow.shares(of: try exchange.articleID(), site: exchange.site)
    return CommentService.response(json: payload(counts), cacheControl: "public, no-cache")
  }

  static func record(_ exchange: Exchange) async throws -> Response {
    let article = try exchange.articleID()
    let network = try network(of: exchange)
    let purpose = exchange.request.headers[.secPurpose] ?? ""
    let counted = try await exchange.flow.recordShare(
      of: article, site: exchange.site, network: network, client: exchange.client,
      isPrefetch: purpose.contains("prefetch"))
    let counts = try await exchange.flow.shares(of: article, site: exchange.site)
    return CommentService.response(json: [
      "counted": .bool(counted), "count": JSONValue(counts.count(of: network)), "total": JSONValue(counts.total),
    ])
  }

  static func network(of exchange: Exchange) throws(Problem) -> ShareNetwork {
    guard let network = ShareNetwork(try exchange.parameter("network")) else {
      throw Problem(
        field: "network", "must be 1 to \(ShareNetwork.nameBytesMax) lower-case letters, digits or hyphens")
    }
    return network
  }

  /// Unknown is `null`, never 0.
  static func payload(_ counts: ShareCounts) -> JSONValue {
    let networks = counts.networks.map { network -> JSONValue in
      let sources = counts.reported.filter { $0.network == network }.map { source -> JSONValue in
        [
          "source": .string(source.source), "count": JSONValue(source.count),
          "precision": .string(source.precision.rawValue), "fetched_at": .string("\(source.fetchedAt)"),
          // What exactly went wrong is for the newsroom.
          "is_stale": .bool(source.lastError != nil),
        ]
      }
      return [
        "network": .string(network.name), "count": JSONValue(counts.count(of: network)),
        "recorded": JSONValue(counts.recorded[network]), "sources": .array(sources),
      ]
    }
    return ["total": JSONValue(counts.total), "networks": .array(networks)]
  }
}
