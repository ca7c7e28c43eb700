public import Foundation

/// The rule set that the project ships: Russian, Ukrainian and English.
public enum DefaultRules {
  /// The folder with `ruleset.yaml`, its rule files and `lists/`, ready to be loaded.
  ///
  /// Looked for beside the program, then in `../share/moderato` of an installed one; a debug build also knows the source
  /// tree it came from.
  ///
  /// - Throws: ``MissingRules`` when the program was moved without its `moderato_DefaultRules` folder.
  public static func folder() throws(MissingRules) -> URL {
    guard let found = shipped.found else {
      throw MissingRules(searched: shipped.candidates.map { $0.path(percentEncoded: false) })
    }
    return found
  }

  /// The file of the model that comes with the rules.
  ///
  /// - Throws: ``MissingRules``, as ``folder()`` does.
  public static func starterModel() throws(MissingRules) -> URL {
    try folder().appending(path: "starter.model")
  }

  private static var shipped: ShippedFolder {
    var shipped = ShippedFolder(bundle: "moderato_DefaultRules", landmark: "ruleset.yaml")
    #if DEBUG
      shipped.source = URL(filePath: #filePath).deletingLastPathComponent()
    #endif
    return shipped
  }
}

/// The shipped rules are not where the program looks for them.
public struct MissingRules: Error, CustomStringConvertible {
  /// The folders looked in, in order.
  public let searched: [String]

  public var description: String {
    """
    the shipped rules were not found; copy the folder moderato_DefaultRules.resources beside the program or run \
    `make install`, or name a rule folder of your own with --rules. Looked in: \(searched.joined(separator: ", "))
    """
  }
}
