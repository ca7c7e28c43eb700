/// What was said against what was true, as a picture.
public enum ReliabilityPlot {
  static let side = 360.0
  static let margin = 50.0

  /// An SVG: the diagonal is what would be true to the word; a dot is a bin, the larger the more texts it has.
  public static func svg(_ bins: [ReliabilityBin], title: String) -> String {
    let whole = side + 2 * margin
    func x(_ share: Double) -> Double { margin + share * side }
    func y(_ share: Double) -> Double { margin + (1 - share) * side }
    func number(_ value: Double) -> String { String((value * 10).rounded() / 10) }
    let most = Double(max(1, bins.map(\.count).max() ?? 1))
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(number(whole))\" height=\"\(number(whole))\" "
        + "font-family=\"sans-serif\" font-size=\"12\">",
      "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
      "<text x=\"\(number(whole / 2))\" y=\"24\" text-anchor=\"middle\">\(escaped(title))</text>",
      "<rect x=\"\(number(margin))\" y=\"\(number(margin))\" width=\"\(number(side))\" height=\"\(number(side))\" "
        + "fill=\"none\" stroke=\"#999\"/>",
      "<line x1=\"\(number(x(0)))\" y1=\"\(number(y(0)))\" x2=\"\(number(x(1)))\" y2=\"\(number(y(1)))\" "
        + "stroke=\"#999\" stroke-dasharray=\"4 4\"/>",
    ]
    let points = bins.map { "\(number(x($0.said))),\(number(y($0.true)))" }.joined(separator: " ")
    lines.append("<polyline points=\"\(points)\" fill=\"none\" stroke=\"#1a5fb4\"/>")
    for bin in bins {
      let radius = 3 + 7 * (Double(bin.count) / most).squareRoot()
      lines.append(
        "<circle cx=\"\(number(x(bin.said)))\" cy=\"\(number(y(bin.true)))\" r=\"\(number(radius))\" fill=\"#1a5fb4\" "
          + "fill-opacity=\"0.6\"><title>\(bin.count)</title></circle>")
    }
    for tick in stride(from: 0.0, through: 1, by: 0.25) {
      lines.append("<text x=\"\(number(x(tick)))\" y=\"\(number(y(0) + 18))\" text-anchor=\"middle\">\(tick)</text>")
      lines.append("<text x=\"\(number(margin - 8))\" y=\"\(number(y(tick) + 4))\" text-anchor=\"end\">\(tick)</text>")
    }
    lines.append("<text x=\"\(number(whole / 2))\" y=\"\(number(whole - 10))\" text-anchor=\"middle\">said</text>")
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
  }
}
