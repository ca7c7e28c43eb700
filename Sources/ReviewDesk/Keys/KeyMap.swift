/// What a key can be for.
package enum DeskCommand: String, Hashable, Sendable, CaseIterable {
  case next, previous, first, last, open, back
  case approve, reject, spam, ban, undo, skip
  case wave, note, escalate, tag
  case filter, jump, search
  case searchNext = "search-next"
  case unmask, copy, reload, help, quit
}

/// Which key does what.
///
/// The usual ones are those that moderators know from Coral (j, k, f, d, b, z) and from vi (g, G, /, n). Each command may be
/// given other keys by a setting such as `approve=a,reject=r`.
package struct KeyMap: Hashable, Sendable {
  package private(set) var keys: [DeskKey: DeskCommand]

  package static let usual = KeyMap(
    keys: [
      .character("j"): .next, .down: .next, .character("k"): .previous, .up: .previous,
      .character("g"): .first, .home: .first, .character("G"): .last, .end: .last,
      .enter: .open, .right: .open, .character("l"): .open, .escape: .back, .left: .back, .character("h"): .back,
      .character("f"): .approve, .character("d"): .reject, .character("s"): .spam, .character("b"): .ban,
      .character("z"): .undo, .character("u"): .undo, .character("x"): .skip, .character("w"): .wave,
      .character("N"): .note, .character("e"): .escalate, .character("t"): .tag,
      .character("|"): .filter, .character("F"): .filter, .character(":"): .jump, .control("k"): .jump,
      .character("/"): .search, .character("n"): .searchNext,
      .character("m"): .unmask, .character("y"): .copy, .character("r"): .reload, .control("l"): .reload,
      .character("?"): .help, .character("q"): .quit, .control("c"): .quit,
    ])

  private init(keys: [DeskKey: DeskCommand]) {
    self.keys = keys
  }

  /// A wish that cannot be met.
  package struct Problem: Error, Hashable, Sendable {
    package var words: String
  }

  /// The usual keys with changes: `command=key`, separated by commas; a key is one character, or `^` and a letter for Control.
  ///
  /// - Throws: `Problem` for an unknown command, for no key, and for a key that is wanted twice.
  package init(changing text: String) throws(Problem) {
    var map = Self.usual.keys
    var given: [DeskKey: String] = [:]
    for wish in text.split(separator: ",") where !wish.allSatisfy(\.isWhitespace) {
      let parts = wish.split(separator: "=", maxSplits: 1).map { $0.trimmed }
      guard parts.count == 2, let command = DeskCommand(rawValue: parts[0]) else {
        let names = DeskCommand.allCases.map(\.rawValue).joined(separator: ", ")
        throw Problem(words: "«\(wish.trimmed)» is not COMMAND=KEY with one of \(names)")
      }
      guard let key = Self.key(parts[1]) else {
        throw Problem(words: "«\(parts[1])» is no key: one character, or ^ and a letter for Control")
      }
      if let other = given.updateValue(parts[0], forKey: key), other != parts[0] {
        throw Problem(words: "«\(parts[1])» is wanted for \(other) and for \(parts[0])")
      }
      // Whoever gives a command another letter wants the old one free.
      for (old, meant) in map where meant == command && given[old] == nil {
        if case .character = old { map[old] = nil }
      }
      map[key] = command
    }
    keys = map
  }

  /// What a key is for: by its letter, or by its place where the layout has other letters, as Cyrillic ones do.
  package func command(for key: DeskKey) -> DeskCommand? {
    if let command = keys[key] { return command }
    guard case .character(let typed) = key, let latin = typed.onLatinLayout else { return nil }
    return keys[.character(latin)]
  }

  private static func key(_ text: String) -> DeskKey? {
    if text.count == 1, let only = text.first, only >= " " { return .character(only) }
    guard text.count == 2, text.first == "^", let letter = text.last?.lowercased().first, ("a"..."z").contains(letter)
    else { return nil }
    return .control(letter)
  }

  /// The character keys of a command, for help and hints.
  package func names(of command: DeskCommand) -> [String] {
    keys.filter { $0.value == command }.compactMap { key, _ in
      switch key {
      case .character(let character): String(character)
      case .control(let character): "^\(character.uppercased())"
      case .enter: "Enter"
      case .escape: "Esc"
      case .up: "↑"
      case .down: "↓"
      case .left: "←"
      case .right: "→"
      case .home: "Home"
      case .end: "End"
      default: nil
      }
    }
    .sorted { ($0.count, $0) < ($1.count, $1) }
  }
}

extension Character {
  /// Keys of the Russian and the Ukrainian layout that moderators use, with what the same keys are on a Latin one.
  private static let places: [Character: Character] = {
    let pairs: [(cyrillic: String, latin: String)] = [
      ("йцукенгшщз", "qwertyuiop"), ("фывапролд", "asdfghjkl"), ("ячсмить", "zxcvbnm"), ("і", "s"),
    ]
    var places: [Character: Character] = ["Ж": ":", ".": "/", ",": "?"]
    for (cyrillic, latin) in pairs {
      for (letter, key) in zip(cyrillic, latin) {
        places[letter] = key
        places[Character(letter.uppercased())] = Character(key.uppercased())
      }
    }
    return places
  }()

  /// What the key that writes this on a Cyrillic layout writes on a Latin one.
  var onLatinLayout: Character? { Self.places[self] }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = self
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
