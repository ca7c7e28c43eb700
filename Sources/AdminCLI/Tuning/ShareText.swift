import RuleTuning

/// Shares as people read them.
enum ShareText {
  /// «81.2 %».
  static func percent(_ share: Double) -> String {
    let tenths = (share * 1000).rounded()
    return "\(Points.plain(tenths / 10)) %"
  }

  /// «81.2 % (78.0–84.1)».
  static func text(_ estimate: ShareInterval?) -> String {
    guard let estimate else { return "—" }
    func plain(_ share: Double) -> String { Points.plain((share * 1000).rounded() / 10) }
    return "\(plain(estimate.value)) % (\(plain(estimate.lower))–\(plain(estimate.upper)))"
  }

  static func decimal(_ value: Double, places: Int = 4) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let digits = String(Int((abs(value) * scale).rounded()))
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return (value < 0 ? "−" : "") + padded.dropLast(places) + "." + padded.suffix(places)
  }
}

/// A share as programs see it.
struct SharePayload: Encodable {
  var value: Double
  var lower95: Double
  var upper95: Double
  var effectiveLabels: Double

  init?(_ estimate: ShareInterval?) {
    guard let estimate else { return nil }
    value = estimate.value
    lower95 = estimate.lower
    upper95 = estimate.upper
    effectiveLabels = estimate.effectiveCount
  }
}
