/// The names of the views of a text, from the text itself to what only comparison wants.
public enum ViewName: String, CaseIterable, Sendable {
  /// The text itself, as valid UTF-8.
  case raw
  /// NFKC_Casefold without accents: what readers would call the same spelling.
  case norm
  /// `norm` with look-alikes, leet and ё folded, word by word, where the word shows evidence.
  case fold
  /// `fold` with spaced letters joined and stretched letters collapsed.
  case squeeze
  /// The links of the text, one a line.
  case urls
  /// The hosts of those links, one a line.
  case domains
}
