import Foundation
import Testing

@testable import TextNormalization

/// `norm` against the definition, read slowly from the Unicode Character Database where it is installed.
@Suite(.enabled(if: UnicodeReference.isInstalled, "the Unicode Character Database is not in /usr/share/unicode"))
struct NormReferenceTests {
  private func norm(_ scalars: [UInt32], keepsMarks: Bool) -> [UInt32] {
    var raw: [UInt8] = []
    for scalar in scalars { raw.append(scalar: scalar) }
    var view = TextView()
    var composer = Composer()
    composer.keepsMarks = keepsMarks
    NormPass.run(raw, into: &view, composer: &composer)
    return String(decoding: view.bytes, as: UTF8.self).unicodeScalars.map(\.value)
  }

  @Test func everyScalarFoldsAsDefined() throws {
    let reference = try UnicodeReference()
    var failures: [UInt32] = []
    for scalar in UInt32(0)...0x10FFFF where Unicode.Scalar(scalar) != nil {
      if norm([scalar], keepsMarks: true) != reference.nfkcCasefold([scalar]) { failures.append(scalar) }
    }
    #expect(failures.isEmpty, "\(failures.prefix(10).map { String($0, radix: 16) })")
  }

  @Test func theConformanceTestHolds() throws {
    guard let cases = try UnicodeReference.normalizationTest() else {
      print("NormalizationTest.txt.bz2 is not installed; skipped.")
      return
    }
    let reference = try UnicodeReference()
    #expect(cases.count > 10_000)
    for columns in cases {
      // Column by column: U+0345 folds to a letter, so that its order among marks matters to NFKC_Casefold.
      for column in columns where norm(column, keepsMarks: true) != reference.nfkcCasefold(column) {
        Issue.record("\(column.map { String($0, radix: 16) })")
      }
    }
  }

  @Test func randomSequencesFoldAsDefined() throws {
    let reference = try UnicodeReference()
    for seed in UInt64(0)..<3000 {
      var generator = SeededGenerator(seed: seed)
      let scalars = (0..<12).map { _ in reference.interesting.randomElement(using: &generator) ?? 0x61 }
      #expect(norm(scalars, keepsMarks: true) == reference.nfkcCasefold(scalars), "seed \(seed)")
      // Without marks: nothing but accents is missing, where no composition and no foreign stack is in play.
      let kept = norm(scalars, keepsMarks: false)
      #expect(!kept.contains { reference.accents.contains($0) }, "seed \(seed)")
    }
  }
}

/// UAX #15 and NFKC_Casefold, written down again as slowly and plainly as possible.
struct UnicodeReference {
  static let folder = "/usr/share/unicode/"
  static var isInstalled: Bool { FileManager.default.fileExists(atPath: folder + "UnicodeData.txt") }

  private var casefold: [UInt32: [UInt32]] = [:]
  private var decomposition: [UInt32: [UInt32]] = [:]
  private var combiningClass: [UInt32: Int] = [:]
  private var composition: [[UInt32]: UInt32] = [:]
  private(set) var interesting: [UInt32] = []
  let accents = Set<UInt32>(0x300...0x36F)

  init() throws {
    var excluded: Set<UInt32> = []
    for row in try Self.rows("DerivedNormalizationProps.txt") {
      let range = Self.range(row[0])
      if row[1] == "NFKC_CF" { for each in range { casefold[each] = Self.sequence(row[2]) } }
      if row[1] == "Full_Composition_Exclusion" { excluded.formUnion(range) }
      if row[1] == "NFC_QC" { interesting += range }
    }
    for row in try Self.rows("UnicodeData.txt") {
      let scalar = UInt32(row[0], radix: 16) ?? 0
      if row[3] != "0" {
        combiningClass[scalar] = Int(row[3])
        interesting.append(scalar)
      }
      guard !row[5].isEmpty, !row[5].hasPrefix("<") else { continue }
      let parts = Self.sequence(row[5])
      decomposition[scalar] = parts
      interesting.append(scalar)
      if parts.count == 2, !excluded.contains(scalar) { composition[parts] = scalar }
    }
    interesting += Array(0x1100...0x1112) + Array(0xAC00...0xAC20) + Array(0x61...0x7A) + Array(0x430...0x44F)
    interesting += casefold.keys.sorted().prefix(3000)
  }

  func nfkcCasefold(_ scalars: [UInt32]) -> [UInt32] {
    compose(order(scalars.flatMap { casefold[$0] ?? [$0] }.flatMap(decompose)))
  }

  private func decompose(_ scalar: UInt32) -> [UInt32] {
    if (0xAC00..<0xAC00 + 11172).contains(scalar) {
      let index = scalar - 0xAC00
      let trailing = index % 28
      return [0x1100 + index / 588, 0x1161 + index % 588 / 28] + (trailing == 0 ? [] : [0x11A7 + trailing])
    }
    return decomposition[scalar]?.flatMap(decompose) ?? [scalar]
  }

  private func order(_ scalars: [UInt32]) -> [UInt32] {
    var result = scalars
    var start = 0
    while start < result.count {
      guard combiningClass[result[start]] != nil else {
        start += 1
        continue
      }
      let end = result[start...].firstIndex { combiningClass[$0] == nil } ?? result.count
      let sorted = result[start..<end].enumerated()
        .sorted { (combiningClass[$0.element] ?? 0, $0.offset) < (combiningClass[$1.element] ?? 0, $1.offset) }
      result.replaceSubrange(start..<end, with: sorted.map(\.element))
      start = end
    }
    return result
  }

  private func compose(_ scalars: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    for scalar in scalars {
      let own = combiningClass[scalar] ?? 0
      if let place = result.lastIndex(where: { combiningClass[$0] == nil }) {
        let between = result[(place + 1)...]
        let isBlocked = between.contains { (combiningClass[$0] ?? 0) >= own }
        if !isBlocked, let composite = pair(result[place], scalar) {
          result[place] = composite
          continue
        }
      }
      result.append(scalar)
    }
    return result
  }

  private func pair(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if (0x1100..<0x1113).contains(first), (0x1161..<0x1176).contains(second) {
      return 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28
    }
    if (0xAC00..<0xAC00 + 11172).contains(first), (first - 0xAC00) % 28 == 0, (0x11A8..<0x11C3).contains(second) {
      return first + second - 0x11A7
    }
    return composition[[first, second]]
  }

  /// The five columns of each line; `nil` when the file or `bzip2` is missing.
  static func normalizationTest() throws -> [[[UInt32]]]? {
    let file = folder + "NormalizationTest.txt.bz2"
    let tool = "/usr/bin/bzip2"
    guard FileManager.default.fileExists(atPath: file), FileManager.default.fileExists(atPath: tool) else { return nil }
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = ["-dc", file]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").compactMap { line in
      guard !line.hasPrefix("#"), !line.hasPrefix("@") else { return nil }
      return line.split(separator: ";").prefix(5).map { sequence(String($0)) }
    }
  }

  private static func rows(_ name: String) throws -> [[String]] {
    try String(contentsOf: URL(filePath: folder + name), encoding: .utf8).split(separator: "\n").compactMap { line in
      let bare = line.prefix { $0 != "#" }
      guard bare.contains(";") else { return nil }
      return bare.split(separator: ";", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
  }

  private static func range(_ field: String) -> ClosedRange<UInt32> {
    let ends = field.split(separator: ".").compactMap { UInt32($0, radix: 16) }
    return ends[0]...(ends.last ?? ends[0])
  }

  private static func sequence(_ field: String) -> [UInt32] {
    field.split(separator: " ").compactMap { UInt32($0, radix: 16) }
  }
}
