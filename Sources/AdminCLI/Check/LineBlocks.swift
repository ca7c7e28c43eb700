import Foundation

/// A stream cut into blocks of whole lines, so that a file of any size takes little memory.
struct LineBlocks {
  /// A longer line is not read but told as an error. A comment of the largest size, every byte of it escaped, fits six
  /// times.
  static let lineBytesMax = 1 << 20
  /// Bytes asked for at once.
  static let blockBytes = 256 << 10

  struct Block: Sendable {
    /// Of the file, beginning at 1.
    var firstLine: Int
    var bytes: [UInt8]
    /// Stands for one line that was too long to be read.
    var isTooLong = false
  }

  private let handle: FileHandle
  private let path: String
  private var pending: [UInt8] = []
  private var line = 1
  private var isSkipping = false
  private var isAtEnd = false

  /// Opens a file; `-` is standard input.
  init(path: String) throws(InputError) {
    self.path = path
    if path == "-" {
      handle = .standardInput
      return
    }
    let kind = (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
    guard kind != nil else { throw InputError(path: path, problem: "there is no such file") }
    guard kind != .typeDirectory, let handle = FileHandle(forReadingAtPath: path) else {
      throw InputError(path: path, problem: kind == .typeDirectory ? "is a folder" : "cannot be opened for reading")
    }
    self.handle = handle
  }

  /// The next whole lines, without regard to how they were read; `nil` at the end.
  mutating func next() throws(InputError) -> Block? {
    while true {
      if isAtEnd {
        guard !pending.isEmpty else { return nil }
        defer { pending = [] }
        return isSkipping ? nil : Block(firstLine: line, bytes: pending)
      }
      let read: Data?
      do {
        read = try handle.read(upToCount: Self.blockBytes)
      } catch {
        throw InputError(path: path, line: line, problem: "cannot be read: \(error.localizedDescription)")
      }
      guard let read, !read.isEmpty else {
        isAtEnd = true
        continue
      }
      if let block = take(Array(read)) { return block }
    }
  }

  private mutating func take(_ read: [UInt8]) -> Block? {
    var read = read[...]
    if isSkipping {
      guard let end = read.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      read = read[(end + 1)...]
      isSkipping = false
    }
    guard let last = read.lastIndex(of: UInt8(ascii: "\n")) else {
      pending += read
      guard pending.count > Self.lineBytesMax else { return nil }
      pending = []
      isSkipping = true
      defer { line += 1 }
      return Block(firstLine: line, bytes: [], isTooLong: true)
    }
    let bytes = pending + read[...last]
    pending = Array(read[(last + 1)...])
    defer { line += bytes.reduce(0) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) } }
    return Block(firstLine: line, bytes: bytes)
  }
}

extension LineBlocks.Block {
  /// Calls the body with every line that is not blank, and its number.
  func forEachLine(_ body: (ArraySlice<UInt8>, Int) throws -> Void) rethrows {
    var number = firstLine
    var begin = bytes.startIndex
    while begin < bytes.endIndex {
      let end = bytes[begin...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
      var line = bytes[begin..<end]
      if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
      if !line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { try body(line, number) }
      number += 1
      begin = end + 1
    }
  }
}
