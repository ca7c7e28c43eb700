package import ModerationModel
import RuleEngine
import TextNormalization

/// Notices authors who are called what they advertise: the name is the link's host or its words.
package struct NameHeuristic: Sendable {
  package var score: Double
  package var lettersMin: Int

  package init(settings: HeuristicSettings) {
    score = settings.value("heuristic.name_in_link", "score")
    lettersMin = Int(settings.value("heuristic.name_in_link", "letters_min"))
  }

  package func signals(_ prepared: PreparedSubmission) -> [Signal] {
    let links = prepared.body.links
    guard score != 0, !links.isEmpty, let name = prepared.texts[.authorName] else { return [] }
    let called = Self.essence(name[.fold].bytes)
    guard called.count >= lettersMin else { return [] }
    let found = links.filter { link in
      Self.names(in: link).contains { Self.essence(Array($0.utf8)) == called }
        || Self.words(of: link, in: Array(prepared.submission.text.utf8)).map { Self.essence($0) == called } == true
    }
    guard
      let signal = Signal(
        heuristic: "heuristic.name_in_link", score: score, evidence: Evidence.inBody(found.map(\.range)),
        reason: "the author is called what the link is called")
    else { return [] }
    return found.isEmpty ? [] : [signal]
  }

  /// What a host may be called by: all of it, and without `www` and the last label.
  private static func names(in link: Link) -> [String] {
    var labels = link.host.split(separator: ".").map(String.init)
    if labels.first == "www" { labels.removeFirst() }
    let whole = labels.joined()
    if labels.count > 1 { labels.removeLast() }
    return [whole, labels.joined(), labels.last ?? ""]
  }

  /// The words between `>` or `]` behind an address and the next tag.
  private static func words(of link: Link, in text: [UInt8]) -> [UInt8]? {
    let tail = text[min(link.hostRange.upperBound, text.count)...].prefix(200)
    guard let open = tail.firstIndex(where: { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "]") }) else { return nil }
    let words = text[(open + 1)...].prefix(200)
    guard let close = words.firstIndex(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "[") }) else {
      return nil
    }
    return Array(String(decoding: words[..<close], as: UTF8.self).lowercased().utf8)
  }

  /// Letters and digits only; bytes beyond ASCII are letters here.
  private static func essence(_ bytes: [UInt8]) -> [UInt8] {
    bytes.filter { byte in
      byte >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
  }
}
