import NIOCore
import NIOPosix

/// A client that sends exactly the bytes it is told, which no well-behaved one would.
enum RawClient {
  struct TookTooLong: Error {}

  /// Sends bytes, in pieces with pauses where asked, and reads until the other side closes or enough was heard.
  static func exchange(
    port: Int, sending bytes: [UInt8] = [], pieces: [[UInt8]] = [], pause: Duration = .zero,
    timeout: Duration = .seconds(20), until isEnough: @escaping @Sendable ([UInt8]) -> Bool = { _ in false }
  ) async throws -> [UInt8] {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
      group.addTask {
        try await channel.executeThenClose { inbound, outbound in
          var heard: [UInt8] = []
          do {
            if !bytes.isEmpty { try await outbound.write(ByteBuffer(bytes: bytes)) }
            for piece in pieces {
              try await outbound.write(ByteBuffer(bytes: piece))
              try await Task.sleep(for: pause)
            }
          } catch is ChannelError {
            // Closed on the other side: what it said before still counts.
          } catch is IOError {
          }
          do {
            for try await buffer in inbound {
              heard += Array(buffer.readableBytesView)
              if isEnough(heard) { break }
            }
          } catch is IOError {
          }
          return heard
        }
      }
      group.addTask {
        try await Task.sleep(for: timeout)
        return nil
      }
      defer { group.cancelAll() }
      guard let first = try await group.next(), let heard = first else { throw TookTooLong() }
      return heard
    }
  }
}
