import Foundation
public import RuleTuning

/// A text as a model judged it, and the truth.
public struct JudgedText: Sendable {
  public var logOdds: Double
  public var isBad: Bool
  /// Whether it counts as caught.
  public var isCaught: Bool
  public var language: String
  public var scalars: Int
  /// Its number in the order in which it was read.
  public var index: Int

  public init(logOdds: Double, isBad: Bool, isCaught: Bool, language: String, scalars: Int, index: Int) {
    self.logOdds = logOdds
    self.isBad = isBad
    self.isCaught = isCaught
    self.language = language
    self.scalars = scalars
    self.index = index
  }
}

/// How well texts were told apart.
public struct DetectionMeasures: Sendable {
  /// A figure with its 95 % interval, by drawing the texts again two hundred times (B. Efron, 1979), with a fixed seed.
  public struct Estimate: Sendable, Encodable {
    public var value: Double
    public var lower: Double
    public var upper: Double
  }

  public var bad: Int
  public var good: Int
  public var precision: ShareInterval?
  public var recall: ShareInterval?
  public var goodHeld: ShareInterval?
  public var f1: Estimate
  /// The chance that a bad text stands above a good one; `nil` without both kinds, as the next.
  public var auc: Estimate?
  /// The share of bad texts above the point where one good text in a hundred stands.
  public var recallAtOnePercent: Estimate?
  /// The mean distance between what was said and what was true, over ten bins.
  public var calibrationError: Double
  public var bins: [ReliabilityBin]

  public init(_ texts: [JudgedText], draws: Int = 200) {
    bad = texts.count { $0.isBad }
    good = texts.count - bad
    let caught = texts.count { $0.isCaught }
    let right = texts.count { $0.isCaught && $0.isBad }
    precision = ShareInterval(right, of: caught)
    recall = ShareInterval(right, of: bad)
    goodHeld = ShareInterval(caught - right, of: good)
    bins = ReliabilityBin.bins(texts)
    calibrationError =
      texts.isEmpty
      ? 0 : bins.reduce(0) { $0 + abs($1.said - $1.true) * Double($1.count) } / Double(texts.count)
    let whole = Self.figures(texts)
    var drawn: [(f1: Double, auc: Double?, recall: Double?)] = []
    var random = SeededRandom(state: 0x5EED)
    for _ in 0..<draws where !texts.isEmpty {
      drawn.append(Self.figures((0..<texts.count).map { _ in texts[random.below(texts.count)] }))
    }
    func estimate(_ value: Double, _ all: [Double]) -> Estimate {
      let sorted = all.sorted()
      guard !sorted.isEmpty else { return Estimate(value: value, lower: value, upper: value) }
      return Estimate(
        value: value, lower: sorted[Int(Double(sorted.count - 1) * 0.025)],
        upper: sorted[Int(Double(sorted.count - 1) * 0.975)])
    }
    f1 = estimate(whole.f1, drawn.map(\.f1))
    auc = whole.auc.map { estimate($0, drawn.compactMap(\.auc)) }
    recallAtOnePercent = whole.recall.map { estimate($0, drawn.compactMap(\.recall)) }
  }

  private static func figures(_ texts: [JudgedText]) -> (f1: Double, auc: Double?, recall: Double?) {
    let bad = texts.count { $0.isBad }
    let good = texts.count - bad
    let caught = texts.count { $0.isCaught }
    let right = texts.count { $0.isCaught && $0.isBad }
    let f1 = caught + bad == 0 ? 0 : 2 * Double(right) / Double(caught + bad)
    guard bad > 0, good > 0 else { return (f1, nil, nil) }
    // By score, ties together.
    let sorted = texts.sorted { $0.logOdds > $1.logOdds }
    var (index, badAbove, goodAbove, area, recall) = (0, 0, 0, 0.0, 0.0)
    while index < sorted.count {
      var end = index
      var (badHere, goodHere) = (0, 0)
      while end < sorted.count, sorted[end].logOdds == sorted[index].logOdds {
        if sorted[end].isBad { badHere += 1 } else { goodHere += 1 }
        end += 1
      }
      area += Double(goodHere) * (Double(badAbove) + Double(badHere) / 2)
      badAbove += badHere
      goodAbove += goodHere
      if Double(goodAbove) <= 0.01 * Double(good) { recall = Double(badAbove) / Double(bad) }
      index = end
    }
    return (f1, area / (Double(bad) * Double(good)), recall)
  }
}

/// Texts of which about the same was said, and how many of them were bad.
public struct ReliabilityBin: Sendable, Encodable {
  /// The mean probability that was said.
  public var said: Double
  /// The share that was bad.
  public var `true`: Double
  public var count: Int

  static func bins(_ texts: [JudgedText]) -> [ReliabilityBin] {
    var sums = Array(repeating: (said: 0.0, bad: 0, count: 0), count: 10)
    for text in texts {
      let probability = 1 / (1 + exp(-text.logOdds))
      let bin = min(9, Int(probability * 10))
      sums[bin].said += probability
      sums[bin].bad += text.isBad ? 1 : 0
      sums[bin].count += 1
    }
    return sums.filter { $0.count > 0 }.map {
      ReliabilityBin(said: $0.said / Double($0.count), true: Double($0.bad) / Double($0.count), count: $0.count)
    }
  }
}

/// Numbers that look like chance and are the same each time (SplitMix64, G. Steele and others, 2014).
struct SeededRandom {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
}
