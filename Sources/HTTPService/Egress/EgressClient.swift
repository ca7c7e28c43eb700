import AsyncHTTPClient
import CommentFlow
import Dispatch
import HTTPTypes
import ModerationModel
import NIOCore
import NIOHTTP1

/// The one client for everything that leaves the machine.
///
/// It looks a name up once, refuses addresses that are not public, and dials exactly the address that it has checked, so
/// that a name which means something else a moment later gains nothing. It follows no redirects and reads nothing of the
/// answer but its head.
struct EgressClient: WebhookSender {
  /// Whether an address may be dialled; tests let their own receiver in.
  var mayDial: @Sendable (NetworkAddress) -> Bool = { PublicAddress.isPublic($0) }
  /// Schemes that are spoken.
  var schemes: Set<String> = ["https"]

  func send(_ request: WebhookRequest) async throws(WebhookFailure) -> WebhookResponse {
    guard let target = EgressTarget(request.url), schemes.contains(target.scheme) else {
      throw WebhookFailure("the address must begin with https:// and name a host")
    }
    let address = try await Self.address(of: target)
    guard let checked = NetworkAddress(address), mayDial(checked) else {
      throw WebhookFailure("the host's address is not a public one")
    }
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout = .init(
      connect: .seconds(10), read: .seconds(Int64(WebhookRequest.timeoutSeconds)))
    configuration.dnsOverride = [target.host: address]
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    do {
      let response = try await Self.execute(request, with: client)
      try? await client.shutdown()
      return response
    } catch {
      try? await client.shutdown()
      throw WebhookFailure("no answer: \(Self.words(error))")
    }
  }

  private static func execute(_ request: WebhookRequest, with client: HTTPClient) async throws -> WebhookResponse {
    var outgoing = HTTPClientRequest(url: request.url)
    outgoing.method = .POST
    for header in request.headers { outgoing.headers.add(name: header.name, value: header.value) }
    outgoing.headers.add(name: "user-agent", value: "Moderato-Webhooks/1")
    outgoing.body = .bytes(ByteBuffer(bytes: request.body))
    let response = try await client.execute(
      outgoing, timeout: .seconds(Int64(WebhookRequest.timeoutSeconds)))
    return WebhookResponse(
      status: Int(response.status.code),
      retryAfterSeconds: response.headers.first(name: "retry-after").flatMap(Double.init))
  }

  /// Looks a name up where blocking harms nobody.
  private static func address(of target: EgressTarget) async throws(WebhookFailure) -> String {
    let found = await withCheckedContinuation { (continuation: CheckedContinuation<String?, Never>) in
      DispatchQueue.global().async {
        let address = try? SocketAddress.makeAddressResolvingHost(target.host, port: target.port)
        continuation.resume(returning: address?.ipAddress)
      }
    }
    guard let found else { throw WebhookFailure("the host has no address") }
    return found
  }

  /// The kind of an error, without anything that the receiver has said.
  private static func words(_ error: any Error) -> String {
    if let error = error as? HTTPClientError { return "\(error.shortDescription)" }
    return "\(type(of: error))"
  }
}

/// Where an address leads.
struct EgressTarget: Hashable, Sendable {
  var scheme: String
  var host: String
  var port: Int

  /// `nil` for what has no host, or has user information, which would hide the host from people.
  init?(_ url: String) {
    guard let mark = url.firstRange(of: "://") else { return nil }
    scheme = url[..<mark.lowerBound].lowercased()
    let authority = url[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.contains("@"), !authority.contains("\\") else { return nil }
    var name = authority
    var portText: Substring?
    if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
      name = authority[authority.index(after: authority.startIndex)..<end]
      let rest = authority[authority.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
      portText = rest.isEmpty ? nil : rest.dropFirst()
    } else if let colon = authority.firstIndex(of: ":") {
      name = authority[..<colon]
      portText = authority[authority.index(after: colon)...]
    }
    guard !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    host = name.lowercased()
    if let portText {
      guard let number = Int(portText), (1...65_535).contains(number) else { return nil }
      port = number
    } else {
      port = scheme == "https" ? 443 : 80
    }
  }
}
