import Foundation
import Yams

/// The configuration file: YAML, every key known, each value with its place.
struct ConfigurationFile {
  /// A larger file is refused; ours have some twenty lines.
  static let bytesMax = 256 << 10

  struct Entry {
    var value: String
    /// `moderato.yaml:3:5`.
    var place: String
  }

  private(set) var entries: [SettingKey: Entry] = [:]

  /// Reads a file.
  ///
  /// - Throws: `unreadable`, `syntax` (also for a key given twice), `unknownKey` with the nearest known one.
  init(path: String) throws(SettingsError) {
    let data: Data
    do {
      let handle = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? handle.close() }
      data = try handle.read(upToCount: Self.bytesMax + 1) ?? Data()
    } catch {
      throw SettingsError(.unreadable, at: path, "cannot be read: \(error.localizedDescription)")
    }
    guard data.count <= Self.bytesMax else {
      throw SettingsError(.unreadable, at: path, "has more than \(Self.bytesMax) bytes")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw SettingsError(.syntax, at: path, "is not UTF-8")
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw SettingsError(error, in: path)
    }
    // An empty file, or one of comments alone, sets nothing.
    guard let root, root.null == nil else { return }
    guard let mapping = root.mapping else {
      throw SettingsError(.syntax, at: path, "must be a mapping such as «store: comments.sqlite»")
    }
    try read(mapping, under: [], path: path)
  }

  private mutating func read(_ mapping: Node.Mapping, under parents: [String], path: String) throws(SettingsError) {
    for (key, node) in mapping {
      let place = key.mark.map { "\(path):\($0.line):\($0.column)" } ?? path
      guard let name = key.string else { throw SettingsError(.syntax, at: place, "a key must be a word") }
      let components = parents + [name]
      if let nested = node.mapping, SettingKey.all.contains(where: { $0.components.count > components.count }),
        SettingKey.all.contains(where: { $0.components.starts(with: components) })
      {
        try read(nested, under: components, path: path)
        continue
      }
      let full = components.joined(separator: ".")
      if let below = SettingKey.all.first(where: {
        $0.components.starts(with: components) && $0.components != components
      }) {
        throw SettingsError(.badValue, at: place, "\(full) must hold settings of its own, such as \(below)")
      }
      guard let known = SettingKey.all.first(where: { $0.components == components }) else {
        throw SettingsError(
          .unknownKey, at: place, "unknown setting «\(full.prefix(80))»",
          suggestion: NearestName.of(full, among: SettingKey.all.map(\.description)).map { "«\($0)»" })
      }
      guard let scalar = node.scalar else {
        throw SettingsError(.badValue, at: place, "\(known) must be \(known.expected)")
      }
      guard entries[known] == nil else { throw SettingsError(.syntax, at: place, "\(known) is given twice") }
      entries[known] = Entry(value: scalar.string, place: place)
    }
  }
}

extension SettingsError {
  /// What the YAML reader did not understand, with its place where it says one.
  fileprivate init(_ error: any Error, in path: String) {
    switch error {
    case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _):
      self.init(.syntax, at: "\(path):\(mark.line):\(mark.column)", "is not YAML: \(problem)")
    case YamlError.duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.map { "«\($0)»" }.joined(separator: ", ")
      self.init(.syntax, at: "\(path):\(context.mark.line):\(context.mark.column)", "\(names) is given twice")
    default:
      self.init(.syntax, at: path, "is not YAML")
    }
  }
}
