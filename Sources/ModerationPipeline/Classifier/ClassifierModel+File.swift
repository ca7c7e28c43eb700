import ModerationModel

extension ClassifierModel {
  private static let magic = Array("MODCLS".utf8)
  private static let version: UInt32 = 1

  /// The model as a file: little-endian numbers, texts with their length before them, and the revision at the end.
  public var file: [UInt8] {
    bytes + Array(revision.utf8)
  }

  /// Everything but the revision.
  var bytes: [UInt8] {
    var writer = Writer()
    writer.bytes += Self.magic
    writer.put(Self.version)
    writer.put(card.name)
    writer.put(UInt64(bitPattern: Int64(card.trainedAt.milliseconds)))
    writer.put(card.ruleSet)
    writer.put(card.seed)
    writer.put(UInt32(card.sources.count))
    for source in card.sources { writer.put(source) }
    writer.put(UInt32(bits))
    writer.put(UInt32(heads.count))
    for head in heads { writer.put(head) }
    writer.put(UInt32(table.count))
    return writer.bytes + table
  }

  /// A model from its file.
  ///
  /// - Throws: ``ClassifierModelError``; nothing in a file can make it trap.
  public init(file: [UInt8]) throws(ClassifierModelError) {
    guard file.count <= Self.bytesMax else { throw ClassifierModelError(code: .tooLarge) }
    guard file.starts(with: Self.magic), file.count > 26 else { throw ClassifierModelError(code: .notAModel) }
    let content = Array(file.dropLast(16))
    var reader = Reader(bytes: content, place: Self.magic.count)
    guard try reader.number() == Self.version else { throw ClassifierModelError(code: .otherVersion) }
    guard Self.revision(of: content) == String(decoding: file.suffix(16), as: UTF8.self) else {
      throw ClassifierModelError(code: .damaged)
    }
    let name = try reader.text()
    let trainedAt = Timestamp(milliseconds: Int64(bitPattern: try reader.longNumber()))
    let ruleSet = try reader.text()
    let seed = try reader.longNumber()
    var sources: [String] = []
    for _ in 0..<(try reader.count(most: 1000)) { sources.append(try reader.text()) }
    let bits = try reader.count(most: Self.rowBits.upperBound)
    var heads: [Head] = []
    for _ in 0..<(try reader.count(most: Self.headsMax)) { heads.append(try reader.head()) }
    let size = Int(try reader.number())
    guard Self.rowBits.contains(bits), size == (2 + heads.count) << bits, reader.rest == size,
      Set(heads.map(\.category)).count == heads.count
    else { throw ClassifierModelError(code: .damaged) }
    self.init(
      card: Card(name: name, trainedAt: trainedAt, ruleSet: ruleSet, sources: sources, seed: seed), heads: heads,
      bits: bits, table: Array(content.suffix(size)))
  }
}

private struct Writer {
  var bytes: [UInt8] = []

  mutating func put(_ number: UInt32) {
    for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: number >> UInt32(shift))) }
  }

  mutating func put(_ number: UInt64) {
    put(UInt32(truncatingIfNeeded: number))
    put(UInt32(truncatingIfNeeded: number >> 32))
  }

  mutating func put(_ number: Float) { put(number.bitPattern) }

  mutating func put(_ text: String) {
    put(UInt32(text.utf8.count))
    bytes += text.utf8
  }

  mutating func put(_ head: ClassifierModel.Head) {
    put(head.category.rawValue)
    put(UInt32(head.bad))
    put(UInt32(head.good))
    put(head.bias)
    put(UInt32(head.dense.count))
    for weight in head.dense { put(weight) }
    put(head.weightMax)
    put(UInt32(head.readings.count))
    for reading in head.readings {
      put(reading.language)
      put(reading.slope)
      put(reading.offset)
      put(reading.noticeAt)
      put(reading.holdAt)
    }
    put(head.evenAt)
    put(UInt32(head.isSpeaking ? 1 : 0))
  }
}

private struct Reader {
  let bytes: [UInt8]
  var place: Int

  var rest: Int { bytes.count - place }

  mutating func number() throws(ClassifierModelError) -> UInt32 {
    guard rest >= 4 else { throw ClassifierModelError(code: .damaged) }
    var number: UInt32 = 0
    for offset in 0..<4 { number |= UInt32(bytes[place + offset]) << UInt32(offset * 8) }
    place += 4
    return number
  }

  mutating func longNumber() throws(ClassifierModelError) -> UInt64 {
    let low = try number()
    return UInt64(low) | UInt64(try number()) << 32
  }

  mutating func count(most: Int) throws(ClassifierModelError) -> Int {
    let count = Int(try number())
    guard count <= most else { throw ClassifierModelError(code: .damaged) }
    return count
  }

  /// A number that sums may be made with.
  mutating func weight() throws(ClassifierModelError) -> Float {
    let value = Float(bitPattern: try number())
    guard value.isFinite else { throw ClassifierModelError(code: .damaged) }
    return value
  }

  mutating func text() throws(ClassifierModelError) -> String {
    let count = try count(most: 65_536)
    guard rest >= count else { throw ClassifierModelError(code: .damaged) }
    defer { place += count }
    return String(decoding: bytes[place..<place + count], as: UTF8.self)
  }

  mutating func head() throws(ClassifierModelError) -> ClassifierModel.Head {
    guard let category = Category(rawValue: try text()) else { throw ClassifierModelError(code: .damaged) }
    let (bad, good) = (Int(try number()), Int(try number()))
    let bias = try weight()
    var dense: [Float] = []
    for _ in 0..<(try count(most: 256)) { dense.append(try weight()) }
    guard dense.count == DenseFeatures.count else { throw ClassifierModelError(code: .otherVersion) }
    let weightMax = try weight()
    var readings: [ClassifierModel.LanguageReading] = []
    for _ in 0..<(try count(most: 64)) {
      readings.append(
        .init(
          language: try text(), slope: try weight(), offset: try weight(), noticeAt: try weight(),
          holdAt: try weight()))
    }
    guard !readings.isEmpty else { throw ClassifierModelError(code: .damaged) }
    return ClassifierModel.Head(
      category: category, bad: bad, good: good, bias: bias, dense: dense, weightMax: weightMax, readings: readings,
      evenAt: try weight(), isSpeaking: try number() == 1)
  }
}
