import Foundation

/// Writes the tables of the room `TextNormalization` from the Unicode Character Database.
///
///     swift run UnicodeTableGenerator [FOLDER [OUTPUT]]
///
/// `FOLDER` defaults to `/usr/share/unicode`, where Debian's package `unicode-data` puts the database; `OUTPUT` to
/// `Sources/TextNormalization/Generated`. The same database gives the same bytes.
@main
enum Entrypoint {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    let folder = URL(filePath: arguments.first ?? "/usr/share/unicode", directoryHint: .isDirectory)
    let output = URL(
      filePath: arguments.dropFirst().first ?? "Sources/TextNormalization/Generated", directoryHint: .isDirectory)
    let database = try CharacterDatabase(folder: folder)
    try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)

    let lookAlikes = LookAlikeTable(database: database)
    let files = [
      "NormalizationTable.swift": NormalizationTable(database: database).source,
      "CompositionTable.swift": CompositionTable(database: database).source,
      "PropertyTable.swift": PropertyTable(database: database).source,
      "LookAlikeTable.swift": lookAlikes.source,
      "RegionTable.swift": RegionTable(database: database).source,
    ]
    for (name, source) in files.sorted(by: { $0.key < $1.key }) {
      try Data(source.utf8).write(to: output.appending(path: name))
      print("\(name): \(source.utf8.count) bytes")
    }
  }
}
