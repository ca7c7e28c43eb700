/// Writes `links`, and the views `urls` and `domains`, one line for each form of each link.
enum LinkViews {
  /// Ranges are of `raw`.
  static func write(_ found: [LinkFinder.Found], to text: inout NormalizedText) {
    for item in found {
      let link = link(item, in: text)
      let prefix = link.scheme.map { $0 + "://" } ?? ""
      let port = link.port.map { ":\($0)" } ?? ""
      let pathRange = text.normView.originalRange(item.pathRange)
      for host in [link.host, link.asciiHost].uniqued() {
        startLine(&text.urlsView, link.range)
        if !prefix.isEmpty { add(prefix, link.range.lowerBound..<link.hostRange.lowerBound, to: &text.urlsView) }
        add(host, link.hostRange, to: &text.urlsView)
        if !port.isEmpty { add(port, link.hostRange.upperBound..<pathRange.lowerBound, to: &text.urlsView) }
        if !link.path.isEmpty { add(link.path, pathRange, to: &text.urlsView) }
        startLine(&text.domainsView, link.range)
        add(host, link.hostRange, to: &text.domainsView)
      }
      text.links.append(link)
    }
  }

  private static func link(_ item: LinkFinder.Found, in text: NormalizedText) -> Link {
    let labels = item.labels.map { Punycode.unicode(label: $0) ?? $0 }
    let ascii = labels.map { Punycode.ascii(label: $0) ?? $0 }
    let pathRange = text.normView.originalRange(item.pathRange)
    let path = percentDecoded(text.rawView.bytes[pathRange])
    return Link(
      range: text.normView.originalRange(item.range), hostRange: text.normView.originalRange(item.hostRange),
      scheme: item.scheme, host: labels.joined(separator: "."), asciiHost: ascii.joined(separator: "."),
      port: item.port, path: path, isObfuscated: item.isObfuscated)
  }

  /// Decoded as a whole, or left as it is where that would not be UTF-8 or would bring in a control character.
  private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> String {
    let plain = String(decoding: bytes, as: UTF8.self)
    guard bytes.contains(0x25) else { return plain }
    var decoded: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
      if bytes[index] == 0x25, index + 2 < bytes.endIndex, let high = nibble(bytes[index + 1]),
        let low = nibble(bytes[index + 2]), high << 4 | low >= 0x20
      {
        decoded.append(high << 4 | low)
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return String(validating: decoded, as: UTF8.self) ?? plain
  }

  private static func nibble(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  private static func startLine(_ view: inout TextView, _ range: Range<Int>) {
    guard !view.bytes.isEmpty else { return }
    view.map.appendBlock(view: view.bytes.count, origin: range)
    view.bytes.append(0x0A)
  }

  private static func add(_ piece: String, _ range: Range<Int>, to view: inout TextView) {
    view.map.appendBlock(view: view.bytes.count, origin: range)
    view.bytes.append(contentsOf: piece.utf8)
  }
}

extension [String] {
  fileprivate func uniqued() -> [String] {
    count == 2 && self[0] == self[1] ? [self[0]] : self
  }
}
