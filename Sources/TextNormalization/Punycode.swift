/// Bootstring as host names use it (RFC 3492).
enum Punycode {
  private static let base = 36
  private static let delimiter: UInt8 = 0x2D

  /// The ASCII form of a label, with its `xn--`; the label itself if it is ASCII; `nil` if it has none.
  static func ascii(label: String) -> String? {
    let scalars = label.unicodeScalars.map { Int($0.value) }
    guard scalars.contains(where: { $0 >= 0x80 }) else { return label }
    var output = label.utf8.filter { $0 < 0x80 }
    let basics = output.count
    if basics > 0 { output.append(delimiter) }
    var (n, delta, bias, handled) = (0x80, 0, 72, basics)
    while handled < scalars.count {
      guard let next = scalars.filter({ $0 >= n }).min() else { return nil }
      delta += (next - n) * (handled + 1)
      n = next
      for scalar in scalars {
        if scalar < n { delta += 1 }
        guard scalar == n else { continue }
        var quotient = delta
        var k = base
        while true {
          let threshold = min(max(k - bias, 1), 26)
          if quotient < threshold { break }
          output.append(digit(threshold + (quotient - threshold) % (base - threshold)))
          quotient = (quotient - threshold) / (base - threshold)
          k += base
        }
        output.append(digit(quotient))
        bias = adapt(delta, handled + 1, isFirst: handled == basics)
        delta = 0
        handled += 1
      }
      delta += 1
      n += 1
    }
    let text = "xn--" + String(decoding: output, as: UTF8.self)
    return text.utf8.count <= 63 ? text : nil
  }

  /// The Unicode form of a label that begins with `xn--`; `nil` if it is not well formed.
  static func unicode(label: String) -> String? {
    guard label.hasPrefix("xn--") else { return nil }
    let input = Array(label.utf8.dropFirst(4))
    guard input.count <= 59 else { return nil }
    let split = input.lastIndex(of: delimiter)
    var output = split.map { input[..<$0].map(Int.init) } ?? []
    var index = split.map { $0 + 1 } ?? 0
    var (n, i, bias) = (0x80, 0, 72)
    while index < input.count {
      let start = i
      var weight = 1
      var k = base
      while true {
        guard index < input.count, let value = value(of: input[index]) else { return nil }
        index += 1
        i += value * weight
        // Labels are short; what goes beyond all scalars is nonsense, and stops here before it overflows.
        guard i < 1 << 40 else { return nil }
        let threshold = min(max(k - bias, 1), 26)
        if value < threshold { break }
        weight *= base - threshold
        guard weight < 1 << 40 else { return nil }
        k += base
      }
      bias = adapt(i - start, output.count + 1, isFirst: start == 0)
      n += i / (output.count + 1)
      i %= output.count + 1
      guard n <= 0x10FFFF, !(0xD800...0xDFFF).contains(n) else { return nil }
      output.insert(n, at: i)
      i += 1
    }
    var text = String.UnicodeScalarView()
    for value in output {
      guard let scalar = Unicode.Scalar(UInt32(value)) else { return nil }
      text.append(scalar)
    }
    return String(text)
  }

  private static func adapt(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / 700 : delta / 2
    delta += delta / count
    var k = 0
    while delta > (base - 1) * 26 / 2 {
      delta /= base - 1
      k += base
    }
    return k + base * delta / (delta + 38)
  }

  private static func digit(_ value: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: value < 26 ? 0x61 + value : 0x30 + value - 26)
  }

  private static func value(of digit: UInt8) -> Int? {
    switch digit {
    case 0x61...0x7A: Int(digit) - 0x61
    case 0x41...0x5A: Int(digit) - 0x41
    case 0x30...0x39: Int(digit) - 0x30 + 26
    default: nil
    }
  }
}
