import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Closes connections whose request does not arrive, or whose answer is not taken, in time.
///
/// The library closes idle connections, and with them those that never finish a head; this sees bodies that trickle, bodies
/// that go on after the answer, and readers who do not read. One for each connection, used on its event loop alone.
final class RequestGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let requestTime: TimeAmount
  private let stallTime: TimeAmount
  private let bodyBytesMax: Int
  private var isArriving = false
  private var bodyBytes = 0
  /// Requests whose answer has not gone out whole.
  private var answersDue = 0
  private var deadline: Scheduled<Void>?
  private var stall: Scheduled<Void>?

  init(settings: HTTPSettings) {
    requestTime = .milliseconds(Int64(settings.requestSeconds * 1000))
    stallTime = .milliseconds(Int64(settings.stallSeconds * 1000))
    // What is too large is refused at once, and its rest let pass so that the refusal can be read; but not for ever.
    bodyBytesMax = settings.bodyBytesMax * 16
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      // What a proxy before us took for the end of the body would be anybody's guess (RFC 9112, 6.1).
      if let coding = head.headerFields[.transferEncoding], coding.lowercased() != "chunked" {
        return refuse(context)
      }
      // A proxy before us may have read the other one (RFC 9112, 3.2). The first has become the authority.
      guard let host = head.authority, !host.isEmpty, !head.headerFields.contains(.host) else {
        return refuse(context)
      }
      isArriving = true
      answersDue += 1
      bodyBytes = 0
    case .body(let buffer):
      bodyBytes += buffer.readableBytes
      guard bodyBytes <= bodyBytesMax else { return context.close(promise: nil) }
    case .end:
      isArriving = false
      deadline?.cancel()
      deadline = nil
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { answersDue -= 1 }
    context.write(data, promise: promise)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    // Most requests arrive in one piece and need no alarm.
    if isArriving, deadline == nil { deadline = closing(context, in: requestTime) }
    context.fireChannelReadComplete()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    stall?.cancel()
    stall = context.channel.isWritable ? nil : closing(context, in: stallTime)
    context.fireChannelWritabilityChanged()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    deadline?.cancel()
    stall?.cancel()
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    stall?.cancel()
    context.fireChannelInactive()
  }

  private func refuse(_ context: ChannelHandlerContext) {
    // The refusal must not be taken for the answer to an earlier request.
    guard answersDue == 0 else { return context.close(promise: nil) }
    let head = HTTPResponse(status: .badRequest, headerFields: [.connection: "close", .contentLength: "0"])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.close(promise: nil)
  }

  private func closing(_ context: ChannelHandlerContext, in time: TimeAmount) -> Scheduled<Void> {
    let channel = context.channel
    return context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
  }
}
