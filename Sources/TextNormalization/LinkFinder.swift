/// Finds links in the view `norm`: written out, bare, and disguised.
///
/// It goes from dot to dot, real or spelled, and never looks at a byte more than a few times.
struct LinkFinder {
  struct Found {
    /// In bytes of `norm`.
    var range: Range<Int>
    var hostRange: Range<Int>
    var pathRange: Range<Int>
    var labels: [String]
    var scheme: String?
    var port: Int?
    var isObfuscated: Bool
  }

  private struct Dot {
    var range: Range<Int>
    var isPlain: Bool
    /// Words or a dot between spaces, without brackets.
    var isSpaced: Bool
  }

  private static let labelBytesMax = 63 * 4
  private static let labelsMax = 20
  private let source: [UInt8]
  private let isUppercase: (Int) -> Bool

  init(_ source: [UInt8], isUppercase: @escaping (Int) -> Bool) {
    self.source = source
    self.isUppercase = isUppercase
  }

  func find() -> [Found] {
    var found: [Found] = []
    var index = 0
    var floor = 0
    /// Scheme of a link whose user part has just been passed.
    var pending: (scheme: String?, start: Int, host: Int)?
    while index < source.count {
      guard mayBeDot(at: index), let dot = dot(at: index, floor: floor) else {
        index += 1
        continue
      }
      let start = labelStart(before: dot.range.lowerBound, floor: floor)
      guard start < dot.range.lowerBound, let end = labelEnd(from: dot.range.upperBound) else {
        index = dot.isPlain ? index + 1 : dot.range.upperBound
        continue
      }
      let chain = chain(from: start, first: dot, firstEnd: end)
      var link = Found(
        range: start..<chain.end, hostRange: start..<chain.end, pathRange: chain.end..<chain.end,
        labels: chain.labels, scheme: nil, port: nil, isObfuscated: !chain.isPlain)
      let scheme = schemeBefore(start, floor: floor)
      index = max(chain.end, index + 1)
      floor = start
      if chain.end < source.count, source[chain.end] == 0x40 {
        // "user.name@", or the user part of a URL.
        pending = scheme.map { ($0.scheme, $0.start, chain.end + 1) }
        continue
      }
      var hasScheme = false
      if let scheme {
        hasScheme = true
        link.scheme = scheme.scheme
        link.isObfuscated = link.isObfuscated || scheme.isObfuscated
        link.range = scheme.start..<link.range.upperBound
      } else if let user = pending, user.host == start {
        hasScheme = true
        link.scheme = user.scheme
        link.range = user.start..<link.range.upperBound
      } else if start > 0, source[start - 1] == 0x40 {
        continue
      }
      addTail(to: &link)
      guard isHost(&link, hasScheme: hasScheme, chain.dot) else { continue }
      found.append(link)
      index = max(index, link.range.upperBound)
      floor = link.range.upperBound
    }
    return found
  }

  // MARK: Dots and labels

  @inline(__always)
  private func mayBeDot(at index: Int) -> Bool {
    switch source[index] {
    // Most dots end a sentence.
    case 0x2E: index + 1 < source.count && source[index + 1] > 0x20
    case 0x28, 0x5B, 0x7B, 0xE3: true
    case 0x20: index + 1 < source.count && mayBeDotAfterSpace(at: index + 1)
    default: false
    }
  }

  /// A dot, a bracket, "dot", «точка» or «крапка».
  @inline(__always)
  private func mayBeDotAfterSpace(at index: Int) -> Bool {
    switch source[index] {
    case 0x2E, 0x28, 0x5B, 0x7B, 0x64: true
    case 0xD0: starts(with: Self.dots[3], at: index)
    case 0xD1: starts(with: Self.dots[2], at: index)
    default: false
    }
  }

  /// The dot that starts here, plain, in brackets, or between spaces.
  private func dot(at start: Int, floor: Int) -> Dot? {
    switch source[start] {
    case 0x2E: return Dot(range: start..<start + 1, isPlain: true, isSpaced: false)
    case 0xE3:
      guard starts(with: [0x80, 0x82], at: start + 1) else { return nil }
      return Dot(range: start..<start + 3, isPlain: true, isSpaced: false)
    default: break
    }
    var index = start
    let isSpaced = source[index] == 0x20
    if isSpaced { index += 1 }
    var bracket: UInt8?
    if index < source.count, [0x28, 0x5B, 0x7B].contains(source[index]) {
      bracket = source[index] == 0x28 ? 0x29 : source[index] + 2
      index += 1
    }
    guard isSpaced || bracket != nil, let spelled = Self.dots.first(where: { starts(with: $0, at: index) }) else {
      return nil
    }
    index += spelled.count
    if let bracket {
      guard index < source.count, source[index] == bracket else { return nil }
      index += 1
      if isSpaced, index < source.count, source[index] == 0x20 { index += 1 }
    } else {
      guard index < source.count, source[index] == 0x20 else { return nil }
      index += 1
    }
    return Dot(range: start..<index, isPlain: false, isSpaced: bracket == nil)
  }

  private static let dots = [".", "dot", "точка", "крапка"].map { Array($0.utf8) }

  private func starts(with bytes: [UInt8], at index: Int) -> Bool {
    guard index >= 0, index + bytes.count <= source.count else { return false }
    return bytes.indices.allSatisfy { source[index + $0] == bytes[$0] }
  }

  private func isLabel(_ value: UInt32) -> Bool {
    if value < 0x80 {
      return (0x61...0x7A).contains(value) || (0x30...0x39).contains(value) || value == 0x2D
    }
    switch ScalarProperties(value).characterClass {
    case .letter, .mark, .digit: return true
    default: return false
    }
  }

  private func labelStart(before end: Int, floor: Int) -> Int {
    var start = end
    let limit = max(floor, end - Self.labelBytesMax)
    while start > limit {
      let previous = scalarStart(before: start, in: source.span)
      guard previous >= limit, isLabel(scalar(in: source.span, at: previous).value) else { break }
      start = previous
    }
    while start < end, source[start] == 0x2D { start += 1 }
    return start
  }

  private func labelEnd(from start: Int) -> Int? {
    var index = start
    while index < source.count, index - start < Self.labelBytesMax {
      let (value, length) = scalar(in: source.span, at: index)
      guard isLabel(value) else { break }
      index += length
    }
    while index > start, source[index - 1] == 0x2D { index -= 1 }
    return index > start ? index : nil
  }

  private func chain(from start: Int, first: Dot, firstEnd: Int)
    -> (labels: [String], end: Int, isPlain: Bool, dot: Dot)
  {
    var labels = [text(start..<first.range.lowerBound), text(first.range.upperBound..<firstEnd)]
    var end = firstEnd
    var isPlain = first.isPlain
    var worst = first
    while labels.count < Self.labelsMax, end < source.count, let next = dot(at: end, floor: end) {
      // Prose goes on after a plain link: "site.com . Then".
      if isPlain, !next.isPlain, next.isSpaced { break }
      guard let labelEnd = labelEnd(from: next.range.upperBound) else { break }
      labels.append(text(next.range.upperBound..<labelEnd))
      end = labelEnd
      isPlain = isPlain && next.isPlain
      if !next.isPlain { worst = next }
    }
    return (labels, end, isPlain, worst)
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: source[range], as: UTF8.self)
  }

  // MARK: Scheme, port, path

  private static let schemes: [(text: [UInt8], name: String, isObfuscated: Bool)] = [
    ("https", "https", false), ("http", "http", false), ("hxxps", "https", true), ("hxxp", "http", true),
    ("ftp", "ftp", false), ("tg", "tg", false), ("h**ps", "https", true), ("h**p", "http", true),
  ].map { (Array($0.0.utf8), $0.1, $0.2) }

  private func schemeBefore(_ host: Int, floor: Int) -> (scheme: String?, start: Int, isObfuscated: Bool)? {
    guard host >= 2, source[host - 1] == 0x2F, source[host - 2] == 0x2F else { return nil }
    guard host >= 3, source[host - 3] == 0x3A else { return (nil, host - 2, false) }
    for scheme in Self.schemes where starts(with: scheme.text, at: host - 3 - scheme.text.count) {
      return (scheme.name, host - 3 - scheme.text.count, scheme.isObfuscated)
    }
    return (nil, host - 2, false)
  }

  private func addTail(to link: inout Found) {
    var index = link.range.upperBound
    if index + 1 < source.count, source[index] == 0x3A {
      var port = 0
      var end = index + 1
      while end < source.count, end < index + 6, (0x30...0x39).contains(source[end]) {
        port = port * 10 + Int(source[end] - 0x30)
        end += 1
      }
      if end > index + 1, port <= 65535 {
        link.port = port
        index = end
      }
    }
    let start = index
    if index < source.count, [0x2F, 0x3F, 0x23].contains(source[index]) {
      var opened = 0
      var trimmed = index
      scan: while index < source.count {
        let (value, length) = scalar(in: source.span, at: index)
        switch value {
        case 0x00...0x20, 0x22, 0x3C, 0x3E, 0x7F...0xA0, 0xAB, 0xBB, 0x201C...0x201E, 0x2028, 0x2029, 0x3000, 0xFFFD:
          break scan
        case 0x28: opened += 1
        default: break
        }
        index += length
        switch value {
        case 0x21, 0x27, 0x2C, 0x2E, 0x3A, 0x3B, 0x3F, 0x5D, 0x7D, 0x2A: break
        case 0x29:
          if opened > 0 {
            opened -= 1
            trimmed = index
          }
        default: trimmed = index
        }
      }
      index = trimmed
    }
    link.pathRange = start..<max(start, index)
    link.range = link.range.lowerBound..<max(start, index)
  }

  // MARK: Judgement

  private func isHost(_ link: inout Found, hasScheme: Bool, _ dot: Dot) -> Bool {
    guard var top = link.labels.last, link.labels.allSatisfy({ !$0.isEmpty }) else { return false }
    if link.labels.count == 4, link.labels.allSatisfy({ Self.isOctet($0) }) {
      return hasScheme || !link.pathRange.isEmpty || link.port != nil
    }
    guard top.utf8.count >= 2, !top.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    if !link.isObfuscated || hasScheme {
      if hasScheme || link.labels[0] == "www" { return true }
    } else if let meant = TopLevelDomains.spelled[top] {
      top = meant
      link.labels[link.labels.count - 1] = meant
    }
    if !TopLevelDomains.certain.contains(top), !TopLevelDomains.doubtful.contains(top) {
      // «kazino.сом», with Cyrillic letters in the last label.
      let latin = latinShape(of: top)
      guard latin != top, TopLevelDomains.certain.contains(latin) else { return top.hasPrefix("xn--") }
      top = latin
      link.labels[link.labels.count - 1] = latin
      link.isObfuscated = true
    }
    let isCertain = TopLevelDomains.certain.contains(top)
    let name = link.labels[link.labels.count - 2]
    if dot.isSpaced, !dot.isPlain {
      return isCertain && name.utf8.allSatisfy { $0 < 0x80 } && !TopLevelDomains.ordinaryWords.contains(name)
    }
    let hasMore =
      !link.pathRange.isEmpty || link.port != nil || link.labels.count > 2
      || name.utf8.contains { $0 == 0x2D || (0x30...0x39).contains($0) }
    if hasMore || link.isObfuscated { return true }
    // A sentence that goes on without a space: «конец.Но», "the end.Top".
    let first = link.hostRange.upperBound - text(lastLabel(of: link)).utf8.count
    if isUppercase(first), !isUppercase(scalarStart(before: link.hostRange.upperBound, in: source.span)) {
      return false
    }
    return isCertain
  }

  private func lastLabel(of link: Found) -> Range<Int> {
    labelStart(before: link.hostRange.upperBound, floor: link.hostRange.lowerBound)..<link.hostRange.upperBound
  }

  private static func isOctet(_ label: String) -> Bool {
    label.utf8.count <= 3 && (UInt16(label).map { $0 <= 255 } ?? false)
  }

  private func latinShape(of label: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in label.unicodeScalars {
      let latin = LetterShape(scalar.value).latin
      result.append(latin == 0 ? scalar : Unicode.Scalar(latin) ?? scalar)
    }
    return String(result)
  }
}
