/// What a text looks like from afar: texts that share most of their five-letter pieces differ in few bits.
public struct TextFingerprint: Hashable, Sendable {
  public static let bitCount = 128

  public var bits: UInt128

  public init(bits: UInt128) {
    self.bits = bits
  }

  /// In how many bits two texts differ: 0 for texts that read alike, about 64 for texts that have nothing in common.
  public func distance(to other: TextFingerprint) -> Int { (bits ^ other.bits).nonzeroBitCount }
}

/// Fingerprints of texts that people have lately decided to be spam, for the matcher `near`.
///
/// A value: whoever judges brings it along, so that the same submission with the same memory gives the same verdict.
public struct SpamMemory: Hashable, Sendable {
  /// More different texts are not kept; the newest stay.
  public static let countMax = 4_096
  /// How far back a decision is remembered.
  public static let daysMax = 30.0

  private var fingerprints: [UInt128] = []

  /// When words are judged again: what the memory of that moment had answered.
  private var answer: Int?

  public init() {}

  /// A memory of which only its answer for one text is known.
  public init(answering distance: Int) {
    answer = distance
  }

  /// - Parameter fingerprints: The newest first; equal ones count once.
  public init(_ fingerprints: some Sequence<TextFingerprint>) {
    var seen: Set<UInt128> = []
    for fingerprint in fingerprints where seen.insert(fingerprint.bits).inserted {
      self.fingerprints.append(fingerprint.bits)
      guard self.fingerprints.count < Self.countMax else { return }
    }
  }

  public var isEmpty: Bool { fingerprints.isEmpty && answer == nil }
  public var count: Int { fingerprints.count }

  /// The distance to the most similar text; `nil` when nothing is remembered.
  ///
  /// - Complexity: O(n), about a nanosecond each.
  public func distance(to fingerprint: TextFingerprint) -> Int? {
    if let answer { return answer }
    var least = TextFingerprint.bitCount + 1
    for bits in fingerprints { least = min(least, (bits ^ fingerprint.bits).nonzeroBitCount) }
    return fingerprints.isEmpty ? nil : least
  }
}
