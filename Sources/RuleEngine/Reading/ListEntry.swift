import ModerationModel
import TextNormalization

/// An entry of a list of hosts or addresses, read and found in order.
enum ListEntry: Hashable, Sendable {
  /// In Unicode; it stands for all hosts below it too.
  case host(String)
  /// `name@host`, or `@host` for everybody there.
  case mail(String)
  case network(NetworkRange)

  /// Whether an entry of any kind has a length that can be used.
  static func fits(_ entry: ListDefinition.Entry, _ place: SourcePlace, _ diagnostics: inout Diagnostics) -> Bool {
    guard entry.text.utf8.count > RuleSetLimits.patternBytesMax else { return true }
    diagnostics.error(
      .tooLarge, place, "the entry is longer than \(RuleSetLimits.patternBytesMax) bytes",
      expected: "one entry a line")
    return false
  }

  /// `nil`, with a finding, when the text is not what the list holds. Words, phrases and expressions are not read here.
  init?(
    _ text: String, _ kind: ListDefinition.Kind, _ place: SourcePlace, _ folding: inout LiteralFolding,
    _ diagnostics: inout Diagnostics
  ) {
    let folded = String(decoding: folding.fold(text, as: .norm), as: UTF8.self)
    let shown = text.clipped(to: 60)
    func refuse(_ problem: String, _ expected: String, _ suggestion: String? = nil) {
      diagnostics.error(
        .invalidValue, place, "«\(shown)» \(problem)", expected: expected, suggestion: suggestion?.clipped(to: 60))
    }
    switch kind {
    case .domains:
      guard let host = Self.host(folded, refuse) else { return nil }
      self = .host(host)
    case .emails:
      guard let address = Self.mail(folded, refuse) else { return nil }
      self = .mail(address)
    case .ip:
      guard let range = Self.network(folded, refuse) else { return nil }
      if range.isMasked {
        diagnostics.warning(
          .invalidValue, place, "«\(shown)» is not the first address of its block; the whole block is meant",
          expected: "the first address", suggestion: range.block.description)
      }
      self = .network(range.block)
    case .words, .phrases, .regex: return nil
    }
  }

  private static func host(_ text: String, _ refuse: (String, String, String?) -> Void) -> String? {
    let expected = "a domain such as kazik7.top, which includes all its sub-domains"
    var bare = Substring(text)
    let isTopAllowed = bare.hasPrefix(".")
    if isTopAllowed { bare.removeFirst() }
    if bare.hasSuffix("."), !bare.hasSuffix("..") { bare.removeLast() }
    if let host = HostName.unicode(bare) {
      guard NetworkAddress(host) == nil else {
        refuse("is a network address", "a domain; addresses stand in a list of kind ip", nil)
        return nil
      }
      guard host.contains(".") || isTopAllowed else {
        refuse("is one word, and every host that ends with it would be met", expected, ".\(host)")
        return nil
      }
      return host
    }
    if let at = bare.lastIndex(of: "@") {
      refuse("is a mail address", "a domain; addresses stand in a list of kind emails", String(bare[at...].dropFirst()))
      return nil
    }
    // What can be taken for a host is suggested; what it was written with is not silently dropped.
    if let scheme = bare.firstRange(of: "://") { bare = bare[scheme.upperBound...] }
    if bare.hasPrefix("*.") { bare = bare.dropFirst(2) }
    let host = bare.prefix { !"/?#:".contains($0) }
    let isLink = host.endIndex < bare.endIndex || bare.startIndex > text.startIndex
    refuse(
      isLink ? "is more than a domain" : "is not a domain",
      isLink ? expected + "; links with their paths are found by a substring in the view urls" : expected,
      HostName.unicode(host).flatMap { $0.contains(".") ? $0 : nil })
    return nil
  }

  private static func mail(_ text: String, _ refuse: (String, String, String?) -> Void) -> String? {
    let expected = "a mail address, or @ and a domain for everybody there"
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      let isHost = parts.count == 1 && text.contains(".") && HostName.unicode(text) != nil
      refuse("has no @ or more than one", expected, isHost ? "@\(text)" : nil)
      return nil
    }
    guard let host = HostName.unicode(parts[1]), host.contains(".") else {
      refuse("has no domain behind the @", expected, nil)
      return nil
    }
    guard parts[0] != "*" else {
      refuse("has a star", expected, "@\(host)")
      return nil
    }
    guard parts[0].unicodeScalars.allSatisfy({ MailTable.isNameCharacter($0) }), parts[0].first != ".",
      parts[0].first != "-"
    else {
      refuse("has signs in the name that are not looked for", "letters, digits and . _ % + - before the @", nil)
      return nil
    }
    return "\(parts[0])@\(host)"
  }

  private static func network(
    _ text: String, _ refuse: (String, String, String?) -> Void
  ) -> (block: NetworkRange, isMasked: Bool)? {
    do throws(NetworkRange.Problem) {
      return (try NetworkRange(text), false)
    } catch {
      switch error {
      case .notTheFirst(let range): return (range, true)
      case .badLength(let bitsMax):
        refuse("has no length of a block behind the stroke", "a whole number from 0 to \(bitsMax)", nil)
      case .notAnAddress:
        refuse("is not a network address", "such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32", starred(text))
      }
      return nil
    }
  }

  /// `203.0.113.*` as the block that it means.
  private static func starred(_ text: String) -> String? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let fixed = parts.prefix { $0 != "*" }
    let digits = fixed.filter { !$0.isEmpty }
    guard parts.count <= 4, (1...3).contains(digits.count), digits.allSatisfy({ UInt8($0) != nil }) else { return nil }
    let address = (digits.map(String.init) + Array(repeating: "0", count: 4 - digits.count)).joined(separator: ".")
    return NetworkAddress(address).map { "\($0)/\(8 * digits.count)" }
  }
}
