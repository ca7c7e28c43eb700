internal import CPCRE2

/// What one thread needs to match patterns: room for results, limits, and a stack for machine code.
///
/// "Each thread must provide its own copy of this memory" (pcre2api, MULTITHREADING, "Match blocks"), and a JIT stack
/// "must be a different stack for each thread" (pcre2jit, CONTROLLING THE JIT STACK). A worker is not copyable and
/// every match needs it exclusively, so two threads cannot use one at the same time. Reuse it: making one allocates,
/// matching with it does not, except for the growth of the interpreter's memory.
///
/// ```swift
/// let pattern = try Pattern("казино")
/// var worker = try MatchWorker()
/// let range = try worker.firstMatch(of: pattern, in: "Лучшее казино".utf8Span)   // 13..<25
/// ```
///
/// Safe: the three handles are made in `init`, freed in `deinit`, and never handed out.
@safe
public struct MatchWorker: ~Copyable {
  private let matchData: OpaquePointer
  private let context: OpaquePointer
  private let stack: OpaquePointer?
  private let meter: UnsafeMutablePointer<WorkMeter>
  /// Bounds what one match may cost; the stack keeps the size it was made with.
  public var limits: MatchLimits {
    didSet { apply(limits) }
  }

  /// Captures with a higher number than this are matched but not remembered.
  public static let captureMax = 31

  /// - Throws: ``MatchError`` with `.memory` when the library gets none.
  public init(limits: MatchLimits = MatchLimits()) throws(MatchError) {
    guard let matchData = unsafe pcre2_match_data_create_8(UInt32(Self.captureMax + 1), nil) else {
      throw MatchError(.memory)
    }
    guard let context = unsafe pcre2_match_context_create_8(nil) else {
      unsafe pcre2_match_data_free_8(matchData)
      throw MatchError(.memory)
    }
    // Without JIT in the library there is no stack, and none is needed.
    let stack = unsafe pcre2_jit_stack_create_8(
      min(32 * 1024, limits.jitStackBytes), max(limits.jitStackBytes, 8 * 1024), nil)
    if let stack = unsafe stack {
      unsafe pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
    }
    unsafe self.matchData = matchData
    unsafe self.context = context
    unsafe self.stack = stack
    unsafe meter = UnsafeMutablePointer<WorkMeter>.allocate(capacity: 1)
    unsafe meter.initialize(to: WorkMeter())
    // The library hands the pointer back to the function below, during a match and only then; it lives as long as the
    // context does.
    _ = unsafe pcre2_set_callout_8(context, countWork, UnsafeMutableRawPointer(meter))
    self.limits = limits
    apply(limits)
  }

  /// What metered patterns did since ``resetWork()``: one for every item of a pattern that was tried at a place, and
  /// one for every eight bytes that lie between two such places. The same pattern, text and library give the same
  /// number, on a busy machine as on an idle one; a unit takes between 5 and 50 ns.
  public var work: Int { unsafe meter.pointee.spent }

  /// Begins to count anew.
  public mutating func resetWork() {
    unsafe meter.pointee.spent = 0
    unsafe meter.pointee.place = 0
  }

  deinit {
    unsafe pcre2_match_data_free_8(matchData)
    unsafe pcre2_match_context_free_8(context)
    unsafe meter.deinitialize(count: 1)
    unsafe meter.deallocate()
    if let stack = unsafe stack { unsafe pcre2_jit_stack_free_8(stack) }
  }

  private func apply(_ limits: MatchLimits) {
    _ = unsafe pcre2_set_match_limit_8(context, limits.steps)
    _ = unsafe pcre2_set_depth_limit_8(context, limits.depth)
    _ = unsafe pcre2_set_heap_limit_8(context, limits.heapKibibytes)
    unsafe meter.pointee.limit = limits.work
  }

  /// The first match that begins at or after a place, in bytes of the text; `nil` when there is none.
  ///
  /// - Parameters:
  ///   - text: Its type proves that the bytes are well-formed UTF-8, so the library need not check them again.
  ///   - start: Where the search begins; must be the beginning of a character or the end. Look-behind sees earlier
  ///     text.
  /// - Throws: ``MatchError``; a limit that was reached is never reported as "no match".
  /// - Complexity: At most ``MatchLimits/steps`` for each position of the text.
  public mutating func firstMatch(
    of pattern: borrowing Pattern, in text: UTF8Span, from start: Int = 0
  ) throws(MatchError) -> Range<Int>? {
    try match(pattern, text.span, start: start, options: 0)
  }

  /// Calls `body` with every match from left to right until it answers `false`.
  ///
  /// Matches do not overlap; an empty match is reported once at its place, and the search then goes on behind it.
  ///
  /// - Throws: ``MatchError``; the matches before it have been reported.
  public mutating func forEachMatch(
    of pattern: borrowing Pattern, in text: UTF8Span, _ body: (Range<Int>) -> Bool
  ) throws(MatchError) {
    let bytes = text.span
    var start = 0
    var options: UInt32 = 0
    while let range = try match(pattern, bytes, start: start, options: options) {
      guard body(range) else { return }
      // Every match ends behind `start`, or at it and then only once, being empty there: `\\K` inside look-arounds,
      // which could end a match earlier, is refused by the library since 10.38. The guard costs nothing and proves
      // that the loop ends even so.
      guard range.upperBound > start || (range.upperBound == start && options == 0) else { return }
      guard range.upperBound < bytes.count else { return }
      start = range.upperBound
      // After an empty match, what begins here must not be empty again. pcre2demo also anchors this second try, which
      // machine code cannot do; without the anchor the search finds the same match, or else the next one further on.
      options = range.isEmpty ? PCRE2_NOTEMPTY_ATSTART : 0
    }
  }

  /// Where a pair of parentheses of the latest match stood; `nil` when it took no part.
  public func capture(_ number: Int) -> Range<Int>? {
    guard number >= 0, number <= Self.captureMax else { return nil }
    // The vector has `captureMax + 1` pairs, made in `init`. PCRE2_UNSET is ~0, that is -1 as Int.
    guard let vector = unsafe pcre2_get_ovector_pointer_8(matchData) else { return nil }
    let (lower, upper) = unsafe (vector[2 * number], vector[2 * number + 1])
    return lower >= 0 && upper >= lower ? lower..<upper : nil
  }

  private mutating func match(
    _ pattern: borrowing Pattern, _ bytes: Span<UInt8>, start: Int, options: UInt32
  ) throws(MatchError) -> Range<Int>? {
    guard bytes.count <= limits.textBytes else { throw MatchError(.textTooLong) }
    // With PCRE2_NO_UTF_CHECK an offset inside a character is undefined behaviour ("the result is undefined"), so
    // this check stands in for the library's.
    guard start >= 0, start <= bytes.count, start == bytes.count || bytes[start] & 0xC0 != 0x80 else {
      throw MatchError(.badOffset)
    }
    var nothing: UInt8 = 0
    let result = unsafe withUnsafePointer(to: &nothing) { nothing in
      unsafe bytes.withUnsafeBufferPointer { buffer in
        // The subject is only read during the call; PCRE2_COPY_MATCHED_SUBJECT is not set and nobody asks the match
        // data for substrings, so the pointer that it keeps is never followed afterwards.
        unsafe pcre2_match_8(
          pattern.code, buffer.baseAddress ?? nothing, buffer.count, start, options | PCRE2_NO_UTF_CHECK, matchData,
          context)
      }
    }
    if result == PCRE2_ERROR_NOMATCH { return nil }
    // 0 is a match with more captures than there is room for.
    guard result >= 0 else {
      let isOverWork = unsafe result == PCRE2_ERROR_CALLOUT && meter.pointee.spent > meter.pointee.limit
      throw isOverWork ? MatchError(.workLimit, libraryCode: result) : MatchError(libraryCode: result)
    }
    guard let vector = unsafe pcre2_get_ovector_pointer_8(matchData) else { throw MatchError(.engine) }
    let (lower, upper) = unsafe (vector[0], vector[1])
    // `\K` in a look-ahead can set the start behind the end ("the start of a match is greater than the end"). Such a
    // match covers nothing: it is reported as empty, at its end.
    return min(lower, upper)..<upper
  }
}

/// What a metered pattern has done so far.
private struct WorkMeter {
  var spent = 0
  var limit = Int.max
  /// Where the latest item was tried, in bytes.
  var place = 0
}

/// Called by the library before every item of a metered pattern.
///
/// "If the value is less than zero, the match fails with that number" (pcre2callout, RETURN VALUES FROM CALLOUTS).
private func countWork(
  _ block: UnsafeMutablePointer<pcre2_callout_block_8>?, _ data: UnsafeMutableRawPointer?
) -> Int32 {
  // Both are made by the library's caller: the block for this call, the data in `MatchWorker.init`.
  guard let block = unsafe block, let data = unsafe data else { return 0 }
  let meter = unsafe data.assumingMemoryBound(to: WorkMeter.self)
  let place = unsafe Int(block.pointee.current_position)
  let moved = unsafe abs(place - meter.pointee.place)
  unsafe meter.pointee.place = place
  unsafe meter.pointee.spent &+= 1 + moved / 8
  return unsafe meter.pointee.spent > meter.pointee.limit ? PCRE2_ERROR_CALLOUT : 0
}

extension MatchWorker: @unchecked Sendable {
  // Handles hold no thread's identity, and every call that changes them is `mutating`, so the law of exclusivity keeps
  // a worker to one thread at a time.
}
