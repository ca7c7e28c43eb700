import CommentFlow
import CommentStore
import Crypto
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

extension CommentService {
  /// Carries out a write once, however often it is delivered with the same key, and answers repeats as it did first.
  func once(_ key: String, exchange: inout Exchange, endpoint: Endpoint) async throws -> Response {
    let body = try await exchange.keepBody()
    let flow = try flow.once(key: key, fingerprint: Self.fingerprint(of: exchange, body: body))
    do {
      if let earlier = try await flow.earlierAnswer(site: site) { return Self.response(to: earlier) }
      exchange.flow = flow
      let response = try await endpoint.handle(exchange)
      return try await keep(response, by: flow)
    } catch let error as FlowError {
      // The first delivery was faster by a moment.
      if case .store(let error) = error, case .answered(let answer) = error.code { return Self.response(to: answer) }
      throw error
    }
  }

  private func keep(_ response: Response, by flow: CommentFlow) async throws -> Response {
    guard (200..<300).contains(response.status.code) else { return response }
    let collected = Collected()
    try await response.body.write(CollectingWriter(collected: collected))
    let bytes = collected.buffer
    let answer = StoredAnswer(
      status: response.status.code, contentType: response.headers[.contentType] ?? "",
      body: Array(bytes.readableBytesView))
    // The write is made; a repeat that finds no answer is told so.
    try? await flow.keep(answer, site: site)
    var response = response
    response.body = bytes.readableBytes == 0 ? ResponseBody() : ResponseBody(byteBuffer: bytes)
    return response
  }

  private static func response(to answer: StoredAnswer) -> Response {
    var headers: HTTPFields = [.cacheControl: "no-store"]
    if !answer.contentType.isEmpty { headers[.contentType] = answer.contentType }
    return Response(
      status: HTTPResponse.Status(code: answer.status), headers: headers,
      body: answer.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }

  /// What makes two deliveries the same request: who asks, for what, with which words.
  private static func fingerprint(of exchange: Exchange, body: [UInt8]) -> [UInt8] {
    let headers = exchange.request.headers
    let fields = [
      exchange.request.method.rawValue, exchange.request.head.path ?? "", exchange.actor?.name ?? "",
      exchange.actor == nil ? headers[.authorization] ?? "" : "", headers[.editToken] ?? "",
    ]
    var hash = SHA256()
    for field in fields { hash.update(data: Array("\(field.utf8.count):\(field)".utf8)) }
    hash.update(data: body)
    return Array(hash.finalize())
  }
}

/// Where a collecting writer leaves what it was given. Used by one task alone.
private final class Collected {
  var buffer = ByteBuffer()
}

private struct CollectingWriter: ResponseBodyWriter {
  let collected: Collected

  mutating func write(_ buffer: ByteBuffer) async throws {
    var buffer = buffer
    collected.buffer.writeBuffer(&buffer)
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
