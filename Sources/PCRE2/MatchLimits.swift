/// What one match may cost. Beyond any of these a typed ``MatchError`` is thrown.
public struct MatchLimits: Hashable, Sendable {
  /// How much backtracking is allowed from one place of the text.
  ///
  /// "For patterns that are not anchored, the count restarts from zero for each position in the subject string"
  /// (pcre2api, `pcre2_set_match_limit`), so the whole search is bounded by this times the length of the text.
  /// Machine code honours the limit too, "but the details of exactly what is counted are not the same" (pcre2jit,
  /// RETURN VALUES FROM JIT MATCHING).
  public var steps: UInt32
  /// How deep backtracking may nest. "The depth limit is not relevant, and is ignored, when matching is done using
  /// JIT compiled code" (pcre2api).
  public var depth: UInt32
  /// Memory for backtracking, in KiB, where the pattern is interpreted.
  public var heapKibibytes: UInt32
  /// Stack of the machine code. "A maximum stack size of 512KiB to 1MiB should be more than enough for any pattern."
  /// (pcre2jit, CONTROLLING THE JIT STACK) It is address space; pages are taken as they are needed.
  public var jitStackBytes: Int
  /// How much a metered pattern may do between two calls of ``MatchWorker/resetWork()``, in the units described there.
  public var work: Int
  /// The longest text that is looked at, in bytes.
  public var textBytes: Int

  public init(
    steps: UInt32 = 100_000, depth: UInt32 = 10_000, heapKibibytes: UInt32 = 4_096, jitStackBytes: Int = 512 * 1024,
    work: Int = .max, textBytes: Int = 1 << 20
  ) {
    self.steps = steps
    self.depth = depth
    self.heapKibibytes = heapKibibytes
    self.jitStackBytes = jitStackBytes
    self.work = work
    self.textBytes = textBytes
  }
}
