/// Writes a page that needs nothing but itself: no script, no other file, every text escaped.
struct PageWriter {
  private(set) var html = ""

  /// Text between tags and inside quoted attributes. Controls that would turn or hide what stands around them are shown as
  /// U+FFFD.
  static func escaped(_ text: some StringProtocol) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\n", "\t": out.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
        out += "\u{FFFD}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  mutating func raw(_ markup: String) { html += markup }

  /// An element around plain text.
  mutating func element(_ name: String, _ text: String, attributes: String = "") {
    html += "<\(name)\(attributes.isEmpty ? "" : " \(attributes)")>\(Self.escaped(text))</\(name)>"
  }

  mutating func begin(title: String, language: String) {
    html += """
      <!DOCTYPE html>
      <html lang="\(Self.escaped(language))"><head><meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
      <title>\(Self.escaped(title))</title><style>\(Self.style)</style></head><body><main>

      """
  }

  mutating func end() { html += "</main></body></html>\n" }

  /// A table; the first column is text, the others are numbers.
  mutating func table(_ heads: [String], _ rows: [[String]]) {
    html += "<div class=\"wide\"><table><thead><tr>"
    for head in heads { element("th", head, attributes: "scope=\"col\"") }
    html += "</tr></thead><tbody>\n"
    for row in rows {
      html += "<tr>"
      for (index, cell) in row.enumerated() {
        element(index == 0 ? "th" : "td", cell, attributes: index == 0 ? "scope=\"row\"" : "")
      }
      html += "</tr>\n"
    }
    html += "</tbody></table></div>\n"
  }

  /// A text with places marked.
  ///
  /// - Parameter marks: UTF-8 offsets, begin and end by turns, rising; those that do not fit the text are left out.
  mutating func marked(_ text: String, marks: [Int]) {
    let bytes = Array(text.utf8)
    html += "<blockquote dir=\"auto\">"
    var place = 0
    for index in stride(from: 0, to: marks.count - 1, by: 2) {
      let (begin, end) = (marks[index], marks[index + 1])
      guard place <= begin, begin < end, end <= bytes.count else { continue }
      html += Self.escaped(String(decoding: bytes[place..<begin], as: UTF8.self))
      html += "<mark>\(Self.escaped(String(decoding: bytes[begin..<end], as: UTF8.self)))</mark>"
      place = end
    }
    html += Self.escaped(String(decoding: bytes[place...], as: UTF8.self)) + "</blockquote>\n"
  }

  /// Columns with three parts on top of each other, such as the flips of each week.
  ///
  /// - Parameter columns: Labels with their parts, in the order agree, disagree, unknown.
  mutating func stackedColumns(_ columns: [(label: String, parts: [Int])], title: String) {
    guard !columns.isEmpty else { return }
    let (height, width, gap) = (180, 26, 8)
    let highest = max(1, columns.map { $0.parts.reduce(0, +) }.max() ?? 1)
    let total = 100 + columns.count * (width + gap)
    html +=
      "<div class=\"wide\"><svg viewBox=\"0 0 \(total) \(height + 80)\" width=\"\(total)\" height=\"\(height + 80)\" "
    html += "role=\"img\" aria-label=\"\(Self.escaped(title))\"><title>\(Self.escaped(title))</title>\n"
    for quarter in 0...2 {
      let y = 10 + height - height * quarter / 2
      html += "<line x1=\"46\" x2=\"\(total)\" y1=\"\(y)\" y2=\"\(y)\" class=\"grid\"/>"
      html += "<text x=\"42\" y=\"\(y + 4)\" class=\"end\">\(highest * quarter / 2)</text>\n"
    }
    for (index, column) in columns.enumerated() {
      let x = 50 + index * (width + gap)
      var top = Double(10 + height)
      for (part, count) in column.parts.enumerated() where count > 0 {
        let size = Double(height) * Double(count) / Double(highest)
        top -= size
        html += "<rect x=\"\(x)\" y=\"\(Self.tenths(top))\" width=\"\(width)\" height=\"\(Self.tenths(size))\" "
        html += "class=\"p\(part)\"><title>\(Self.escaped(column.label)): \(count)</title></rect>"
      }
      html += "<text class=\"turned\" transform=\"translate(\(x + width / 2 + 4) \(height + 20)) rotate(60)\">"
      html += "\(Self.escaped(column.label))</text>\n"
    }
    html += "</svg></div>\n"
  }

  /// Bars with the same three parts, one below the other.
  mutating func stackedBars(_ bars: [(label: String, parts: [Int])], title: String) {
    guard !bars.isEmpty else { return }
    let (row, left, width) = (24, 230, 420)
    let longest = max(1, bars.map { $0.parts.reduce(0, +) }.max() ?? 1)
    let (total, height) = (left + width + 70, bars.count * row + 6)
    html += "<div class=\"wide\"><svg viewBox=\"0 0 \(total) \(height)\" width=\"\(total)\" height=\"\(height)\" "
    html += "role=\"img\" aria-label=\"\(Self.escaped(title))\"><title>\(Self.escaped(title))</title>\n"
    for (index, bar) in bars.enumerated() {
      let y = index * row + 4
      let label = bar.label.count > 32 ? String(bar.label.prefix(31)) + "…" : bar.label
      html += "<text x=\"\(left - 8)\" y=\"\(y + 13)\" class=\"end\">\(Self.escaped(label))</text>"
      var x = Double(left)
      for (part, count) in bar.parts.enumerated() where count > 0 {
        let size = Double(width) * Double(count) / Double(longest)
        html +=
          "<rect x=\"\(Self.tenths(x))\" y=\"\(y)\" width=\"\(Self.tenths(size))\" height=\"16\" class=\"p\(part)\"/>"
        x += size
      }
      html += "<text x=\"\(Self.tenths(x + 6))\" y=\"\(y + 13)\">\(bar.parts.reduce(0, +))</text>\n"
    }
    html += "</svg></div>\n"
  }

  private static func tenths(_ number: Double) -> String {
    let whole = Int((number * 10).rounded())
    return "\(whole / 10).\(abs(whole % 10))"
  }

  /// Colours that people who see red and green alike can tell apart (Okabe, Ito, 2008), in light and in darkness.
  private static let style = """
    :root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--faint:#666;--line:#ddd;--agree:#0072b2;--against:#d55e00;\
    --open:#9a9a9a;--mark:#ffe58a}\
    @media(prefers-color-scheme:dark){:root{--ink:#eee;--paper:#16181b;--faint:#a5a5a5;--line:#3a3d42;--agree:#56b4e9;\
    --against:#f0904a;--open:#7d7d7d;--mark:#6b5400}}\
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}\
    main{max-width:62rem;margin:0 auto;padding:1.5rem 1rem 4rem}h1{font-size:1.6rem}h2{margin-top:2.2rem}\
    .faint,small{color:var(--faint)}.wide{overflow-x:auto}table{border-collapse:collapse;min-width:30rem}\
    th,td{padding:.3rem .7rem;border-bottom:1px solid var(--line);text-align:right;font-variant-numeric:tabular-nums}\
    td{white-space:nowrap}th:first-child{text-align:left;font-weight:600;min-width:9rem;overflow-wrap:break-word}thead th{font-weight:600}\
    .sums{display:flex;flex-wrap:wrap;gap:1rem;padding:0;list-style:none}.sums li{border:1px solid var(--line);\
    border-radius:8px;padding:.6rem 1rem;min-width:8rem}.sums b{display:block;font-size:1.7rem;line-height:1.2}\
    .k0 b{color:var(--agree)}.k1 b{color:var(--against)}.p0{fill:var(--agree)}.p1{fill:var(--against)}.p2{fill:var(--open)}\
    svg text{font:12px system-ui,sans-serif;fill:var(--ink)}svg .end{text-anchor:end}.grid{stroke:var(--line)}\
    article{border-left:4px solid var(--open);padding:.2rem 0 .2rem .9rem;margin:1.1rem 0}article.k0{border-color:var(--agree)}\
    article.k1{border-color:var(--against)}blockquote{margin:.3rem 0;white-space:pre-wrap;overflow-wrap:anywhere}\
    mark{background:var(--mark);color:inherit;border-radius:2px}.key span{display:inline-block;width:.8em;height:.8em;\
    margin:0 .35em 0 1em;border-radius:2px}.key .p0{background:var(--agree)}.key .p1{background:var(--against)}\
    .key .p2{background:var(--open)}@media print{.wide{overflow:visible}article{break-inside:avoid}}
    """
}
