import Foundation
public import ModerationPipeline

/// A folder of models: every version that was trained, which one is in force, and which ones were before.
///
/// Files are `REVISION.model`; `in-force` names revisions, a line each, the last of which counts. Each line is added by a
/// write of the whole file beside the old one, so that a reader finds the old list or the new one.
public struct ModelShelf: Sendable {
  public var folder: String

  public init(folder: String) {
    self.folder = folder
  }

  /// Revisions in the order in which they came into force; the last one is in force.
  public var inForce: [String] {
    let text = try? String(contentsOfFile: listPath, encoding: .utf8)
    return (text ?? "").split(separator: "\n").map(String.init).filter(Self.isRevision)
  }

  /// The file of the model in force; `nil` where the folder is none or has none in force.
  public var currentPath: String? { inForce.last.map(path(of:)) }

  public func path(of revision: String) -> String { folder + "/" + revision + ".model" }

  /// Every model there is, the newest last.
  public func models() -> [ClassifierModel] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".model") }.compactMap { try? Self.model(at: folder + "/" + $0) }
      .sorted { ($0.card.trainedAt, $0.revision) < ($1.card.trainedAt, $1.revision) }
  }

  public func model(_ revision: String) throws(ModelFileError) -> ClassifierModel {
    try Self.model(at: path(of: revision))
  }

  /// Keeps a model; it is not in force by that.
  public func keep(_ model: ClassifierModel) throws(ModelFileError) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(model.file).write(to: URL(filePath: path(of: model.revision)), options: .atomic)
    } catch {
      throw ModelFileError(path: path(of: model.revision), problem: "it cannot be written")
    }
  }

  /// Puts a kept model into force.
  public func promote(_ revision: String) throws(ModelFileError) {
    _ = try model(revision)
    try write(inForce.filter { $0 != revision } + [revision])
  }

  /// Takes the model in force out of it; the one before comes back.
  ///
  /// - Returns: The revision that is in force now; `nil` where there was none before, and nothing has changed.
  public func rollBack() throws(ModelFileError) -> String? {
    let before = Array(inForce.dropLast())
    guard let revision = before.last else { return nil }
    _ = try model(revision)
    try write(before)
    return revision
  }

  private var listPath: String { folder + "/in-force" }

  private func write(_ revisions: [String]) throws(ModelFileError) {
    do {
      let text = revisions.map { $0 + "\n" }.joined()
      try Data(text.utf8).write(to: URL(filePath: listPath), options: .atomic)
    } catch {
      throw ModelFileError(path: listPath, problem: "it cannot be written")
    }
  }

  private static func isRevision(_ text: String) -> Bool {
    text.utf8.count == 16 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// A model from its file.
  public static func model(at path: String) throws(ModelFileError) -> ClassifierModel {
    let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.intValue
    guard let size, size <= ClassifierModel.bytesMax, let data = FileManager.default.contents(atPath: path) else {
      throw ModelFileError(
        path: path,
        problem: size.map { $0 > ClassifierModel.bytesMax } == true
          ? ClassifierModelError(code: .tooLarge).description : "it cannot be read, or has no model in force")
    }
    do {
      return try ClassifierModel(file: Array(data))
    } catch {
      throw ModelFileError(path: path, problem: error.description)
    }
  }
}

/// A model's file that cannot be used.
public struct ModelFileError: Error, Hashable, Sendable, CustomStringConvertible {
  public var path: String
  public var problem: String

  public var description: String { "the model \(path): \(problem)" }
}
