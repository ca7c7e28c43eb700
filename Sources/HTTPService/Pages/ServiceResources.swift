import Foundation

/// Where the templates, styles and scripts of this room lie.
enum ServiceResources {
  /// `nil` when the program was moved without its `moderato_HTTPService` folder.
  static let folder: URL? = {
    var shipped = ShippedFolder(bundle: "moderato_HTTPService", landmark: "Resources/Static")
    #if DEBUG
      shipped.source = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    #endif
    return shipped.found?.appending(path: "Resources")
  }()
}
