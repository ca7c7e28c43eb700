import Foundation

/// The parts of the Unicode Character Database (UAX #44) that our tables need, as read from its files.
struct CharacterDatabase {
  /// For example `15.0.0`.
  var version: String
  var generalCategory: [UInt32: String] = [:]
  var combiningClass: [UInt32: UInt8] = [:]
  /// Canonical decompositions only, one level.
  var canonicalDecomposition: [UInt32: [UInt32]] = [:]
  /// `NFKC_CF`, where it differs from the scalar itself. An empty value means the scalar is removed.
  var nfkcCasefold: [UInt32: [UInt32]] = [:]
  /// `NFC_QC` is `No` or `Maybe`.
  var isComposing: Set<UInt32> = []
  var compositionExclusions: Set<UInt32> = []
  var script: [UInt32: String] = [:]
  var uppercase: Set<UInt32> = []
  var defaultIgnorable: Set<UInt32> = []
  var whiteSpace: Set<UInt32> = []
  var emojiPresentation: Set<UInt32> = []
  var extendedPictographic: Set<UInt32> = []
  var emojiModifier: Set<UInt32> = []
  /// Two capital letters each, for example `UA`.
  var regions: [String] = []

  init(folder: URL) throws {
    func rows(_ name: String) throws -> [[String]] {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      return text.split(separator: "\n").compactMap { line in
        let bare = line.prefix { $0 != "#" }
        guard !bare.allSatisfy(\.isWhitespace) else { return nil }
        return bare.split(separator: ";", omittingEmptySubsequences: false)
          .map { $0.trimmingCharacters(in: .whitespaces) }
      }
    }
    func scalars(_ field: String) -> ClosedRange<UInt32> {
      let ends = field.split(separator: ".", omittingEmptySubsequences: true).compactMap { UInt32($0, radix: 16) }
      return ends[0]...(ends.last ?? ends[0])
    }
    func sequence(_ field: String) -> [UInt32] {
      field.split(separator: " ").compactMap { UInt32($0, radix: 16) }
    }

    let head = try String(contentsOf: folder.appending(path: "DerivedCoreProperties.txt"), encoding: .utf8).prefix(80)
    version = String(head.drop { !$0.isNumber }.prefix { $0.isNumber || $0 == "." }.dropLast())

    var rangeStart: UInt32?
    for row in try rows("UnicodeData.txt") {
      let scalar = UInt32(row[0], radix: 16) ?? 0
      if row[1].hasSuffix("First>") {
        rangeStart = scalar
        continue
      }
      for each in (rangeStart ?? scalar)...scalar { generalCategory[each] = row[2] }
      rangeStart = nil
      if let value = UInt8(row[3]), value != 0 { combiningClass[scalar] = value }
      if !row[5].isEmpty, !row[5].hasPrefix("<") { canonicalDecomposition[scalar] = sequence(row[5]) }
    }
    for row in try rows("DerivedNormalizationProps.txt") {
      switch row[1] {
      case "NFKC_CF": for each in scalars(row[0]) { nfkcCasefold[each] = sequence(row[2]) }
      case "NFC_QC": isComposing.formUnion(scalars(row[0]))
      case "Full_Composition_Exclusion": compositionExclusions.formUnion(scalars(row[0]))
      default: break
      }
    }
    for row in try rows("Scripts.txt") { for each in scalars(row[0]) { script[each] = row[1] } }
    for row in try rows("DerivedCoreProperties.txt") {
      switch row[1] {
      case "Uppercase": uppercase.formUnion(scalars(row[0]))
      case "Default_Ignorable_Code_Point": defaultIgnorable.formUnion(scalars(row[0]))
      default: break
      }
    }
    for row in try rows("PropList.txt") where row[1] == "White_Space" { whiteSpace.formUnion(scalars(row[0])) }
    for row in try rows("emoji/emoji-data.txt") {
      switch row[1] {
      case "Emoji_Presentation": emojiPresentation.formUnion(scalars(row[0]))
      case "Extended_Pictographic": extendedPictographic.formUnion(scalars(row[0]))
      case "Emoji_Modifier": emojiModifier.formUnion(scalars(row[0]))
      default: break
      }
    }
    for row in try rows("emoji/emoji-sequences.txt") where row[1] == "RGI_Emoji_Flag_Sequence" {
      regions.append(
        sequence(row[0]).compactMap { Unicode.Scalar($0 - 0x1F1E6 + 0x41).map(String.init) }.joined())
    }
    regions.sort()
  }
}
