internal import CPCRE2

/// Why a match could not be decided. It never means "no match".
public struct MatchError: Error, Hashable, CustomStringConvertible {
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// More backtracking than ``MatchLimits/steps``.
    case matchLimit = "match_limit"
    /// Deeper backtracking than ``MatchLimits/depth``; only where the pattern is interpreted.
    case depthLimit = "depth_limit"
    /// More memory than ``MatchLimits/heapKibibytes``; only where the pattern is interpreted.
    case heapLimit = "heap_limit"
    /// More stack than ``MatchLimits/jitStackBytes``; only where the pattern runs as machine code.
    case jitStackLimit = "jit_stack_limit"
    /// The text is longer than ``MatchLimits/textBytes``.
    case textTooLong = "text_too_long"
    /// The search was to begin outside the text or inside a character.
    case badOffset = "bad_offset"
    case invalidUTF8 = "invalid_utf8"
    /// The pattern recurses without moving.
    case recursionLoop = "recursion_loop"
    case callout
    case memory
    /// More work than ``MatchLimits/work``; only where the pattern is metered.
    case workLimit = "work_limit"
    /// Anything else that the library reports; see ``MatchError/libraryCode``.
    case engine
  }

  public let code: Code
  /// The library's number; 0 when the refusal is ours.
  public let libraryCode: Int32

  init(_ code: Code, libraryCode: Int32 = 0) {
    self.code = code
    self.libraryCode = libraryCode
  }

  init(libraryCode: Int32) {
    let code: Code =
      switch libraryCode {
      case PCRE2_ERROR_MATCHLIMIT: .matchLimit
      case PCRE2_ERROR_DEPTHLIMIT: .depthLimit
      case PCRE2_ERROR_HEAPLIMIT: .heapLimit
      case PCRE2_ERROR_JIT_STACKLIMIT: .jitStackLimit
      case PCRE2_ERROR_BADOFFSET, PCRE2_ERROR_BADUTFOFFSET: .badOffset
      case PCRE2_ERROR_UTF8_ERR21...PCRE2_ERROR_UTF8_ERR1: .invalidUTF8
      case PCRE2_ERROR_RECURSELOOP: .recursionLoop
      case PCRE2_ERROR_CALLOUT: .callout
      case PCRE2_ERROR_NOMEMORY: .memory
      default: .engine
      }
    self.init(code, libraryCode: libraryCode)
  }

  public var description: String {
    libraryCode == 0 ? "match refused: \(code.rawValue)" : "match failed: \(code.rawValue) (PCRE2 \(libraryCode))"
  }
}
