import Foundation

extension RuleFiles {
  /// Puts these files in the place of a set's files in a folder: what differs is written, what is not among them goes.
  /// Other files of the folder stay.
  ///
  /// Everything is written beside first, so that a full disk or a missing permission changes nothing; then each file is
  /// exchanged at once. When one cannot be, those before it are put back.
  /// - Throws: ``RuleSetError`` with `.unreadable`; the folder is then as it was, as far as it can be.
  public func replace(in folder: String) throws(RuleSetError) {
    let earlier: RuleFiles
    do {
      earlier = try RuleFiles(folder: folder)
    } catch {
      // A folder without a rule set is filled.
      guard FileManager.default.fileExists(atPath: folder) else { throw error }
      earlier = RuleFiles()
    }
    if let (path, reason) = earlier.unreadable.min(by: { $0.key < $1.key }) {
      throw RuleSetError(.unreadable, folder: folder, cause: "«\(path)» is in the way: \(reason)")
    }
    let root = URL(fileURLWithPath: folder, isDirectory: true)
    let changed = paths.filter { self[$0] != earlier[$0] }
    let gone = earlier.paths.filter { self[$0] == nil }
    var done: [String] = []
    do {
      let stage = root.appendingPathComponent(".moderato-\(UUID().uuidString)", isDirectory: true)
      defer { try? FileManager.default.removeItem(at: stage) }
      try write(changed, to: stage)
      for path in changed {
        try write([path], to: root)
        done.append(path)
      }
      for path in gone {
        try FileManager.default.removeItem(at: root.appendingPathComponent(path))
        done.append(path)
      }
    } catch {
      for path in done {
        if earlier[path] == nil {
          try? FileManager.default.removeItem(at: root.appendingPathComponent(path))
        } else {
          try? earlier.write([path], to: root)
        }
      }
      throw RuleSetError(
        .unreadable, folder: folder, cause: "the files cannot be written: \(error.localizedDescription)")
    }
  }

  private func write(_ paths: [String], to root: URL) throws {
    for path in paths {
      let url = root.appendingPathComponent(path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data((self[path] ?? "").utf8).write(to: url, options: .atomic)
    }
  }

  /// The revision that these files would have; `nil` when they cannot be read as a set.
  public var revision: String? {
    let (definition, diagnostics) = RuleSetReader.read(self)
    return diagnostics.hasErrors ? nil : CanonicalForm.revision(of: definition)
  }
}
