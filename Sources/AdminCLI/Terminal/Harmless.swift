import ReviewDesk

/// Untrusted words as one harmless line or several.
enum Harmless {
  /// All in one line; line ends become `⏎`, what cannot be shown safely an escape.
  static func line(_ text: String, widthMax: Int = .max) -> String {
    var shown = ""
    var width = 0
    // A column takes at least one byte, so that longer texts need not be looked at.
    let head = widthMax == .max ? text : String(text.prefix(widthMax + 1))
    for cell in TextCell.cells(of: head) {
      let piece = cell.kind == .lineBreak ? "⏎" : cell.shown
      let pieceWidth = cell.kind == .lineBreak ? 1 : cell.width
      if width + pieceWidth > widthMax {
        // Room for the sign that says that more follows.
        while width > max(0, widthMax - 1), let last = shown.popLast() { width -= DisplayWidth.of(last) }
        return shown + "…"
      }
      shown += piece
      width += pieceWidth
    }
    return head.utf8.count < text.utf8.count ? shown + "…" : shown
  }
}
