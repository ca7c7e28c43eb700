internal import CPCRE2

/// The library that this program runs with.
public enum PCRE2Library {
  /// Version and date, such as `10.42 2022-12-11`. Compiled patterns must not outlive a change of it.
  public static var version: String { text(PCRE2_CONFIG_VERSION) }

  /// What machine code is made for, such as `x86 64bit (little endian + unaligned)`; `nil` without JIT.
  public static var jitTarget: String? {
    var available: UInt32 = 0
    guard unsafe pcre2_config_8(UInt32(PCRE2_CONFIG_JIT), &available) >= 0, available == 1 else { return nil }
    return text(PCRE2_CONFIG_JITTARGET)
  }

  /// The version of the Unicode data inside.
  public static var unicodeVersion: String { text(PCRE2_CONFIG_UNICODE_VERSION) }

  private static func text(_ what: Int32) -> String {
    // pcre2_config: with a null pointer it answers the length in code units, the final zero included.
    let length = pcre2_config_8(UInt32(what), nil)
    guard length > 1 else { return "" }
    var buffer = [UInt8](repeating: 0, count: Int(length))
    let written = unsafe buffer.withUnsafeMutableBytes { buffer in
      unsafe pcre2_config_8(UInt32(what), buffer.baseAddress)
    }
    guard written > 1 else { return "" }
    return String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
  }
}
