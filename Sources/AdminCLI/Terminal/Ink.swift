/// How pieces of our own text are coloured; plain where colour is not wanted.
///
/// Only text that has been through `Harmless` or `TextCell`, or that is ours, is ever coloured.
struct Ink: Sendable {
  var isColoured: Bool

  private func wrapped(_ text: String, _ code: String) -> String {
    isColoured && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  func strong(_ text: String) -> String { wrapped(text, "1") }
  func faint(_ text: String) -> String { wrapped(text, "2") }
  func good(_ text: String) -> String { wrapped(text, "32") }
  func doubtful(_ text: String) -> String { wrapped(text, "33") }
  func bad(_ text: String) -> String { wrapped(text, "31") }
  func heading(_ text: String) -> String { wrapped(text, "1;36") }
  /// Evidence in an author's words: underlined, black on yellow, so that it is seen with and without colours.
  func evidence(_ text: String) -> String { wrapped(text, "4;30;43") }
}
