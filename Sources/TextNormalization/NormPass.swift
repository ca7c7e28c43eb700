/// Makes the view `norm` of the view `raw`.
///
/// It is toNFKC_Casefold (The Unicode Standard, section 3.13; UAX #44 `NFKC_CF`), with two differences for the sake
/// of comparison:
/// 1. Accents that do not compose to a letter are dropped: the stress mark of «за́мок», the stacks of "z̷a̷l̷g̷o̷".
///    What does compose is a letter and stays: й, ї, ё, é.
/// 2. An apostrophe between two letters, in whichever shape it was typed, is U+0027: «об'єднання», "don't".
enum NormPass {
  /// The map of `view` leads to `raw`'s bytes.
  static func run(_ raw: Span<UInt8>, into view: inout TextView, composer: inout Composer) {
    var bytes = view.bytes
    view.bytes = []
    var map = view.map
    view.map = OffsetMap()
    bytes.reserveCapacity(raw.count + raw.count / 8)

    var index = 0
    let end = raw.count
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
        if byte == 0x60, isBetweenLetters(bytes.span, raw, next: index + 1) { byte = 0x27 }
        bytes.append(byte)
        index += 1
        continue
      }
      let mapping = ScalarMapping(value)
      var target = value
      if mapping.isPlain {
        if isApostrophe(value), isBetweenLetters(bytes.span, raw, next: index + length) { target = 0x27 }
      } else if let distance = mapping.distance {
        target = UInt32(bitPattern: Int32(bitPattern: value) + distance)
        if isApostrophe(target), isBetweenLetters(bytes.span, raw, next: index + length) { target = 0x27 }
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

  /// The shapes in which an apostrophe is typed, besides U+0027 and the grave accent.
  @inline(__always)
  private static func isApostrophe(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2018, 0x2019, 0x201B, 0x2032, 0x02B9, 0x02BB, 0x02BC, 0x055A: true
    default: false
    }
  }

  private static func isBetweenLetters(_ before: Span<UInt8>, _ raw: Span<UInt8>, next: Int) -> Bool {
    guard before.count > 0, next < raw.count else { return false }
    let left = scalar(in: before, at: scalarStart(before: before.count, in: before)).value
    let right = scalar(in: raw, at: next).value
    return ScalarProperties(left).characterClass == .letter && ScalarProperties(right).characterClass == .letter
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
