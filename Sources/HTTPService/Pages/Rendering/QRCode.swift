/// A QR code (ISO/IEC 18004:2015) of bytes, with error correction of level M: what a camera reads off a page.
///
/// After Project Nayuki's QR Code generator library (MIT licence), for the sizes that an address needs: up to 412 bytes, in
/// versions 1 to 15. Making one costs about a millisecond.
struct QRCode: Hashable, Sendable {
  /// Bytes that the largest version here takes.
  static let bytesMax = 412

  /// Modules on a side: 21 to 77.
  let size: Int
  /// Dark modules, row by row.
  private(set) var modules: [Bool]
  /// Modules that are not data.
  private var isFixed: [Bool]

  /// Bytes of error correction in each block, and how many blocks there are, by version.
  private static let checkBytes = [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24]
  private static let blockCounts = [0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10]

  /// - Parameter mask: 0 to 7; the best by the standard's rules without it.
  /// - Returns: `nil` for more than `bytesMax` bytes.
  init?(_ text: String, mask: Int? = nil) {
    let bytes = Array(text.utf8)
    guard let version = (1..<Self.checkBytes.count).first(where: { Self.roomFor($0) >= bytes.count }) else {
      return nil
    }
    size = version * 4 + 17
    modules = Array(repeating: false, count: size * size)
    isFixed = modules
    drawFixed(version)
    drawData(Self.codewords(bytes, version: version))
    let chosen =
      mask
      ?? (0..<8).min { first, second in penalty(masked: first) < penalty(masked: second) } ?? 0
    apply(mask: chosen)
    drawFormat(mask: chosen)
  }

  subscript(x: Int, y: Int) -> Bool { modules[y * size + x] }

  /// The dark modules as the path of an SVG picture, one unit to a module, without the quiet zone.
  var path: String {
    var path = ""
    for y in 0..<size {
      var x = 0
      while x < size {
        guard self[x, y] else {
          x += 1
          continue
        }
        let start = x
        while x < size, self[x, y] { x += 1 }
        path += "M\(start) \(y)h\(x - start)v1h\(start - x)z"
      }
    }
    return path
  }

  // MARK: Data

  /// Modules for data and error correction, in bits.
  private static func rawBits(_ version: Int) -> Int {
    var bits = (16 * version + 128) * version + 64
    if version >= 2 {
      let count = version / 7 + 2
      bits -= (25 * count - 10) * count - 55
      if version >= 7 { bits -= 36 }
    }
    return bits
  }

  private static func dataBytes(_ version: Int) -> Int {
    rawBits(version) / 8 - checkBytes[version] * blockCounts[version]
  }

  /// Bytes that fit beside the mode and the count.
  private static func roomFor(_ version: Int) -> Int { (dataBytes(version) * 8 - 4 - (version < 10 ? 8 : 16)) / 8 }

  private static func codewords(_ bytes: [UInt8], version: Int) -> [UInt8] {
    var bits: [Bool] = []
    func append(_ value: Int, _ count: Int) {
      for place in (0..<count).reversed() { bits.append(value >> place & 1 == 1) }
    }
    append(4, 4)
    append(bytes.count, version < 10 ? 8 : 16)
    for byte in bytes { append(Int(byte), 8) }
    let capacity = dataBytes(version) * 8
    append(0, min(4, capacity - bits.count))
    append(0, (8 - bits.count % 8) % 8)
    var isFirst = true
    while bits.count < capacity {
      append(isFirst ? 0xEC : 0x11, 8)
      isFirst.toggle()
    }
    var data: [UInt8] = []
    for start in stride(from: 0, to: bits.count, by: 8) {
      data.append(bits[start..<start + 8].reduce(0) { $0 << 1 | ($1 ? 1 : 0) })
    }
    return interleaved(data, version: version)
  }

  /// Cuts the data into blocks, adds the error correction of each, and takes them in turns.
  private static func interleaved(_ data: [UInt8], version: Int) -> [UInt8] {
    let count = blockCounts[version]
    let checkCount = checkBytes[version]
    let total = rawBits(version) / 8
    let shortCount = count - total % count
    let shortLength = total / count - checkCount
    let divisor = ReedSolomon.divisor(checkCount)
    var blocks: [(data: ArraySlice<UInt8>, check: [UInt8])] = []
    var start = 0
    for number in 0..<count {
      let end = start + shortLength + (number < shortCount ? 0 : 1)
      blocks.append((data[start..<end], ReedSolomon.remainder(data[start..<end], divisor)))
      start = end
    }
    var words: [UInt8] = []
    for place in 0...shortLength {
      for block in blocks where place < block.data.count { words.append(block.data[block.data.startIndex + place]) }
    }
    for place in 0..<checkCount {
      for block in blocks { words.append(block.check[place]) }
    }
    return words
  }

  /// Fills the free modules in pairs of columns, from the right, up and down in turns.
  private mutating func drawData(_ words: [UInt8]) {
    var bit = 0
    var right = size - 1
    while right >= 1 {
      // The column of timing is no data's.
      if right == 6 { right = 5 }
      for vertical in 0..<size {
        for x in [right, right - 1] {
          let isUpward = (right + 1) & 2 == 0
          let y = isUpward ? size - 1 - vertical : vertical
          guard !isFixed[y * size + x], bit < words.count * 8 else { continue }
          modules[y * size + x] = words[bit >> 3] >> (7 - bit & 7) & 1 == 1
          bit += 1
        }
      }
      right -= 2
    }
  }

  // MARK: Patterns

  private mutating func fix(_ x: Int, _ y: Int, _ isDark: Bool) {
    modules[y * size + x] = isDark
    isFixed[y * size + x] = true
  }

  private mutating func drawFixed(_ version: Int) {
    for place in 0..<size {
      fix(6, place, place % 2 == 0)
      fix(place, 6, place % 2 == 0)
    }
    for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawFinder(x, y) }
    let places = alignmentPlaces(version)
    for x in places {
      for y in places where !((x == 6 && (y == 6 || y == size - 7)) || (x == size - 7 && y == 6)) {
        for dy in -2...2 {
          for dx in -2...2 { fix(x + dx, y + dy, max(abs(dx), abs(dy)) != 1) }
        }
      }
    }
    drawFormat(mask: 0)
    drawVersion(version)
  }

  private mutating func drawFinder(_ x: Int, _ y: Int) {
    for dy in -4...4 {
      for dx in -4...4 where (0..<size).contains(x + dx) && (0..<size).contains(y + dy) {
        let distance = max(abs(dx), abs(dy))
        fix(x + dx, y + dy, distance != 2 && distance != 4)
      }
    }
  }

  private func alignmentPlaces(_ version: Int) -> [Int] {
    guard version > 1 else { return [] }
    let count = version / 7 + 2
    let step = (version * 8 + count * 3 + 5) / (count * 4 - 4) * 2
    return [6] + (0..<count - 1).reversed().map { size - 7 - $0 * step }
  }

  /// Level and mask, twice, with their own error correction (BCH 15, 5).
  private mutating func drawFormat(mask: Int) {
    // Level M is written as 00.
    var rest = mask
    for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
    let bits = (mask << 10 | rest) ^ 0x5412
    func bit(_ place: Int) -> Bool { bits >> place & 1 == 1 }
    for place in 0...5 { fix(8, place, bit(place)) }
    fix(8, 7, bit(6))
    fix(8, 8, bit(7))
    fix(7, 8, bit(8))
    for place in 9..<15 { fix(14 - place, 8, bit(place)) }
    for place in 0..<8 { fix(size - 1 - place, 8, bit(place)) }
    for place in 8..<15 { fix(8, size - 15 + place, bit(place)) }
    fix(8, size - 8, true)
  }

  /// The version, twice, from 7 on (BCH 18, 6).
  private mutating func drawVersion(_ version: Int) {
    guard version >= 7 else { return }
    var rest = version
    for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
    let bits = version << 12 | rest
    for place in 0..<18 {
      let isDark = bits >> place & 1 == 1
      let (a, b) = (size - 11 + place % 3, place / 3)
      fix(a, b, isDark)
      fix(b, a, isDark)
    }
  }

  // MARK: Masks

  private static func isFlipped(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
    switch mask {
    case 0: (x + y) % 2 == 0
    case 1: y % 2 == 0
    case 2: x % 3 == 0
    case 3: (x + y) % 3 == 0
    case 4: (x / 3 + y / 2) % 2 == 0
    case 5: x * y % 2 + x * y % 3 == 0
    case 6: (x * y % 2 + x * y % 3) % 2 == 0
    default: ((x + y) % 2 + x * y % 3) % 2 == 0
    }
  }

  private mutating func apply(mask: Int) {
    for y in 0..<size {
      for x in 0..<size where !isFixed[y * size + x] && Self.isFlipped(mask, x, y) { modules[y * size + x].toggle() }
    }
  }

  /// How hard a mask makes it to read: long runs, blocks, what looks like a finder, too much of one colour.
  private func penalty(masked mask: Int) -> Int {
    var copy = self
    copy.apply(mask: mask)
    copy.drawFormat(mask: mask)
    var penalty = 0
    for line in 0..<size {
      penalty += Self.penalty(of: (0..<size).map { copy[$0, line] })
      penalty += Self.penalty(of: (0..<size).map { copy[line, $0] })
    }
    for y in 0..<size - 1 {
      for x in 0..<size - 1 where copy[x, y] == copy[x + 1, y] {
        if copy[x, y] == copy[x, y + 1], copy[x, y] == copy[x + 1, y + 1] { penalty += 3 }
      }
    }
    let dark = copy.modules.count(where: \.self)
    penalty += abs(dark * 20 - size * size * 10) / (size * size) * 10
    return penalty
  }

  private static let finderLike: [[Bool]] = [
    [true, false, true, true, true, false, true, false, false, false, false],
    [false, false, false, false, true, false, true, true, true, false, true],
  ]

  private static func penalty(of line: [Bool]) -> Int {
    var penalty = 0
    var run = 0
    for (place, isDark) in line.enumerated() {
      run = place > 0 && line[place - 1] == isDark ? run + 1 : 1
      if run == 5 { penalty += 3 } else if run > 5 { penalty += 1 }
      if place + 11 <= line.count, finderLike.contains(where: { line[place..<place + 11].elementsEqual($0) }) {
        penalty += 40
      }
    }
    return penalty
  }
}

/// Error correction over GF(2^8) with the polynomial 0x11D.
private enum ReedSolomon {
  static func divisor(_ degree: Int) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: degree - 1) + [1]
    var root: UInt8 = 1
    for _ in 0..<degree {
      for place in 0..<degree {
        result[place] = product(result[place], root)
        if place + 1 < degree { result[place] ^= result[place + 1] }
      }
      root = product(root, 2)
    }
    return result
  }

  static func remainder(_ data: some Sequence<UInt8>, _ divisor: [UInt8]) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: divisor.count)
    for byte in data {
      let factor = byte ^ result.removeFirst()
      result.append(0)
      for place in 0..<result.count { result[place] ^= product(divisor[place], factor) }
    }
    return result
  }

  private static func product(_ first: UInt8, _ second: UInt8) -> UInt8 {
    var product = 0
    for place in (0..<8).reversed() {
      product = product << 1 ^ (product >> 7) * 0x11D
      if second >> place & 1 == 1 { product ^= Int(first) }
    }
    return UInt8(truncatingIfNeeded: product)
  }
}
