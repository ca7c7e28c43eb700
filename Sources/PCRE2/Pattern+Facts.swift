internal import CPCRE2

extension Pattern {
  /// Whether matching runs as machine code; `false` means the interpreter, with the same results.
  public var isJITCompiled: Bool {
    var size = 0
    // PCRE2_INFO_JITSIZE: "a size_t variable".
    return unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_JITSIZE), &size) == 0 && size > 0
  }

  /// How many pairs of capturing parentheses there are.
  public var captureCount: Int {
    number(PCRE2_INFO_CAPTURECOUNT)
  }

  /// The highest group that a back-reference names; 0 without any.
  public var backReferenceMax: Int {
    number(PCRE2_INFO_BACKREFMAX)
  }

  /// A lower bound, in characters, for what a match covers. `\K` and look-arounds can make a match shorter.
  public var lengthMin: Int {
    number(PCRE2_INFO_MINLENGTH)
  }

  /// Whether the expression can match nothing at all, as far as the library can tell.
  public var matchesEmpty: Bool {
    number(PCRE2_INFO_MATCHEMPTY) == 1
  }

  /// The longest look-behind, in characters.
  public var lookbehindMax: Int {
    number(PCRE2_INFO_MAXLOOKBEHIND)
  }

  /// Whether `\C` or `(*NO_JIT)`-like items keep it from machine code is answered by ``isJITCompiled``; this is
  /// the memory of the compiled form, machine code not counted, in bytes.
  public var compiledBytes: Int {
    var size = 0
    return unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_SIZE), &size) == 0 ? size : 0
  }

  /// The names of capturing parentheses with their numbers, in the order of the names.
  public var captureNames: [(name: String, number: Int)] {
    let count = number(PCRE2_INFO_NAMECOUNT)
    let entryBytes = number(PCRE2_INFO_NAMEENTRYSIZE)
    guard count > 0, entryBytes > 2 else { return [] }
    var table: UnsafePointer<UInt8>?
    guard unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table) == 0, let start = unsafe table else {
      return []
    }
    // pcre2_pattern_info: each entry is two bytes of group number, then the name, then a zero; the table lives as
    // long as the code, and `self` is borrowed throughout.
    let bytes = unsafe UnsafeBufferPointer(start: start, count: count * entryBytes)
    return (0..<count).map { index in
      let entry = unsafe Array(bytes[(index * entryBytes)..<((index + 1) * entryBytes)])
      let name = String(decoding: entry.dropFirst(2).prefix { $0 != 0 }, as: UTF8.self)
      return (name, Int(entry[0]) << 8 | Int(entry[1]))
    }
  }

  private func number(_ what: Int32) -> Int {
    var value: UInt32 = 0
    return unsafe pcre2_pattern_info_8(code, UInt32(what), &value) == 0 ? Int(value) : 0
  }
}
