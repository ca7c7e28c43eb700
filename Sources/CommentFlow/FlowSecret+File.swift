public import CommentStore
import Foundation

extension FlowSecret {
  /// Why a secret could not be had from a file.
  public enum FileError: Error, Hashable, Sendable {
    /// The file is there but has too few bytes, or cannot be read.
    case unreadable(path: String)
    case tooShort(path: String, bytes: Int)
    case cannotWrite(path: String)
    /// There is none, but people are known by it already: a new one would make strangers of them and end their
    /// sanctions.
    case missing(path: String)
  }

  /// The secret kept beside a store's file; made anew only where nobody is known by one yet.
  ///
  /// - Throws: `missing` when the file is gone and the store has authors.
  public init(beside storePath: String, of store: any CommentStore) async throws(FileError) {
    let path = StoreFiles.secret(of: storePath)
    if !FileManager.default.fileExists(atPath: path) {
      // A store that cannot be counted is not taken for an empty one.
      guard let statistics = try? await store.statistics(), statistics.authors == 0 else {
        throw .missing(path: path)
      }
    }
    try self.init(file: path)
  }

  /// The secret kept in a file; made anew, for its owner's eyes only, where there is none.
  ///
  /// Two programs that start at once get the same secret: the file appears whole, under its final name, or not at all.
  public init(file path: String) throws(FileError) {
    let url = URL(filePath: path)
    if !FileManager.default.fileExists(atPath: path) {
      try Self.create(at: url)
    }
    guard let bytes = try? [UInt8](Data(contentsOf: url)) else { throw .unreadable(path: path) }
    guard let secret = FlowSecret(bytes: bytes) else { throw .tooShort(path: path, bytes: bytes.count) }
    self = secret
  }

  private static func create(at url: URL) throws(FileError) {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<bytesMin).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let draft = url.appendingPathExtension("draft-\(UInt64.random(in: .min ... .max, using: &generator))")
    guard
      FileManager.default.createFile(
        atPath: draft.path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
    else { throw .cannotWrite(path: url.path) }
    defer { try? FileManager.default.removeItem(at: draft) }
    do {
      // A hard link fails when the name is taken: whoever came first has made the secret.
      try FileManager.default.linkItem(at: draft, to: url)
    } catch {
      guard FileManager.default.fileExists(atPath: url.path) else { throw .cannotWrite(path: url.path) }
    }
  }
}
