import Crypto
import Foundation
import PCRE2

/// A folder in which the costly part of compiling rule sets is kept, so that a program starts at once.
///
/// It holds nothing that is not in the rule files: parsed YAML, folded entries, and what each expression needs of a text.
/// No compiled pattern and no machine code is in it, so reading it can never run anything. See
/// `Docs/Decisions/compile-cache.md`.
///
/// Whatever is wrong with it, rules are compiled as if there were none: a folder that somebody else may write to, a file
/// that is damaged, cut off, of another version or program, a disk that is full. It may be removed at any time.
///
/// ```swift
/// let rules = try RuleSet.load(folder: "Rules", cache: RuleCache(folder: "/var/cache/moderato"))
/// ```
public struct RuleCache: Hashable, Sendable {
  /// Where the files are. Made when it is first needed, for its owner alone.
  public let folder: String

  /// Changes whenever what is kept, or how it is found out, changes.
  static let formatVersion = 1
  /// A longer file is not read.
  static let fileBytesMax = 256 << 20
  /// Of more rule sets than this, the oldest are dropped.
  static let filesMax = 8
  private static let magic = Array("MODERATO RULES\n".utf8)
  private static let digestBytes = 32

  public init(folder: String) {
    self.folder = folder
  }

  // MARK: Reading

  /// What is known of these files, or an empty record to be filled.
  func record(of files: RuleFiles) -> CompileRecord {
    let key = Self.key(of: files)
    return read(key) ?? CompileRecord(key: key)
  }

  private func read(_ key: [UInt8]) -> CompileRecord? {
    guard isPrivate(folder, .typeDirectory), isPrivate(path(of: key), .typeRegular),
      let handle = FileHandle(forReadingAtPath: path(of: key))
    else { return nil }
    defer { try? handle.close() }
    guard let data = try? handle.read(upToCount: Self.fileBytesMax + 1), data.count <= Self.fileBytesMax else {
      return nil
    }
    let bytes = [UInt8](data)
    let head = Self.magic.count + 2 * Self.digestBytes
    guard bytes.count > head, bytes.starts(with: Self.magic), bytes[Self.magic.count...].starts(with: key),
      bytes[(Self.magic.count + Self.digestBytes)..<head].elementsEqual(SHA256.hash(data: bytes[head...]))
    else { return nil }
    return CompileRecord(key: key, bytes: bytes, from: head)
  }

  /// Whether a path is ours, is what it should be, and nobody else can write there; for a file, or read it.
  private func isPrivate(_ path: String, _ type: FileAttributeType) -> Bool {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      attributes[.type] as? FileAttributeType == type,
      (attributes[.ownerAccountID] as? NSNumber)?.uint32Value == geteuid(),
      let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue
    else { return false }
    return mode & (type == .typeDirectory ? 0o022 : 0o077) == 0
  }

  // MARK: Writing

  /// Keeps what a compilation has found, if it is news. That it cannot be kept is no error.
  func keep(_ record: CompileRecord) {
    guard record.isChanged, !record.isUnfit, record.revision != nil else { return }
    let manager = FileManager.default
    try? manager.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    guard isPrivate(folder, .typeDirectory) else { return }
    let body = record.encoded()
    guard body.count < Self.fileBytesMax - 1024 else { return }
    let bytes = Self.magic + record.key + Array(SHA256.hash(data: body)) + body
    // Under a name of its own until it is whole: two programs that start at once never see half of each other's file.
    let draft = path(of: record.key) + ".draft-\(UInt64.random(in: .min ... .max))"
    defer { try? manager.removeItem(atPath: draft) }
    guard manager.createFile(atPath: draft, contents: nil, attributes: [.posixPermissions: 0o600]),
      let handle = FileHandle(forWritingAtPath: draft)
    else { return }
    do {
      try handle.write(contentsOf: Data(bytes))
      try handle.close()
    } catch {
      try? handle.close()
      return
    }
    // Both texts are lent to C as strings that end in zero, for the time of the call.
    guard unsafe rename(draft, path(of: record.key)) == 0 else { return }
    dropOldest()
  }

  /// Keeps the newest few files of ours; drafts of programs that were killed go after an hour.
  private func dropOldest() {
    let manager = FileManager.default
    let names = ((try? manager.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasPrefix(Self.prefix) }
    let dated = names.map { name -> (path: String, date: Date) in
      let path = folder + "/" + name
      return (path, (try? manager.attributesOfItem(atPath: path))?[.modificationDate] as? Date ?? .distantPast)
    }
    for file in dated where file.path.contains(".draft-") && file.date.timeIntervalSinceNow < -3600 {
      try? manager.removeItem(atPath: file.path)
    }
    let whole = dated.filter { $0.path.hasSuffix(Self.suffix) }.sorted { $0.date > $1.date }
    for file in whole.dropFirst(Self.filesMax) { try? manager.removeItem(atPath: file.path) }
  }

  // MARK: Names

  private static let prefix = "rules-"
  private static let suffix = ".cache"

  func path(of key: [UInt8]) -> String {
    let digits = key.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return folder + "/" + Self.prefix + digits + Self.suffix
  }

  /// SHA-256 of the files, and of everything else that findings depend on: the versions of the library and its Unicode
  /// data, and the program that finds them.
  static func key(of files: RuleFiles) -> [UInt8] {
    var writer = CacheWriter()
    writer.add(formatVersion)
    writer.add(PCRE2Library.version)
    writer.add(PCRE2Library.unicodeVersion)
    writer.add(PCRE2Library.jitTarget ?? "")
    writer.add(program)
    for path in files.paths {
      writer.add(path)
      writer.add(files[path] ?? "")
    }
    for (path, reason) in files.unreadable.sorted(by: { $0.key < $1.key }) {
      writer.add(path)
      writer.add(reason)
    }
    return Array(SHA256.hash(data: writer.bytes))
  }

  /// Tells one build of a program from another, by the size and time of its file: a reading of expressions that was
  /// corrected must not go on using what the earlier one found.
  private static let program: String = {
    let path = Bundle.main.executablePath ?? ""
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return "" }
    let size = (attributes[.size] as? NSNumber)?.int64Value ?? -1
    let time = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    return "\(size) \(time)"
  }()
}
