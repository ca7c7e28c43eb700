import Configuration

/// One name that settings are known by: `policy.depth_max` in a file, `MODERATO_POLICY_DEPTH_MAX` in the environment.
package struct SettingKey: Hashable, Sendable, CustomStringConvertible {
  package let components: [String]
  /// What may stand there, in a few words.
  package let expected: String
  /// What it is for, in a sentence.
  package let intent: String

  init(_ components: String..., expected: String, intent: String) {
    self.components = components
    self.expected = expected
    self.intent = intent
  }

  package var description: String { components.joined(separator: ".") }

  package var environmentName: String {
    (["MODERATO"] + components.map { $0.uppercased() }).joined(separator: "_")
  }

  var configKey: ConfigKey { ConfigKey(components) }

  static let store = SettingKey(
    "store", expected: "a path, sqlite:PATH or memory:", intent: "Where comments are kept.")
  static let site = SettingKey(
    "site", expected: "1 to 64 lower-case letters, digits, '-', '_' or '.'",
    intent: "The tenant that commands speak about.")
  static let rules = SettingKey(
    "rules", expected: "a folder with ruleset.yaml", intent: "The rule set; the shipped one by default.")
  static let cache = SettingKey(
    "cache", expected: "a folder, or none",
    intent: "Compiled rules, kept for the next start; by default moderato in the user's folder for caches.")
  static let classifier = SettingKey(
    "classifier", expected: "off, starter, or a model's file or folder",
    intent: "The model that is asked after the rules; the shipped one by default.")
  static let secret = SettingKey(
    "secret", expected: "at least 64 hexadecimal digits",
    intent: "Signs forms and keys hashes; by default kept in a file beside the store, STORE.secret, made when absent.")
  static let language = SettingKey(
    "language", expected: "a code such as ru, uk or en",
    intent: "The language of articles that are added without one and whose title does not tell.")
  static let logLevel = SettingKey(
    "log_level", expected: LogLevel.allCases.map(\.rawValue).joined(separator: ", "),
    intent: "How much goes to standard error.")

  static let mode = SettingKey(
    "policy", "mode", expected: "post or pre", intent: "Whether comments appear before or after a person has looked.")
  static let bodyBytesMax = SettingKey(
    "policy", "body_bytes_max", expected: "a whole number, 1 to 65536", intent: "UTF-8 bytes of one comment.")
  static let depthMax = SettingKey(
    "policy", "depth_max", expected: "a whole number, 0 to 32", intent: "Levels of replies; 0 allows none.")
  static let closeAfterDays = SettingKey(
    "policy", "close_after_days", expected: "a number above 0, or never",
    intent: "Days after publication when an article stops taking comments.")
  static let editWindowSeconds = SettingKey(
    "policy", "edit_window_seconds", expected: "a number of seconds, 0 or more",
    intent: "How long authors may change or withdraw their comment.")
  static let reportsToHold = SettingKey(
    "policy", "reports_to_hold", expected: "a number above 0",
    intent: "Weighted reports that bring a published comment before a person.")
  static let auditRate = SettingKey(
    "policy", "audit_rate", expected: "a number, 0 to 1",
    intent: "The share of published comments that moderators are shown blind.")
  static let holdThreshold = SettingKey(
    "policy", "hold_threshold", expected: "a number of points, above 0 and at most 1000",
    intent: "Replaces the rule set's own threshold.")
  static let rejectThreshold = SettingKey(
    "policy", "reject_threshold", expected: "a number of points, above 0 and at most 1000",
    intent: "Replaces the rule set's own threshold.")

  /// Every setting, in the order in which the documentation lists them.
  package static let all: [SettingKey] =
    [
      store, site, rules, cache, classifier, secret, language, logLevel, mode, bodyBytesMax, depthMax, closeAfterDays,
      editWindowSeconds, reportsToHold, auditRate, holdThreshold, rejectThreshold,
    ] + http
}
