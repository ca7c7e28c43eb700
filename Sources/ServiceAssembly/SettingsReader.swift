import Configuration
import HTTPService
import ModerationModel

/// Reads settings in growing strength: defaults, configuration file, environment, flags.
/// ```swift
/// let settings = try await SettingsReader(environment: environment, flags: ["store": "comments.sqlite"]).settings()
/// ```
public struct SettingsReader: Sendable {
  private let environment: [String: String]
  private let flags: [String: String]
  private let file: String?

  /// - Parameters:
  ///   - environment: Variables by name; ours begin with `MODERATO_`.
  ///   - flags: What stood on the command line, by the setting's dotted name.
  ///   - file: The configuration file; `nil` looks for `MODERATO_CONFIG` and does without when that is not set.
  public init(environment: [String: String], flags: [String: String] = [:], file: String? = nil) {
    self.environment = environment
    self.flags = flags
    self.file = file
  }

  /// Variables of ours that are not settings.
  private static let otherVariables: Set<String> = ["MODERATO_CONFIG", "MODERATO_AS"]

  /// - Throws: `SettingsError` for the first thing that is wrong.
  public func settings() throws(SettingsError) -> Settings {
    try checkEnvironment()
    var file: ConfigurationFile?
    if let path = self.file ?? environment["MODERATO_CONFIG"] { file = try ConfigurationFile(path: path) }
    let layers = Layers(flags: flags, environment: environment, file: file)

    var settings = Settings()
    if let store = try layers.value(.store, StoreLocation.init) { settings.store = store }
    if let site = try layers.value(.site, { SiteID($0) }) { settings.site = site }
    settings.rules = try layers.value(.rules) { $0.isEmpty ? nil : $0 }
    settings.cache =
      try layers.value(.cache) { text -> String?? in
        text == "none" ? .some(nil) : text.isEmpty || text.utf8.contains(0) ? nil : text
      } ?? defaultCache
    if let classifier = try layers.value(.classifier, { ClassifierChoice($0) }) { settings.classifier = classifier }
    settings.secret = try layers.value(.secret) { HexadecimalBytes.read($0, bytesMin: 32) }
    if let language = try layers.value(.language, { Language($0) }) { settings.language = language }
    if let level = try layers.value(.logLevel, { LogLevel(rawValue: $0) }) { settings.logLevel = level }
    settings.policy = try policy(from: layers)
    settings.http = try HTTPSettings(layers)
    return settings
  }

  /// `moderato` in the user's folder for caches (XDG Base Directory Specification: a relative path there is ignored).
  /// Without a home there is no folder that surely nobody else can write to, and so no cache.
  private var defaultCache: String? {
    if let caches = environment["XDG_CACHE_HOME"], caches.hasPrefix("/") { return caches + "/moderato" }
    if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.cache/moderato" }
    return nil
  }

  private func policy(from layers: Layers) throws(SettingsError) -> CommentPolicy {
    func number(_ text: String, _ isAllowed: (Double) -> Bool) -> Double? {
      Double(text).flatMap { $0.isFinite && isAllowed($0) ? $0 : nil }
    }
    var policy = CommentPolicy()
    if let mode = try layers.value(.mode, { ModerationMode(rawValue: $0) }) { policy.mode = mode }
    let bytes = try layers.value(.bodyBytesMax) { text in
      Int(text).flatMap { (1...CommentPolicy.bodyBytesCeiling).contains($0) ? $0 : nil }
    }
    if let bytes { policy.bodyBytesMax = bytes }
    let depth = try layers.value(.depthMax) { text in
      Int(text).flatMap { (0...CommentPolicy.depthCeiling).contains($0) ? $0 : nil }
    }
    if let depth { policy.depthMax = depth }
    let days = try layers.value(.closeAfterDays) { text -> Double?? in
      text == "never" ? .some(nil) : number(text) { $0 > 0 }.map { .some($0) }
    }
    if let days { policy.closeAfterDays = days }
    if let seconds = try layers.value(.editWindowSeconds, { number($0) { $0 >= 0 } }) {
      policy.editWindowSeconds = seconds
    }
    if let weight = try layers.value(.reportsToHold, { number($0) { $0 > 0 } }) { policy.reportsToHold = weight }
    if let rate = try layers.value(.auditRate, { number($0) { (0...1).contains($0) } }) { policy.auditRate = rate }
    let allowed = { (points: Double) in points > 0 && points <= CommentPolicy.thresholdCeiling }
    policy.holdThreshold = try layers.value(.holdThreshold) { number($0, allowed) }
    policy.rejectThreshold = try layers.value(.rejectThreshold) { number($0, allowed) }
    // Against each other; against the rule set's own once that is loaded.
    if policy.holdThreshold != nil, policy.rejectThreshold != nil, let problem = policy.thresholdProblem() {
      throw SettingsError(.badValue, at: layers.place(of: .holdThreshold), problem)
    }
    return policy
  }

  /// Refuses a variable that is most likely a misspelt one of ours.
  ///
  /// Others are left alone: orchestrators add variables by a service's name, such as Kubernetes' `MODERATO_SERVICE_HOST`.
  private func checkEnvironment() throws(SettingsError) {
    let known = Set(SettingKey.all.map(\.environmentName)).union(Self.otherVariables)
    for name in environment.keys.sorted() where name.hasPrefix("MODERATO_") && !known.contains(name) {
      if let nearest = NearestName.of(name, among: known) {
        throw SettingsError(.unknownKey, at: name, "unknown variable", suggestion: nearest)
      }
    }
  }
}

/// The three places where a setting may stand, strongest first.
struct Layers {
  let flags: [String: String]
  let environment: [String: String]
  let file: ConfigurationFile?
  let reader: ConfigReader

  init(flags: [String: String], environment: [String: String], file: ConfigurationFile?) {
    self.flags = flags
    self.environment = environment
    self.file = file
    func provider(_ name: String, _ values: [(SettingKey, String)]) -> InMemoryProvider {
      InMemoryProvider(
        name: name,
        values: Dictionary(
          uniqueKeysWithValues: values.map { key, value in
            (AbsoluteConfigKey(key.components), ConfigValue(.string(value), isSecret: SettingKey.secrets.contains(key)))
          }))
    }
    reader = ConfigReader(providers: [
      provider("flags", SettingKey.all.compactMap { key in flags[key.description].map { (key, $0) } }),
      EnvironmentVariablesProvider(
        environmentVariables: environment, secretsSpecifier: .specific(Set(SettingKey.secrets.map(\.environmentName)))
      ).prefixKeys(with: "moderato"),
      provider("file", file?.entries.map { ($0.key, $0.value.value) } ?? []),
    ])
  }

  /// The strongest value of a setting, read by `read`; `nil` where none is given.
  func value<Value>(_ key: SettingKey, _ read: (String) -> Value?) throws(SettingsError) -> Value? {
    guard let text = reader.string(forKey: key.configKey, isSecret: SettingKey.secrets.contains(key)) else {
      return nil
    }
    guard let value = read(text) else {
      throw SettingsError(.badValue, at: place(of: key), "\(key) must be \(key.expected)")
    }
    return value
  }

  func place(of key: SettingKey) -> String {
    if flags[key.description] != nil { return "--\(key)" }
    if environment[key.environmentName] != nil { return key.environmentName }
    return file?.entries[key]?.place ?? "\(key)"
  }
}
