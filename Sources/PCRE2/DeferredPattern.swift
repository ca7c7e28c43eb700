import Synchronization

/// An expression that is known to compile, and is compiled when it is first matched.
///
/// A large rule set has thousands of expressions of which a day's comments meet a few hundred. Machine code is most of
/// what compiling costs in time and memory, so it is made only for those.
///
/// Any number of threads may ask at once: each that finds nothing compiles for itself, the first to finish is kept, and
/// the others' work is dropped. So nobody waits for a lock, and a pattern is complete, machine code and all, before any
/// other thread can see it ("JIT compilation updates a value within the compiled code block, so a thread must gain unique
/// write access", pcre2api, MULTITHREADING).
public final class DeferredPattern: Sendable {
  public let source: String
  public let options: PatternOptions
  private let made = AtomicLazyReference<SharedPattern>()

  /// - Parameter source: Compiles, as ``Pattern/init(_:options:isJITWanted:)`` has shown in this version of the library.
  public init(known source: String, options: PatternOptions) {
    self.source = source
    self.options = options
  }

  /// The pattern; `nil` when there is no memory for it.
  ///
  /// - Complexity: Some ten microseconds the first time; one load of an address from then on.
  public var shared: SharedPattern? {
    if let made = made.load() { return made }
    guard let compiled = try? SharedPattern(source, options: options) else { return nil }
    return made.storeIfNil(compiled)
  }
}
