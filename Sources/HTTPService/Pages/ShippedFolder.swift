import Foundation

/// Finds a folder of files that the package ships, wherever the program was put.
///
/// SwiftPM's own `Bundle.module` ends the program when the folder is missing; this looks in the same places and in those
/// of an installed program, and answers `nil`. `Rules` and `Fixtures` import nothing of ours, so both hold this file,
/// word for word; a test keeps them the same.
struct ShippedFolder {
  /// The bundle as SwiftPM names it, without its extension: the package, `_`, the target.
  var bundle: String
  /// A file without which the folder is not the one meant.
  var landmark: String
  /// Where the files are kept in the source tree. Only debug builds have it, so that no released program carries, or
  /// trusts, a path of the machine that built it.
  var source: URL?

  /// The first candidate that holds the landmark.
  var found: URL? {
    candidates.first {
      FileManager.default.fileExists(atPath: $0.appending(path: landmark).path(percentEncoded: false))
    }
  }

  /// Every folder that may be the one, best first.
  var candidates: [URL] {
    var folders: [URL] = []
    for place in places {
      // SwiftPM writes `.resources` on Linux and `.bundle` on macOS; Xcode gives the latter an inner structure.
      folders.append(place.appending(path: "\(bundle).resources", directoryHint: .isDirectory))
      #if canImport(Darwin)
        folders.append(place.appending(path: "\(bundle).bundle", directoryHint: .isDirectory))
        folders.append(place.appending(path: "\(bundle).bundle/Contents/Resources", directoryHint: .isDirectory))
      #endif
    }
    if let source { folders.append(source) }
    return folders
  }

  private var places: [URL] {
    var places: [URL] = []
    if let program = Bundle.main.executableURL?.resolvingSymlinksInPath() {
      let folder = program.deletingLastPathComponent()
      places.append(folder)
      places.append(folder.deletingLastPathComponent().appending(path: "share/moderato", directoryHint: .isDirectory))
    }
    #if canImport(Darwin)
      // Inside an application, and inside a test bundle, whose program is Xcode's.
      if let resources = Bundle.main.resourceURL { places.append(resources) }
      let own = Bundle(for: Anchor.self)
      places.append(own.bundleURL.deletingLastPathComponent())
      if let resources = own.resourceURL { places.append(resources) }
    #endif
    return places
  }

  private final class Anchor {}
}
