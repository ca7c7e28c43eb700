import ModerationModel

/// Stacked bars, laid out in units of an SVG's view box. The page's style gives them their colours.
struct BarPlot {
  struct Series {
    var label: String
    var tone: String
    /// One for each group.
    var values: [Int]
  }

  var caption: String
  var groups: [String]
  var series: [Series]
  /// Bars lie when their names are long.
  var isLying = false
  var language: Language

  private static let width = 520.0
  private static let names = 190.0

  private var sums: [Int] { groups.indices.map { index in series.reduce(0) { $0 + $1.values[index] } } }

  /// A round number at which the axis ends, and the steps on it.
  static func scale(for largest: Int) -> (end: Int, step: Int) {
    guard largest > 4 else { return (max(largest, 1), 1) }
    // 1, 2, 5, 10, 20, 50 and so on.
    var step = 1
    var isHalf = false
    while (largest + step - 1) / step > 4 {
      step = isHalf ? step / 2 * 5 : step * 2
      isHalf = !isHalf && String(step).first == "2"
    }
    return ((largest + step - 1) / step * step, step)
  }

  var view: PageView {
    let (end, step) = Self.scale(for: sums.max() ?? 0)
    var view = isLying ? lying(end: end, step: step) : standing(end: end, step: step)
    view["caption"] = caption
    let named = series.filter { !$0.label.isEmpty }
    view["hasLegend"] = named.count > 1
    view["legend"] = named.map { ["label": $0.label, "tone": $0.tone] as PageView }
    view["columns"] = [""] + series.map(\.label)
    view["rows"] = groups.indices.map { index -> PageView in
      ["cells": [groups[index]] + series.map { PageWords.grouped($0.values[index], in: language) }]
    }
    return view
  }

  private func standing(end: Int, step: Int) -> PageView {
    let (left, top, bottom, height) = (40.0, 10.0, 190.0, 212.0)
    let room = (Self.width - left - 6) / Double(max(groups.count, 1))
    func y(_ value: Int) -> Double { Self.rounded(bottom - (bottom - top) * Double(value) / Double(end)) }
    var bars: [PageView] = []
    for index in groups.indices {
      var sum = 0
      for entry in series where entry.values[index] > 0 {
        let upper = y(sum + entry.values[index])
        bars.append(
          bar(
            entry, index, x: left + room * (Double(index) + 0.14), y: upper, width: room * 0.72, height: y(sum) - upper)
        )
        sum += entry.values[index]
      }
    }
    return [
      "width": Self.width, "height": height, "bars": bars,
      "lines": stride(from: 0, through: end, by: step).map { value -> PageView in
        [
          "x": left, "y": y(value), "end": Self.width - 6, "labelX": left - 6, "labelY": y(value) + 4,
          "label": PageWords.grouped(value, in: language),
        ]
      },
      "labels": groups.indices.map { index -> PageView in
        [
          "x": Self.rounded(left + room * (Double(index) + 0.5)), "y": bottom + 16, "anchor": "middle",
          "label": groups[index],
        ]
      },
    ]
  }

  private func lying(end: Int, step: Int) -> PageView {
    let row = 20.0
    let height = max(40, row * Double(groups.count) + 8)
    func length(_ value: Int) -> Double {
      Self.rounded((Self.width - Self.names - 46) * Double(value) / Double(end))
    }
    var bars: [PageView] = []
    var labels: [PageView] = []
    for index in groups.indices {
      let top = 4 + row * Double(index)
      var sum = 0
      for entry in series where entry.values[index] > 0 {
        bars.append(
          bar(
            entry, index, x: Self.names + length(sum), y: top + 3,
            width: length(sum + entry.values[index]) - length(sum),
            height: row - 6))
        sum += entry.values[index]
      }
      labels.append(["x": Self.names - 8, "y": top + 14, "anchor": "end", "label": Self.shortened(groups[index])])
      labels.append([
        "x": Self.names + length(sum) + 5, "y": top + 14, "anchor": "start",
        "label": PageWords.grouped(sum, in: language),
      ])
    }
    return ["width": Self.width, "height": height, "bars": bars, "lines": [PageView](), "labels": labels]
  }

  private func bar(_ series: Series, _ index: Int, x: Double, y: Double, width: Double, height: Double) -> PageView {
    [
      "tone": series.tone, "x": Self.rounded(x), "y": Self.rounded(y), "width": Self.rounded(width),
      "height": Self.rounded(height),
      "title": [groups[index], series.label, PageWords.grouped(series.values[index], in: language)]
        .filter { !$0.isEmpty }.joined(separator: ": "),
    ]
  }

  private static func shortened(_ name: String) -> String { name.count <= 28 ? name : name.prefix(27) + "…" }

  private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
