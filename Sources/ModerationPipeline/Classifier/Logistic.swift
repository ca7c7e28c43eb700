/// Probabilities and log-odds, without the machine's mathematics library, so that a verdict is the same on every machine.
package enum Logistic {
  /// 1 / (1 + e^-x).
  package static func probability(_ logOdds: Double) -> Double {
    guard logOdds.isFinite else { return logOdds > 0 ? 1 : 0 }
    let x = min(40, max(-40, logOdds))
    return 1 / (1 + exponential(-x))
  }

  /// e^x for |x| at most 40: halved until it is small, by its series, then squared as often.
  static func exponential(_ x: Double) -> Double {
    let small = x / 1024
    var (sum, term) = (1.0, 1.0)
    for index in 1...8 {
      term *= small / Double(index)
      sum += term
    }
    for _ in 0..<10 { sum *= sum }
    return sum
  }
}
