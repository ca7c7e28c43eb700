/// Makes the view `norm` of the view `raw`.
///
/// It is toNFKC_Casefold (The Unicode Standard, section 3.13; UAX #44 `NFKC_CF`), with one difference for the sake of
/// comparison: accents that do not compose to a letter are dropped, such as the stress mark of «за́мок» and the
/// stacks of "z̷a̷l̷g̷o̷". What does compose is a letter and stays: й, ї, ё, é. `ApostrophePass` adds another.
enum NormPass {
  /// Fills an empty view, whose map leads to `raw`.
  static func run(_ source: [UInt8], into view: inout TextView, composer: inout Composer) {
    view.bytes.append(contentsOf: source)
    let start = foldInPlace(&view.bytes)
    guard start < source.count else { return }

    let raw = source.span
    var bytes = view.bytes
    view.bytes = []
    var map = view.map
    view.map = OffsetMap()
    bytes.removeLast(bytes.count - start)
    bytes.reserveCapacity(source.count + source.count / 8)

    var index = start
    let end = source.count
    // The distance from view to raw while both run in step; `nil` after a block.
    var step: Int? = 0
    while index < end {
      let (value, length) = scalar(in: raw, at: index)
      if value < 0x80 {
        if step != index - bytes.count {
          step = index - bytes.count
          map.appendLinear(view: bytes.count, origin: index)
        }
        var byte = UInt8(truncatingIfNeeded: value)
        if byte &- 0x41 < 26 { byte |= 0x20 }
        bytes.append(byte)
        index += 1
        continue
      }
      let mapping = ScalarMapping(value)
      var target = value
      if mapping.isPlain {
        // As it is.
      } else if let distance = mapping.distance {
        target = UInt32(bitPattern: Int32(bitPattern: value) + distance)
      } else if mapping.isRemoved {
        index += length
        continue
      } else if let pooled = mapping.pooled, pooled.isPlain {
        map.appendBlock(view: bytes.count, origin: index..<index + length)
        step = nil
        for offset in pooled.bytes { bytes.append(ScalarMapping.poolByte(offset)) }
        index += length
        continue
      } else {
        index = cluster(in: raw, at: index, &bytes, &map, &composer)
        step = nil
        continue
      }
      if utf8Length(of: target) == length {
        if step != index - bytes.count {
          step = index - bytes.count
          map.appendLinear(view: bytes.count, origin: index)
        }
      } else {
        map.appendBlock(view: bytes.count, origin: index..<index + length)
        step = nil
      }
      bytes.append(scalar: target)
      index += length
    }
    view.bytes = bytes
    view.map = map
  }

  /// Folds a copy of the text where it lies, as long as lengths stay the same, which for most texts is to the end.
  /// Returns where that was no longer so.
  private static func foldInPlace(_ copy: inout [UInt8]) -> Int {
    var bytes = copy.mutableSpan
    var index = 0
    let end = bytes.count
    while index < end {
      let first = bytes[index]
      if first < 0x80 {
        if first &- 0x41 < 26 { bytes[index] = first | 0x20 }
        index += 1
        continue
      }
      // Two bytes: Latin with diacritics, Greek, Cyrillic.
      guard first < 0xE0 else { return index }
      let value = UInt32(first & 0x1F) << 6 | UInt32(bytes[index + 1] & 0x3F)
      let mapping = ScalarMapping(value)
      if !mapping.isPlain {
        guard let distance = mapping.distance else { return index }
        let target = UInt32(bitPattern: Int32(bitPattern: value) + distance)
        guard target >= 0x80, target < 0x800 else { return index }
        bytes[index] = UInt8(truncatingIfNeeded: 0xC0 | target >> 6)
        bytes[index + 1] = UInt8(truncatingIfNeeded: 0x80 | target & 0x3F)
      }
      index += 2
    }
    return end
  }

  /// Handles the combining scalars from here on, with the scalar they stand on. Returns where plain text goes on.
  private static func cluster(
    in raw: Span<UInt8>, at start: Int, _ bytes: inout [UInt8], _ map: inout OffsetMap, _ composer: inout Composer
  ) -> Int {
    composer.removeAll()
    var origin = start
    let (value, _) = scalar(in: raw, at: start)
    if ScalarMapping(value).startsCombining, !bytes.isEmpty {
      // What stands before belongs to it: taken back from the view.
      let place = scalarStart(before: bytes.count, in: bytes.span)
      composer.add(scalar(in: bytes.span, at: place).value)
      origin = map.originStart(of: place)
      bytes.removeLast(bytes.count - place)
      map.truncate(to: place)
    }
    let view = bytes.count
    var index = start
    var originEnd = start
    while index < raw.count {
      let (value, length) = scalar(in: raw, at: index)
      let mapping = ScalarMapping(value)
      if mapping.isCombining {
        composer.add(value)
      } else if let pooled = mapping.pooled, !pooled.isPlain {
        if index != start, !mapping.startsCombining { break }
        var poolBytes: [UInt8] = []
        for offset in pooled.bytes { poolBytes.append(ScalarMapping.poolByte(offset)) }
        for scalar in String(decoding: poolBytes, as: UTF8.self).unicodeScalars { composer.add(scalar.value) }
      } else if !mapping.isRemoved {
        break
      }
      index += length
      if !mapping.isRemoved { originEnd = index }
    }
    composer.compose(into: &bytes)
    guard bytes.count > view else { return index }
    let isSame =
      bytes.count - view == originEnd - origin
      && (0..<originEnd - origin).allSatisfy { bytes[view + $0] == raw[origin + $0] }
    if isSame {
      map.appendLinear(view: view, origin: origin)
    } else {
      map.appendBlock(view: view, origin: origin..<originEnd)
    }
    return index
  }
}

extension ScalarMapping {
  /// Joins what stands before it, itself or by the first scalar of what it becomes.
  fileprivate var startsCombining: Bool {
    if isCombining { return true }
    guard let pooled, !pooled.isPlain else { return false }
    var bytes: [UInt8] = []
    for offset in pooled.bytes { bytes.append(Self.poolByte(offset)) }
    guard let first = String(decoding: bytes, as: UTF8.self).unicodeScalars.first else { return false }
    return ScalarMapping(first.value).isCombining
  }
}
