import CommentFlow
import Crypto
import CryptoExtras
import Foundation
import ModerationModel
import Testing

@testable import HTTPService

/// Tokens that somebody has made up, each refused for its own reason.
@Suite struct ReaderTokenTests {
  static let now = Timestamp(milliseconds: 1_795_000_000_000)
  static let seconds = 1_795_000_000
  static let secret = SymmetricKey(data: Array(repeating: UInt8(7), count: 32))
  static let hexSecret = String(repeating: "07", count: 32)
  static let elliptic = P256.Signing.PrivateKey()
  static let edwards = Curve25519.Signing.PrivateKey()

  static func settings(_ algorithm: ReaderTokenKey.Algorithm = .hs256, id: String? = nil) throws -> ReaderTokenSettings
  {
    let key =
      switch algorithm {
      case .hs256: hexSecret
      case .es256: elliptic.publicKey.pemRepresentation
      case .edDSA: edwardsPEM
      case .rs256: try _RSA.Signing.PrivateKey(keySize: .bits2048).publicKey.pemRepresentation
      }
    return ReaderTokenSettings(
      keys: [try ReaderTokenKey(algorithm, key: key, id: id)], issuer: "https://gazeta.example", audience: "comments")
  }

  static var edwardsPEM: String {
    let prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
    let der = Data(prefix + Array(edwards.publicKey.rawRepresentation))
    return "-----BEGIN PUBLIC KEY-----\n\(der.base64EncodedString())\n-----END PUBLIC KEY-----\n"
  }

  static let header = #"{"alg":"HS256","typ":"JWT"}"#
  static func claims(_ more: String = "") -> String {
    #"{"iss":"https://gazeta.example","aud":"comments","sub":"u1","exp":\#(seconds + 60)\#(more)}"#
  }

  static func signed(_ header: String, _ claims: String, key: SymmetricKey = secret) -> String {
    let message = Base64URL.text(Array(header.utf8)) + "." + Base64URL.text(Array(claims.utf8))
    let code = HMAC<SHA256>.authenticationCode(for: Array(message.utf8), using: key)
    return message + "." + Base64URL.text(Array(code))
  }

  @Test func aGoodTokenNamesItsReader() throws {
    let token = try ReaderToken(
      Self.signed(Self.header, Self.claims(#","name":"Анна","email":"a@post.example""#)), settings: Self.settings(),
      now: Self.now)
    #expect(token.subject == "u1")
    #expect(token.name == "Анна")
    let many = Self.signed(
      Self.header,
      #"{"iss":"https://gazeta.example","aud":["other","comments"],"sub":"u1","exp":\#(Self.seconds + 60).5,"nbf":\#(Self.seconds)}"#
    )
    #expect(try ReaderToken(many, settings: Self.settings(), now: Self.now).subject == "u1")
    // Addresses and keys in the header are not looked at.
    let pointing = Self.signed(
      #"{"alg":"HS256","jku":"https://evil.example/keys","jwk":{"kty":"oct","k":"AA"},"x5u":"https://evil.example"}"#,
      Self.claims())
    #expect(try ReaderToken(pointing, settings: Self.settings(), now: Self.now).subject == "u1")
  }

  @Test func everyAlgorithmVerifiesItsOwn() throws {
    func message(_ algorithm: String) -> String {
      Base64URL.text(Array(#"{"alg":"\#(algorithm)"}"#.utf8)) + "." + Base64URL.text(Array(Self.claims().utf8))
    }
    let es = message("ES256")
    let esToken = es + "." + Base64URL.text(Array(try Self.elliptic.signature(for: Array(es.utf8)).rawRepresentation))
    #expect(try ReaderToken(esToken, settings: Self.settings(.es256), now: Self.now).subject == "u1")
    let ed = message("EdDSA")
    let edToken = ed + "." + Base64URL.text(Array(try Self.edwards.signature(for: Array(ed.utf8))))
    #expect(try ReaderToken(edToken, settings: Self.settings(.edDSA), now: Self.now).subject == "u1")
    let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let rs = message("RS256")
    let signature = try key.signature(for: SHA256.hash(data: Array(rs.utf8)), padding: .insecurePKCS1v1_5)
    let settings = ReaderTokenSettings(
      keys: [try ReaderTokenKey(.rs256, key: key.publicKey.pemRepresentation)], issuer: "https://gazeta.example",
      audience: "comments")
    let rsToken = rs + "." + Base64URL.text(Array(signature.rawRepresentation))
    #expect(try ReaderToken(rsToken, settings: settings, now: Self.now).subject == "u1")
    // A token for one key is none for another.
    #expect(throws: ReaderToken.Refusal.algorithm) {
      try ReaderToken(esToken, settings: settings, now: Self.now)
    }
    #expect(throws: ReaderToken.Refusal.algorithm) {
      try ReaderToken(rsToken, settings: Self.settings(.es256), now: Self.now)
    }
  }

  /// The public key of an asymmetric pair is no HMAC secret.
  @Test func publicKeysSignNothing() throws {
    let pem = Self.elliptic.publicKey.pemRepresentation
    let forged = Self.signed(Self.header, Self.claims(), key: SymmetricKey(data: Array(pem.utf8)))
    #expect(throws: ReaderToken.Refusal.algorithm) {
      try ReaderToken(forged, settings: Self.settings(.es256), now: Self.now)
    }
    let zero = Base64URL.text(Array(#"{"alg":"ES256"}"#.utf8)) + "." + Base64URL.text(Array(Self.claims().utf8))
    for signature in [Array(repeating: UInt8(0), count: 64), [], Array(repeating: UInt8(255), count: 64)] {
      #expect(throws: ReaderToken.Refusal.signature) {
        try ReaderToken(zero + "." + Base64URL.text(signature), settings: Self.settings(.es256), now: Self.now)
      }
    }
  }

  typealias Row = (token: String, refusal: ReaderToken.Refusal)

  static let hostile: [Row] = {
    let good = signed(header, claims())
    let parts = good.split(separator: ".").map(String.init)
    func encoded(_ text: String) -> String { Base64URL.text(Array(text.utf8)) }
    func claimed(_ claims: String) -> String { signed(header, claims) }
    func headed(_ header: String) -> String { signed(header, claims()) }
    let issuer = #""iss":"https://gazeta.example""#
    return [
      // Shape.
      ("", .shape), (".", .shape), ("..", .header), ("a.b", .shape), (good + ".", .shape), (good + ".x", .shape),
      (" " + good, .shape), (good + "\n", .shape), (parts[0] + "=." + parts[1] + "." + parts[2], .shape),
      (parts[0] + "." + parts[1] + "." + parts[2].replacing("-", with: "+").replacing("_", with: "/") + "+", .shape),
      (String(repeating: "a", count: 8193), .size), (parts[1] + "." + parts[1] + ".", .algorithm),
      // Algorithm.
      (encoded(#"{"alg":"none"}"#) + "." + parts[1] + ".", .algorithm),
      (encoded(#"{"alg":"nOnE"}"#) + "." + parts[1] + "." + parts[2], .algorithm),
      (headed(#"{"alg":"HS384"}"#), .algorithm), (headed(#"{"alg":"hs256"}"#), .algorithm),
      (headed(#"{"alg":["HS256"]}"#), .algorithm), (headed(#"{"typ":"JWT"}"#), .algorithm),
      (headed(#"{"alg":"RS256"}"#), .algorithm), (headed(#"{"alg":"HS256","alg":"none"}"#), .header),
      (headed(#"{"alg":"HS256","kid":"../../dev/null"}"#), .key), (headed(#"{"alg":"HS256","kid":null}"#), .key),
      (headed(#"{"alg":"HS256","kid":"' OR 1=1"}"#), .key), (headed(#"{"alg":"HS256","kid":1}"#), .key),
      (headed(#"{"alg":"HS256","crit":[]}"#), .critical),
      (headed(#"{"alg":"HS256","crit":["exp"],"exp":1}"#), .critical),
      (headed(#"{"alg":"HS256","b64":false}"#), .critical), (headed(#"{"alg":"HS256","zip":"DEF"}"#), .critical),
      (headed(#"{"alg":"HS256","enc":"A128GCM"}"#), .critical), (headed(#"{"alg":"HS256","typ":"at+jwt"}"#), .type),
      (headed(#"{"alg":"HS256","typ":1}"#), .type), (headed(#"{"alg":"HS256","cty":"JWT"}"#), .type),
      (headed("[]"), .header), (headed("{"), .header),
      // Signature.
      (parts[0] + "." + parts[1] + ".", .signature),
      (parts[0] + "." + parts[1] + "." + String(parts[2].dropLast(3)), .signature),
      (parts[0] + "." + encoded(claims(#","role":"admin""#)) + "." + parts[2], .signature),
      (signed(header, claims(), key: SymmetricKey(data: Array(repeating: UInt8(0), count: 32))), .signature),
      (signed(header, claims(), key: SymmetricKey(data: [UInt8]())), .signature),
      // Claims.
      (claimed("[]"), .claims), (claimed(#"{"a":1,"a":2}"#), .claims), (claimed("{}"), .issuer),
      (claimed(claims(#","sub":"u2""#)), .claims), (claimed(claims(#","name":1"#)), .claims),
      (claimed(#"{"iss":"https://evil.example","aud":"comments","sub":"u1","exp":\#(seconds + 60)}"#), .issuer),
      (claimed(#"{"iss":["https://gazeta.example"],"aud":"comments","sub":"u1","exp":\#(seconds + 60)}"#), .issuer),
      (claimed("{\(issuer),\"sub\":\"u1\",\"exp\":\(seconds + 60)}"), .audience),
      (claimed("{\(issuer),\"aud\":\"other\",\"sub\":\"u1\",\"exp\":\(seconds + 60)}"), .audience),
      (claimed("{\(issuer),\"aud\":[\"comments\",1],\"sub\":\"u1\",\"exp\":\(seconds + 60)}"), .audience),
      (claimed("{\(issuer),\"aud\":[],\"sub\":\"u1\",\"exp\":\(seconds + 60)}"), .audience),
      (claimed("{\(issuer),\"aud\":\"comments\",\"sub\":\"u1\"}"), .expired),
      (claimed("{\(issuer),\"aud\":\"comments\",\"sub\":\"u1\",\"exp\":\(seconds - 31)}"), .expired),
      (claimed("{\(issuer),\"aud\":\"comments\",\"sub\":\"u1\",\"exp\":\"\(seconds + 60)\"}"), .claims),
      (claimed("{\(issuer),\"aud\":\"comments\",\"sub\":\"u1\",\"exp\":1e999}"), .claims),
      (claimed(claims(",\"nbf\":\(seconds + 31)")), .notYet), (claimed(claims(",\"iat\":\(seconds + 3600)")), .notYet),
      (claimed("{\(issuer),\"aud\":\"comments\",\"exp\":\(seconds + 60)}"), .subject),
      (claimed("{\(issuer),\"aud\":\"comments\",\"sub\":\"\",\"exp\":\(seconds + 60)}"), .subject),
      (claimed("{\(issuer),\"aud\":\"comments\",\"sub\":\"a\\nb\",\"exp\":\(seconds + 60)}"), .subject),
      (
        claimed(
          "{\(issuer),\"aud\":\"comments\",\"sub\":\"\(String(repeating: "a", count: 201))\",\"exp\":\(seconds + 60)}"),
        .subject
      ),
    ]
  }()

  @Test(arguments: hostile.indices)
  func refusesHostileTokens(index: Int) throws {
    let row = Self.hostile[index]
    #expect(throws: row.refusal, "token \(index): \(row.token.prefix(60))") {
      try ReaderToken(row.token, settings: Self.settings(), now: Self.now)
    }
  }

  @Test func keysHaveTheirIdentity() throws {
    let settings = try Self.settings(id: "2026")
    #expect(throws: ReaderToken.Refusal.key) {
      try ReaderToken(Self.signed(Self.header, Self.claims()), settings: settings, now: Self.now)
    }
    let named = Self.signed(#"{"alg":"HS256","kid":"2026"}"#, Self.claims())
    #expect(try ReaderToken(named, settings: settings, now: Self.now).subject == "u1")
  }

  @Test func weakKeysAreNotTaken() {
    #expect(throws: ReaderTokenKey.KeyError.tooShort) { try ReaderTokenKey(.hs256, key: "00ff") }
    #expect(throws: ReaderTokenKey.KeyError.unreadable) { try ReaderTokenKey(.hs256, key: "geheim") }
    #expect(throws: ReaderTokenKey.KeyError.unreadable) { try ReaderTokenKey(.es256, key: "-----BEGIN") }
    #expect(throws: ReaderTokenKey.KeyError.unreadable) {
      try ReaderTokenKey(.edDSA, key: Self.elliptic.publicKey.pemRepresentation)
    }
  }

  /// Over HTTP all refusals are one answer.
  @Test func refusalsAreNotToldApart() async throws {
    let settings = try Self.settings()
    try await TestService.run(settings: .changed { $0.readerTokens = settings }) { service in
      var bodies: Set<[UInt8]> = []
      for row in [Self.hostile[12], Self.hostile[24], Self.hostile[34], Self.hostile[41]] {
        let answer = try await service.submit(headers: [("Authorization", "Bearer \(row.token)")])
        #expect(answer.status == 401)
        bodies.insert(answer.body)
      }
      #expect(bodies.count == 1)
      let claims = Self.claims().replacing("\(Self.seconds + 60)", with: "\(Timestamp.now.milliseconds / 1000 + 60)")
      let good = [("Authorization", "Bearer \(Self.signed(Self.header, claims))")]
      let taken = try await service.submit(headers: good)
      #expect(taken.status == 201)
      let id = try #require(try taken.json()["comment"]?["id"]?.text)
      #expect(try await service.send("DELETE", "/v1/comments/\(id)", headers: good).status == 204)
    }
  }
}
