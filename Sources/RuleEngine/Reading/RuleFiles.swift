import Foundation

/// The files of a rule set, by path inside its folder: `ruleset.yaml`, rule files, lists.
///
/// Loading looks only at this value, so a set in memory, in a folder or in a bundle is read the same way.
public struct RuleFiles: Hashable, Sendable {
  /// Contents by path.
  public private(set) var texts: [String: String]
  /// Files that were there but could not be read, with the reason.
  package private(set) var unreadable: [String: String] = [:]
  /// Rules that are only tried: they take the place of rules with the same id, and are read as if they were live.
  var draft: String?

  /// - Parameter texts: Content by path, such as `["ruleset.yaml": "schema: 1"]`.
  public init(_ texts: [String: String] = [:]) {
    self.texts = texts
  }

  public subscript(path: String) -> String? {
    get { texts[path] }
    set { texts[path] = newValue }
  }

  public var paths: [String] { texts.keys.sorted() }

  func text(at path: String) -> String? { path == RuleDraft.path ? draft : texts[path] }

  /// `*.yaml` and `*.yml` beside `ruleset.yaml`, sorted; folders below are not searched.
  var rulePaths: [String] {
    paths.filter { path in
      path != Self.ruleSetPath && !path.contains("/") && (path.hasSuffix(".yaml") || path.hasSuffix(".yml"))
    }
  }

  static let ruleSetPath = "ruleset.yaml"
}

extension RuleFiles {
  /// Reads a rule set's folder: its YAML files, `scores.lock` and everything in `lists/`.
  ///
  /// Symbolic links are refused, because a link could bring a file from elsewhere into a rule set. So are files
  /// beyond ``RuleSetLimits``, names that begin with a dot are passed over, and what is refused is named when the set
  /// is loaded.
  ///
  /// - Throws: ``RuleSetError`` with `.unreadable` when the folder itself cannot be read, or has no `ruleset.yaml`.
  public init(folder: String) throws(RuleSetError) {
    self.init()
    let root = URL(fileURLWithPath: folder, isDirectory: true)
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: root.path)
    } catch {
      throw RuleSetError(.unreadable, folder: folder, cause: "the folder cannot be read")
    }
    for name in names.sorted() {
      let lowered = name.lowercased()
      guard lowered.hasSuffix(".yaml") || lowered.hasSuffix(".yml") else { continue }
      guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else {
        // Passing it over would leave a set without the rules that somebody believes are in force.
        unreadable[name] = "the ending of a rule file is written in small letters"
        continue
      }
      read(name, in: root, bytesMax: RuleSetLimits.fileBytesMax)
    }
    if names.contains(ScoreLock.path) { read(ScoreLock.path, in: root, bytesMax: RuleSetLimits.fileBytesMax) }
    // An empty folder, or the wrong one, would let everything through.
    guard texts[Self.ruleSetPath] != nil || unreadable[Self.ruleSetPath] != nil else {
      throw RuleSetError(
        .unreadable, folder: folder, cause: "there is no \(Self.ruleSetPath) in it, so it is no rule set")
    }
    let lists = root.appendingPathComponent("lists", isDirectory: true)
    guard let listNames = try? FileManager.default.contentsOfDirectory(atPath: lists.path) else { return }
    guard Self.kind(of: lists) != .typeSymbolicLink else {
      unreadable["lists"] = "symbolic links are not followed"
      return
    }
    for name in listNames.sorted() {
      read("lists/" + name, in: root, bytesMax: RuleSetLimits.listBytesMax)
    }
  }

  /// Reads a single rule file; it may carry `rules:` alone.
  ///
  /// - Throws: ``RuleSetError`` with `.unreadable`.
  public init(ruleFile path: String) throws(RuleSetError) {
    self.init()
    let url = URL(fileURLWithPath: path)
    read(url.lastPathComponent, in: url.deletingLastPathComponent(), bytesMax: RuleSetLimits.fileBytesMax)
    if let reason = unreadable[url.lastPathComponent] {
      throw RuleSetError(.unreadable, folder: path, cause: reason)
    }
  }

  private mutating func read(_ path: String, in root: URL, bytesMax: Int) {
    let name = path.split(separator: "/").last ?? ""
    guard !name.hasPrefix(".") else { return }
    let url = root.appendingPathComponent(path)
    switch Self.kind(of: url) {
    case .typeRegular?: break
    case .typeDirectory?: return
    case .typeSymbolicLink?:
      unreadable[path] = "symbolic links are not followed"
      return
    default:
      unreadable[path] = "it is not a regular file"
      return
    }
    guard texts.count < RuleSetLimits.filesMax else {
      unreadable[path] = "the folder has more than \(RuleSetLimits.filesMax) files"
      return
    }
    guard let handle = try? FileHandle(forReadingFrom: url) else {
      unreadable[path] = "it cannot be opened"
      return
    }
    defer { try? handle.close() }
    // One byte more than allowed tells a file of exactly the limit from a longer one, whatever its size says.
    guard let data = try? handle.read(upToCount: bytesMax + 1) ?? Data() else {
      unreadable[path] = "it cannot be read"
      return
    }
    guard data.count <= bytesMax else {
      unreadable[path] = "it is larger than \(bytesMax) bytes"
      return
    }
    guard let text = String(data: data, encoding: .utf8) else {
      unreadable[path] = "it is not UTF-8"
      return
    }
    texts[path] = text
  }

  private static func kind(of url: URL) -> FileAttributeType? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
    return attributes?[.type] as? FileAttributeType
  }
}
