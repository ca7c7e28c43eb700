import Foundation
import Synchronization

/// Where answers go: standard output, in pieces of a convenient size.
///
/// Lines of several tasks never mix. Everything is written once the program ends; what must be seen at once is written
/// with `isUrgent`.
final class StandardOutput: Sendable {
  /// Bytes gathered before they are written.
  static let pieceBytes = 64 << 10

  private let gathered = Mutex<[UInt8]>([])
  private let handle: FileHandle

  init(handle: FileHandle = .standardOutput) {
    self.handle = handle
  }

  /// - Throws: `OutputError`; `.readerGone` when nobody listens any more.
  func write(_ bytes: some Collection<UInt8>, isUrgent: Bool = false) throws(OutputError) {
    try gathered.withLock { gathered throws(OutputError) in
      gathered += bytes
      if isUrgent || gathered.count >= Self.pieceBytes { try Self.pass(&gathered, to: handle) }
    }
  }

  func write(line: String, isUrgent: Bool = false) throws(OutputError) {
    try write(Array(line.utf8) + [UInt8(ascii: "\n")], isUrgent: isUrgent)
  }

  func flush() throws(OutputError) {
    try gathered.withLock { gathered throws(OutputError) in try Self.pass(&gathered, to: handle) }
  }

  private static func pass(_ gathered: inout [UInt8], to handle: FileHandle) throws(OutputError) {
    guard !gathered.isEmpty else { return }
    defer { gathered.removeAll(keepingCapacity: true) }
    do {
      try handle.write(contentsOf: Data(gathered))
    } catch {
      throw OutputError(error)
    }
  }
}

/// Why standard output could not take what it was given.
enum OutputError: Error {
  /// The reading end of the pipe was closed, as `head` does: the end of our work and no mistake.
  case readerGone
  case failed(String)

  init(_ error: any Error) {
    let code = (error as NSError).domain == NSPOSIXErrorDomain ? (error as NSError).code : nil
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    if code == Int(EPIPE) || underlying?.code == Int(EPIPE) {
      self = .readerGone
    } else {
      self = .failed(error.localizedDescription)
    }
  }
}
