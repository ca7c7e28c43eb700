public import CommentStore
import Logging
public import ModerationModel

extension CommentFlow {
  /// Lets a moderator in who knows their password and, where they have a second factor, shows a code.
  ///
  /// Attempts are counted by name and for all names together, before anything is looked at, wherever they come from. A
  /// name that nobody has costs as much time and gets the same answer.
  /// - Parameters:
  ///   - code: Six digits, or a recovery code; `nil` when none was given.
  ///   - device: What the browser calls itself; cut to `ModeratorSession.deviceBytesMax`.
  public func signIn(
    name: String, password: String, code: String? = nil, device: String = "", site: SiteID = .default
  ) async throws(SignInError) -> SignedIn {
    do throws(SignInError) {
      return try await signInUnlogged(name: name, password: password, code: code, device: device, site: site)
    } catch {
      // Never the name as it was typed: it is sometimes a password.
      logger.notice(
        "sign-in refused",
        metadata: ["name_key": "\(attemptKey(name, site: site))", "reason": "\(error.word)", "site": "\(site)"])
      throw error
    }
  }

  private func signInUnlogged(
    name: String, password: String, code: String?, device: String, site: SiteID
  ) async throws(SignInError) -> SignedIn {
    let stamp = stamp(by: name)
    let attemptKey = attemptKey(name, site: site)
    try await signing {
      try await store.takeAttempt(attemptKey, site: site, account: .account, everybody: .site, stamp: stamp)
    }
    let known: (moderator: Moderator, credential: ModeratorCredential)? = try await signing {
      guard let moderator = try await store.moderators(site: site).first(where: { $0.name == name }),
        let credential = try await store.credential(of: moderator.id, site: site)
      else { return nil }
      return (moderator, credential)
    }
    let hash = known.flatMap { PasswordHash($0.credential.passwordHash) }
    let isAcceptable = (1...PasswordRule.bytesMax).contains(password.utf8.count)
    // Nobody's hash is checked as well, so that time tells nothing either.
    guard let isRight = await passwords.check(isAcceptable ? password : "-", against: hash ?? passwords.nobody) else {
      throw .busy
    }
    guard let known, let hash, isRight, isAcceptable, !known.moderator.isDisabled else { throw .refused }
    var opening = SessionOpening(
      session: ModeratorSession(
        site: site, id: stamp.identifier(-1), moderator: known.moderator.id, createdAt: stamp.at,
        lastSeenAt: stamp.at, device: Self.cut(device, bytesMax: ModeratorSession.deviceBytesMax)),
      tokenHash: [], credentialVersion: known.credential.version, attemptKey: attemptKey)
    try prove(code, of: known.credential, now: stamp.at, in: &opening)
    if hash.parameters != passwords.parameters {
      opening.renewedHash = await passwords.hash(
        password, salt: surroundings.randomBytes(PasswordHash.saltBytes))?.text
    }
    let token = SecretText.make(SecretText.sessionPrefix, random: surroundings.randomBytes(32))
    opening.tokenHash = FlowSecret.sha256(token)
    let ready = opening
    let holder = try await signing { try await store.open(ready, stamp: stamp) }
    return SignedIn(token: token, session: holder.session, moderator: holder.moderator)
  }

  /// Fills in what the code shows.
  private func prove(
    _ code: String?, of credential: ModeratorCredential, now: Timestamp, in opening: inout SessionOpening
  ) throws(SignInError) {
    guard let factor = credential.secondFactor, factor.isConfirmed else { return }
    guard let code, !code.isEmpty else { throw .codeNeeded }
    guard code.utf8.count <= 100 else { throw .refused }
    if let secret = openedSecret(of: credential),
      let step = OneTimeCode.step(of: code, secret: secret, now: now, after: factor.lastStep)
    {
      opening.step = step
      return
    }
    let recovery = SecretText.recoveryHash(code)
    guard factor.recoveryHashes.contains(where: { FlowSecret.areEqual($0, recovery) }) else { throw .refused }
    opening.recoveryHash = recovery
  }

  func openedSecret(of credential: ModeratorCredential) -> [UInt8]? {
    credential.secondFactor.flatMap {
      secret.opened($0.sealedSecret, for: .secondFactor, owner: credential.moderator.description)
    }
  }

  /// Who a session's token belongs to; `nil` when it is over. Its idle time begins anew, to the minute.
  public func session(token: String, site: SiteID = .default) async throws(FlowError) -> SessionHolder? {
    guard SecretText.isWellFormed(token, prefix: SecretText.sessionPrefix) else { return nil }
    let hash = FlowSecret.sha256(token)
    let stamp = stamp(by: "system")
    guard
      var holder = try await stored({ try await store.session(hash, site: site, now: stamp.at) })
    else { return nil }
    if stamp.at.seconds(since: holder.session.lastSeenAt) >= 60 {
      // A store that cannot be written just now still answers; the session only ends sooner.
      try? await store.touchSession(hash, site: site, stamp: stamp)
      holder.session.lastSeenAt = stamp.at
    }
    return holder
  }

  /// Ends the session; nothing happens when it is over.
  public func signOut(token: String, site: SiteID = .default) async throws(FlowError) {
    guard let holder = try await session(token: token, site: site) else { return }
    _ = try await stored {
      try await store.revokeSessions(
        [holder.session.id], of: holder.moderator.id, keeping: nil, site: site,
        stamp: stamp(by: holder.moderator.name))
    }
  }

  /// A moderator's sessions that are alive, newest first.
  public func sessions(
    of moderator: ModeratorID, site: SiteID = .default
  ) async throws(FlowError) -> [ModeratorSession] {
    try await stored { try await store.sessions(of: moderator, site: site, now: surroundings.now()) }
  }

  /// Ends the given sessions of a moderator, or all but `keeping`; how many ended.
  public func revokeSessions(
    _ ids: [SessionID]? = nil, of moderator: ModeratorID, keeping: SessionID? = nil, site: SiteID = .default,
    by actor: String
  ) async throws(FlowError) -> Int {
    try await stored {
      try await store.revokeSessions(ids, of: moderator, keeping: keeping, site: site, stamp: stamp(by: actor))
    }
  }

  /// What a form on a moderator's page carries, so that no other page can send it in their name.
  public func formKey(forSession token: String) -> String {
    Hexadecimal.text(secret.code(.sessionForm, [token]))
  }

  public func isFormKey(_ key: String, forSession token: String) -> Bool {
    guard key.utf8.count == 64, let code = Hexadecimal.bytes(key) else { return false }
    return secret.isValid(code, .sessionForm, [token])
  }

  func attemptKey(_ name: String, site: SiteID) -> String {
    Hexadecimal.text(secret.code(.signIn, [site.key, name.lowercased()]).prefix(16))
  }

  private func signing<Value>(_ call: () async throws -> Value) async throws(SignInError) -> Value {
    do {
      return try await call()
    } catch let error as StoreError {
      switch error.code {
      case .tooManyAttempts(let until): throw .tooManyAttempts(until: until)
      // Disabled, changed or used up between the check and the write: no more is said than before.
      case .unknownUser, .versionConflict, .codeUsed: throw .refused
      default: throw .store(error)
      }
    } catch {
      throw .store(StoreError(.inputOutput, underlying: "\(error)"))
    }
  }

  private static func cut(_ text: String, bytesMax: Int) -> String {
    var cut = text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
      .reduce(into: String.UnicodeScalarView()) { $0.append($1) }
    while String(cut).utf8.count > bytesMax { cut.removeLast() }
    return String(cut)
  }
}

/// What a password must be. Length counts; no letters, digits or signs are asked for.
public enum PasswordRule {
  public static let charactersMin = 8
  /// What is advised.
  public static let charactersAdvised = 15
  public static let bytesMax = 1000

  /// What is wrong with a password for this name; `nil` when it will do.
  public static func problem(of password: String, name: String) -> String? {
    if password.count < charactersMin { return "at least \(charactersMin) characters, better \(charactersAdvised)" }
    if password.utf8.count > bytesMax { return "at most \(bytesMax) bytes" }
    let lowered = password.lowercased()
    if !name.isEmpty, lowered.contains(name.lowercased()), password.count < name.count + charactersMin {
      return "not the user's name"
    }
    if Set(lowered).count < 4 { return "at least four different characters" }
    return nil
  }
}
