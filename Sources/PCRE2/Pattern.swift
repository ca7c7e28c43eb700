internal import CPCRE2
internal import Synchronization

/// A compiled regular expression over UTF-8, with machine code where the library can make it.
///
/// A pattern is compiled once and never changes, so any number of threads may match it at the same time; each brings
/// its own ``MatchWorker``. Where a pattern needs several owners, put it into a ``SharedPattern``.
///
/// UTF is always on, `\C` (a single byte) is always refused, and `\u` keeps its Perl meaning. An item at the start of
/// a pattern, such as `(*LIMIT_MATCH=9)`, can only lower the limits of a worker: "such a setting is ignored unless
/// ddd is less than the limit set by the caller" (pcre2api, "The match context").
///
/// Safe: the handle is made in `init`, freed in `deinit`, never handed out, and only read in between.
@safe
public struct Pattern: ~Copyable {
  let code: OpaquePointer
  /// The expression as it was given.
  public let source: String
  public let options: PatternOptions

  /// The longest expression that is accepted, in bytes.
  public static let sourceBytesMax = 65_536

  /// Compiles an expression, and compiles it further to machine code.
  ///
  /// - Parameter isJITWanted: Without machine code an expression can be checked and asked about in a fraction of the time.
  /// - Throws: ``CompileError`` with the place of the mistake in bytes from the beginning of `source`.
  /// - Complexity: O(n) in practice; the depth of parentheses is limited by the library to 250.
  public init(
    _ source: String, options: PatternOptions = .standard, isJITWanted: Bool = true
  ) throws(CompileError) {
    guard source.utf8.count <= Self.sourceBytesMax else {
      throw CompileError(
        code: PCRE2_ERROR_PATTERN_STRING_TOO_LONG, offset: Self.sourceBytesMax,
        message: "the pattern is longer than \(Self.sourceBytesMax) bytes")
    }
    var errorCode: Int32 = 0
    var errorOffset = 0
    let bytes = Array(source.utf8)
    let bits = options.libraryBits | PCRE2_UTF
    let compiled = unsafe bytes.withUnsafeBufferPointer { buffer -> OpaquePointer? in
      // pcre2_compile: "If the pattern is specified with a length, it may contain binary zeros." An empty array has
      // no base address, and the library takes a null pointer with length zero as of 10.41; an older one would not.
      var empty: UInt8 = 0
      return unsafe withUnsafePointer(to: &empty) { nothing in
        unsafe pcre2_compile_8(
          buffer.baseAddress ?? nothing, buffer.count, bits, &errorCode, &errorOffset, nil)
      }
    }
    guard let compiled = unsafe compiled else {
      throw CompileError(code: errorCode, offset: min(errorOffset, bytes.count), message: Self.message(errorCode))
    }
    unsafe code = compiled
    self.source = source
    self.options = options
    guard isJITWanted else { return }
    // "JIT compilation updates a value within the compiled code block, so a thread must gain unique write access to
    // the pointer before calling pcre2_jit_compile()" (pcre2api, MULTITHREADING). Nobody else knows the pointer yet.
    // Its failure is not ours: pcre2_match() then interprets the pattern, with the same results.
    _ = unsafe pcre2_jit_compile_8(compiled, PCRE2_JIT_COMPLETE)
  }

  deinit {
    unsafe pcre2_code_free_8(code)
  }

  private static func message(_ code: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let length = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
      unsafe pcre2_get_error_message_8(code, buffer.baseAddress, buffer.count)
    }
    guard length > 0 else { return "pattern error \(code)" }
    return String(decoding: buffer[..<Int(length)], as: UTF8.self)
  }
}

extension Pattern: @unchecked Sendable {
  // "The data in the compiled pattern is fixed, and does not change when the pattern is matched. Therefore, it is
  // thread-safe, that is, the same compiled pattern can be used by more than one thread simultaneously." (pcre2api,
  // MULTITHREADING) JIT compilation, the one exception, happens inside `init`.
}

/// A pattern with several owners.
public final class SharedPattern: Sendable {
  public let pattern: Pattern
  private let meteredForm = Mutex<MeteredForm>(.unknown)

  private enum MeteredForm {
    case unknown
    case impossible
    case known(SharedPattern)
  }

  public init(_ pattern: consuming Pattern) {
    self.pattern = pattern
  }

  public convenience init(_ source: String, options: PatternOptions = .standard) throws(CompileError) {
    try self.init(Pattern(source, options: options))
  }

  /// The same expression with its steps counted, compiled when it is first asked for; `nil` when it becomes too large
  /// that way.
  public var metered: SharedPattern? {
    meteredForm.withLock { form in
      switch form {
      case .known(let shared): return shared
      case .impossible: return nil
      case .unknown:
        let shared = try? SharedPattern(pattern.source, options: pattern.options.union(.metered))
        form = shared.map { .known($0) } ?? .impossible
        return shared
      }
    }
  }
}
