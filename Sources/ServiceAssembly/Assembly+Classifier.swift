import DefaultRules
import Foundation
public import ModerationPipeline

extension Assembly {
  /// The model that the settings name; `nil` where they name none.
  ///
  /// - Throws: `AssemblyError.classifier` where it cannot be read. Comments are not judged without a part that somebody asked
  ///   for.
  public static func classifier(settings: Settings) throws(AssemblyError) -> ClassifierModel? {
    switch settings.classifier {
    case .off: return nil
    case .starter:
      let file: URL
      do {
        file = try DefaultRules.starterModel()
      } catch {
        throw .missingRules(error)
      }
      return try model(at: file.path(percentEncoded: false))
    case .path(let path):
      return try model(at: ModelShelf(folder: path).currentPath ?? path)
    }
  }

  private static func model(at path: String) throws(AssemblyError) -> ClassifierModel {
    do {
      return try ModelShelf.model(at: path)
    } catch {
      throw .classifier(error)
    }
  }
}
