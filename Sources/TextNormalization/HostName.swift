/// Host names as links have them: labels in Unicode where their punycode is well formed (RFC 3492).
package enum HostName {
  /// The same host as ``Link/host`` writes it; `nil` when it is none.
  ///
  /// - Parameter text: In the view `norm`, so in small letters. One label, as in `top`, is a host too.
  package static func unicode(_ text: some StringProtocol) -> String? {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    guard text.utf8.count <= bytesMax, labels.allSatisfy({ isLabel($0) }) else { return nil }
    guard text.contains("xn--") else { return String(text) }
    return labels.map { Punycode.unicode(label: String($0)) ?? String($0) }.joined(separator: ".")
  }

  /// More bytes than any host has: 253 in ASCII, four times as many in Unicode.
  package static let bytesMax = 1_012

  /// Letters, marks, digits and inner hyphens of any script.
  private static func isLabel(_ label: some StringProtocol) -> Bool {
    guard !label.isEmpty, !label.hasPrefix("-"), !label.hasSuffix("-") else { return false }
    return label.unicodeScalars.allSatisfy { scalar in
      if scalar == "-" { return true }
      return switch ScalarProperties(scalar.value).characterClass {
      case .letter, .mark, .digit: true
      default: false
      }
    }
  }
}
