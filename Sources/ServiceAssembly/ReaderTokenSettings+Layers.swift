import Foundation
import HTTPService

extension ReaderTokenSettings {
  /// `nil` when none of its settings is given; then readers are guests.
  ///
  /// - Throws: `SettingsError` when some are given and others missing, or the key is none for its algorithm.
  init?(_ layers: Layers) throws(SettingsError) {
    func text(_ max: Int) -> (String) -> String? { { (1...max).contains($0.utf8.count) ? $0 : nil } }
    let algorithm = try layers.value(.tokenAlgorithm) { ReaderTokenKey.Algorithm(rawValue: $0) }
    let inline = try layers.value(.tokenKey, text(20_000))
    let file = try layers.value(.tokenKeyFile, text(4000))
    let id = try layers.value(.tokenKeyID, text(200))
    let issuer = try layers.value(.tokenIssuer, text(500))
    let audience = try layers.value(.tokenAudience, text(500))
    guard algorithm != nil || inline != nil || file != nil || id != nil || issuer != nil || audience != nil else {
      return nil
    }
    func needed<Value>(_ value: Value?, _ key: SettingKey) throws(SettingsError) -> Value {
      guard let value else {
        throw SettingsError(.badValue, at: "\(key)", "must be set where readers' tokens are used: \(key.expected)")
      }
      return value
    }
    let known = try needed(algorithm, .tokenAlgorithm)
    var key = inline
    if let file {
      guard inline == nil else {
        throw SettingsError(.badValue, at: layers.place(of: .tokenKeyFile), "excludes \(SettingKey.tokenKey)")
      }
      guard let data = try? Data(contentsOf: URL(filePath: file)), data.count <= 20_000,
        let read = String(data: data, encoding: .utf8)
      else { throw SettingsError(.unreadable, at: layers.place(of: .tokenKeyFile), "the file cannot be read") }
      key = read
    }
    let place = layers.place(of: file == nil ? .tokenKey : .tokenKeyFile)
    let verifier: ReaderTokenKey
    do {
      verifier = try ReaderTokenKey(known, key: try needed(key, .tokenKey), id: id)
    } catch let error as SettingsError {
      throw error
    } catch ReaderTokenKey.KeyError.tooShort {
      throw SettingsError(.badValue, at: place, "is too short for \(known.rawValue)")
    } catch {
      throw SettingsError(.badValue, at: place, "is no key for \(known.rawValue): \(SettingKey.tokenKey.expected)")
    }
    self.init(
      keys: [verifier], issuer: try needed(issuer, .tokenIssuer), audience: try needed(audience, .tokenAudience))
  }
}
