import TextNormalization

/// Views are valid UTF-8, their maps lead to whole characters of the original and never back, and a normaliser that has
/// been used answers like a fresh one.
@c(LLVMFuzzerTestOneInput)
public func fuzzNormalization(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // The library lends the bytes for the time of the call.
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  check(bytes)
  return 0
}

private func check(_ bytes: [UInt8]) {
  let text = NormalizedText(bytes: bytes)
  let seams = seams(of: bytes)
  for name in ViewName.allCases {
    let view = text[name]
    precondition(String(validating: view.bytes, as: UTF8.self) != nil, "\(name) is not UTF-8")
    let runs = [ViewName.raw, .norm, .fold, .squeeze].contains(name)
    var last = 0..<0
    var start = 0
    while start < view.bytes.count {
      var end = start + 1
      while end < view.bytes.count, view.bytes[end] & 0xC0 == 0x80 { end += 1 }
      let origin = view.originalRange(start..<end)
      precondition(!origin.isEmpty && origin.upperBound <= bytes.count, "\(name) \(start): \(origin)")
      precondition(seams[origin.lowerBound] && seams[origin.upperBound], "\(name) \(start): \(origin) cuts a character")
      if runs {
        precondition(
          origin.lowerBound >= last.lowerBound && origin.upperBound >= last.upperBound,
          "\(name) \(start) goes back from \(last) to \(origin)")
        precondition(view.originalRange(0..<end).upperBound == origin.upperBound, "\(name) to \(end)")
      }
      last = origin
      start = end
    }
  }
  var normalizer = Normalizer()
  var used = NormalizedText("K\u{301}азино kazik7.top ﬁ")
  normalizer.normalize(bytes: bytes, into: &used)
  for name in ViewName.allCases { precondition(used[name] == text[name], "\(name) depends on what came before") }
  precondition(used.links == text.links && used.statistics == text.statistics)
  for name in [ViewName.raw, .norm] {
    precondition(NormalizedText(bytes: text[name].bytes)[name].bytes == text[name].bytes, "\(name) is not at rest")
  }
}

/// By place: whether a character, or a maximal piece that is none, begins or ends there.
private func seams(of bytes: [UInt8]) -> [Bool] {
  var seams = Array(repeating: false, count: bytes.count + 1)
  seams[0] = true
  var parser = Unicode.UTF8.ForwardParser()
  var iterator = bytes.makeIterator()
  var offset = 0
  while true {
    switch parser.parseScalar(from: &iterator) {
    case .valid(let scalar): offset += scalar.count
    case .error(let length): offset += length
    case .emptyInput: return seams
    }
    seams[offset] = true
  }
}
