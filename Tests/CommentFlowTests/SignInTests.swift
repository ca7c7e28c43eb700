import CommentStore
import ModerationModel
import Testing

@testable import CommentFlow

@Suite struct SignInTests {
  private static let password = "Довгий пароль без правил"

  private static func newsroom() async throws -> (Newsroom, Moderator) {
    let newsroom = try await Newsroom()
    let vera = try await newsroom.flow.addModerator(named: "vera", role: .moderator, by: "system")
    try await newsroom.flow.setPassword(password, of: vera, by: "system")
    return (newsroom, vera)
  }

  private static func refusal(_ call: () async throws -> SignedIn) async -> String {
    do {
      _ = try await call()
      return "signed in"
    } catch let error as SignInError {
      return String("\(error)".prefix { $0 != "(" })
    } catch {
      return "\(error)"
    }
  }

  @Test func signsInActsAndSignsOut() async throws {
    let (newsroom, vera) = try await Self.newsroom()
    let flow = newsroom.flow
    let signedIn = try await flow.signIn(
      name: "vera", password: Self.password, device: "Браузер\u{7}" + String(repeating: "я", count: 300))
    #expect(signedIn.moderator == vera)
    #expect(signedIn.session.device.hasPrefix("Браузеря") && signedIn.session.device.utf8.count <= 200)
    #expect(try await flow.session(token: signedIn.token)?.moderator == vera)
    #expect(try await flow.session(token: String(signedIn.token.dropLast()) + "x") == nil)
    let key = flow.formKey(forSession: signedIn.token)
    #expect(flow.isFormKey(key, forSession: signedIn.token))
    let other = try await flow.signIn(name: "vera", password: Self.password)
    #expect(other.token != signedIn.token)
    #expect(!flow.isFormKey(key, forSession: other.token))
    #expect(!flow.isFormKey("", forSession: signedIn.token))
    #expect(try await flow.sessions(of: vera.id).map(\.id) == [other.session.id, signedIn.session.id])
    try await flow.signOut(token: signedIn.token)
    #expect(try await flow.session(token: signedIn.token) == nil)
    newsroom.clock.advance(seconds: 1799)
    #expect(try await flow.session(token: other.token) != nil)
    newsroom.clock.advance(seconds: 1799)
    #expect(try await flow.session(token: other.token) != nil)
    newsroom.clock.advance(seconds: 1800)
    #expect(try await flow.session(token: other.token) == nil)
  }

  @Test func saysTheSameOfEveryRefusal() async throws {
    let (newsroom, vera) = try await Self.newsroom()
    let flow = newsroom.flow
    _ = try await flow.addModerator(named: "oleg", role: .moderator, by: "system")
    for (name, password) in [
      ("vera", "wrong"), ("nobody", Self.password), ("oleg", ""), ("", ""), ("Vera", Self.password),
    ] {
      #expect(await Self.refusal { try await flow.signIn(name: name, password: password) } == "refused", "\(name)")
    }
    var disabled = vera
    disabled.isDisabled = true
    try await flow.store.update(disabled, stamp: flow.stamp(by: "system"))
    #expect(await Self.refusal { try await flow.signIn(name: "vera", password: Self.password) } == "refused")
  }

  @Test func limitsAttemptsForNamesThatNobodyHasAsWell() async throws {
    let (newsroom, _) = try await Self.newsroom()
    let flow = newsroom.flow
    for name in ["vera", "nobody"] {
      for _ in 0..<AttemptLimit.account.attemptsMax {
        #expect(await Self.refusal { try await flow.signIn(name: name, password: "x") } == "refused")
      }
      #expect(await Self.refusal { try await flow.signIn(name: name, password: Self.password) } == "tooManyAttempts")
    }
    newsroom.clock.advance(seconds: AttemptLimit.account.windowSeconds)
    // A success forgives what went before.
    for _ in 0..<3 {
      for _ in 0..<8 { _ = await Self.refusal { try await flow.signIn(name: "vera", password: "x") } }
      #expect(await Self.refusal { try await flow.signIn(name: "vera", password: Self.password) } == "signed in")
    }
  }

  @Test func asksForASecondFactorAndTakesEachCodeOnce() async throws {
    let (newsroom, vera) = try await Self.newsroom()
    let flow = newsroom.flow
    let offer = try await flow.offerSecondFactor(to: vera, by: "vera")
    #expect(
      offer.address
        == "otpauth://totp/Moderato:vera?secret=\(offer.secret)&issuer=Moderato&algorithm=SHA1&digits=6&period=30")
    // Not in force before its first code.
    #expect(await Self.refusal { try await flow.signIn(name: "vera", password: Self.password) } == "signed in")
    let credential = try #require(try await flow.store.credential(of: vera.id, site: .default))
    let secret = try #require(flow.openedSecret(of: credential))
    func code(_ offset: Int64 = 0) -> String {
      OneTimeCode.code(secret: secret, step: OneTimeCode.step(at: newsroom.clock.now) + offset)
    }
    #expect(await flowError { _ = try await flow.confirmSecondFactor(code: code(5), of: vera, by: "vera") } != nil)
    let recovery = try await flow.confirmSecondFactor(code: code(), of: vera, by: "vera")
    #expect(recovery.count == 10 && Set(recovery).count == 10)
    func signIn(_ code: String?) async -> String {
      await Self.refusal { try await flow.signIn(name: "vera", password: Self.password, code: code) }
    }
    #expect(await signIn(nil) == "codeNeeded")
    #expect(await Self.refusal { try await flow.signIn(name: "vera", password: "x") } == "refused")
    // The code that confirmed is used up; the next step's is taken early, by one step.
    #expect(await signIn(code()) == "refused")
    #expect(await signIn(code(2)) == "refused")
    #expect(await signIn(code(1)) == "signed in")
    #expect(await signIn(code(1)) == "refused")
    newsroom.clock.advance(seconds: 90)
    let late = code(-1)
    #expect(await signIn("\(late.prefix(3)) \(late.suffix(3))") == "signed in")
    #expect(await signIn(recovery[3].uppercased()) == "signed in")
    #expect(await signIn(recovery[3]) == "refused")
    try await flow.liftSecondFactor(of: vera, by: "anna")
    #expect(await signIn(nil) == "signed in")
  }

  /// RFC 6238, appendix B, for SHA-1 and eight digits: the last six of them.
  @Test(arguments: [
    (Int64(59), "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
    (2_000_000_000, "279037"), (20_000_000_000, "353130"),
  ])
  func makesTheCodesOfTheStandard(seconds: Int64, code: String) {
    let secret = Array("12345678901234567890".utf8)
    #expect(
      OneTimeCode.code(secret: secret, step: OneTimeCode.step(at: Timestamp(milliseconds: seconds * 1000))) == code)
  }

  /// Made with Python's `hashlib.scrypt`, an implementation of its own.
  @Test func hashesAsOthersDo() throws {
    let text = "$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$8q85y2Q/PbSl/1xODVZXfJYnihenPj6VHmqjRktoKaE"
    let hash = try #require(PasswordHash(text))
    #expect(hash.text == text)
    #expect(hash.isHash(of: "Приклад пароля 9"))
    // й as one letter and as two.
    #expect(
      try #require(PasswordHash(PasswordHash("й", salt: hash.salt, parameters: hash.parameters).text)).isHash(
        of: "и\u{306}"))
    #expect(!hash.isHash(of: "Приклад пароля 8"))
    #expect(!hash.isHash(of: ""))
    for broken in [
      "", "$scrypt$", "$argon2id$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAECAwQFBgcICQoLDA0ODw",
      text.replacing("ln=4", with: "ln=40"), text.replacing("r=8", with: "r=800"), text.replacing(",p=1", with: ""),
      text.replacing("ln=4", with: "ln=4,ln=5"), String(text.dropLast(20)),
    ] {
      #expect(PasswordHash(broken) == nil, "\(broken)")
    }
  }

  @Test func renewsHashesOfOlderParameters() async throws {
    let (newsroom, vera) = try await Self.newsroom()
    let flow = newsroom.flow
    let old = PasswordHash(
      Self.password, salt: Array(1...16), parameters: .init(logCost: 2, blockSize: 8, parallelism: 1))
    try await flow.store.setPassword(
      old.text, of: vera.id, site: .default, attemptKey: "k", stamp: flow.stamp(by: "system"))
    _ = try await flow.signIn(name: "vera", password: Self.password)
    let renewed = try #require(try await flow.store.credential(of: vera.id, site: .default)).passwordHash
    #expect(renewed.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
    _ = try await flow.signIn(name: "vera", password: Self.password)
  }

  @Test func makesAtMostTwoHashesAtOnceAndRefusesACrowd() async {
    let hasher = PasswordHasher(parameters: .init(logCost: 10, blockSize: 8, parallelism: 1))
    let answers = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<100 { group.addTask { await hasher.check("x", against: hasher.nobody) != nil } }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(answers >= PasswordHasher.runningMax && answers <= 100)
    #expect(await hasher.check("x", against: hasher.nobody) == false)
  }

  @Test(arguments: [
    ("vera", "коротко", false), ("vera", "aaaaaaaaaaaa", false), ("vera", "vera1234", false),
    ("vera", "довгий пароль", true), ("", "12345678", true), ("vera", String(repeating: "яж12", count: 200), false),
  ])
  func asksForLengthAndNothingElse(name: String, password: String, isTaken: Bool) {
    #expect((PasswordRule.problem(of: password, name: name) == nil) == isTaken, "\(password)")
  }

  @Test func tokensActWithinScopesAndRole() async throws {
    let (newsroom, vera) = try await Self.newsroom()
    let flow = newsroom.flow
    let made = try await flow.makeToken(
      for: vera, label: "Сайт", scopes: [.read, .decide, .edit], expiresAt: newsroom.clock.now.adding(seconds: 1000),
      by: "anna")
    #expect(made.text.wholeMatch(of: /mdt_[0-9a-f]{72}/) != nil)
    let holder = try #require(try await flow.token(made.text))
    #expect(holder.may(.read) && holder.may(.decide))
    // The role of a moderator does not reach as far as editing.
    #expect(!holder.may(.edit) && !holder.may(.administer))
    let mistyped = made.text.replacing(made.text.suffix(9).prefix(1), with: "g", maxReplacements: 1)
    #expect(try await flow.token(mistyped) == nil)
    #expect(try await flow.token("") == nil)
    newsroom.clock.advance(seconds: 1000)
    #expect(try await flow.token(made.text) == nil)
    #expect(await flowError { _ = try await flow.makeToken(for: vera, label: "", scopes: [.read], by: "a") } != nil)
    #expect(await flowError { _ = try await flow.makeToken(for: vera, label: "x", scopes: [], by: "a") } != nil)
  }

  @Test func generatesPasswordsThatAreAllowedAndDiffer() async throws {
    let (newsroom, _) = try await Self.newsroom()
    let passwords = (0..<50).map { _ in newsroom.flow.generatedPassword() }
    #expect(Set(passwords).count == 50)
    for password in passwords {
      #expect(password.utf8.count == 23 && PasswordRule.problem(of: password, name: "vera") == nil, "\(password)")
    }
  }
}
