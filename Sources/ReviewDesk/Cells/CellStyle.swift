/// How a cell of the screen looks, said by what it means.
package struct CellStyle: Hashable, Sendable {
  package enum Tone: Hashable, Sendable {
    case plain, faint, heading, good, doubtful, bad
  }

  package var tone: Tone
  package var isStrong: Bool
  /// Where the eye is led: the chosen row, the status line.
  package var isReversed: Bool
  /// What a rule has found in an author's words.
  package var isEvidence: Bool

  package init(_ tone: Tone = .plain, isStrong: Bool = false, isReversed: Bool = false, isEvidence: Bool = false) {
    self.tone = tone
    self.isStrong = isStrong
    self.isReversed = isReversed
    self.isEvidence = isEvidence
  }

  package static let plain = CellStyle()
  package static let faint = CellStyle(.faint)
  package static let strong = CellStyle(isStrong: true)
  package static let heading = CellStyle(.heading, isStrong: true)
  package static let bar = CellStyle(isReversed: true)
}

/// Which colours a terminal is given.
package enum Palette: String, Hashable, Sendable, CaseIterable {
  /// None; bold, underlined and reversed remain (no-color.org).
  case none
  /// The sixteen that a terminal's owner has chosen.
  case sixteen
  /// Colours of our own on a dark ground.
  case dark
  /// The same on a light one.
  case light

  /// The codes of "Select Graphic Rendition" (ECMA-48, 8.3.117), which begin from plain.
  func codes(_ style: CellStyle) -> String {
    var codes = ["0"]
    if style.isStrong { codes.append("1") }
    if style.isEvidence { codes.append("4") }
    if style.isReversed { codes.append("7") }
    if style.isEvidence, !style.isReversed {
      switch self {
      case .none: codes.append("1")
      case .sixteen: codes += ["30", "43"]
      case .dark: codes += ["38;2;20;20;20", "48;2;240;200;80"]
      case .light: codes += ["38;2;40;30;0", "48;2;255;225;130"]
      }
      return codes.joined(separator: ";")
    }
    if let colour = colour(style.tone) { codes.append(colour) }
    return codes.joined(separator: ";")
  }

  private func colour(_ tone: CellStyle.Tone) -> String? {
    switch (self, tone) {
    case (_, .plain): nil
    case (.none, .faint): "2"
    case (.none, _): nil
    case (.sixteen, .faint): "2"
    case (.sixteen, .heading): "36"
    case (.sixteen, .good): "32"
    case (.sixteen, .doubtful): "33"
    case (.sixteen, .bad): "31"
    case (.dark, .faint): "38;2;140;140;150"
    case (.dark, .heading): "38;2;120;190;255"
    case (.dark, .good): "38;2;130;210;130"
    case (.dark, .doubtful): "38;2;240;190;90"
    case (.dark, .bad): "38;2;255;130;120"
    case (.light, .faint): "38;2;95;95;105"
    case (.light, .heading): "38;2;0;80;160"
    case (.light, .good): "38;2;0;110;30"
    case (.light, .doubtful): "38;2;140;85;0"
    case (.light, .bad): "38;2;175;20;20"
    }
  }
}
