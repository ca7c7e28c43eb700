public import CommentStore
public import ModerationModel

extension CommentFlow {
  /// Sets a moderator's password; their sessions end, their second factor stays.
  ///
  /// - Throws: `badArgument` for a password that will not do; `store` with `unknownUser` or `busy`.
  public func setPassword(_ password: String, of moderator: Moderator, by actor: String) async throws(FlowError) {
    if let problem = PasswordRule.problem(of: password, name: moderator.name) {
      throw .badArgument(name: "password", problem: problem)
    }
    guard let hash = await passwords.hash(password, salt: surroundings.randomBytes(PasswordHash.saltBytes)) else {
      throw .store(StoreError(.busy, "passwords"))
    }
    try await stored {
      try await store.setPassword(
        hash.text, of: moderator.id, site: moderator.site,
        attemptKey: attemptKey(moderator.name, site: moderator.site), stamp: stamp(by: actor))
    }
  }

  /// Whether it is the moderator's password, for acts that ask once more. Counts as an attempt to sign in.
  public func isPassword(_ password: String, of moderator: Moderator) async throws(SignInError) -> Bool {
    let stamp = stamp(by: moderator.name)
    let key = attemptKey(moderator.name, site: moderator.site)
    do {
      try await store.takeAttempt(
        key, site: moderator.site, account: .account, everybody: .site, stamp: stamp)
      guard (1...PasswordRule.bytesMax).contains(password.utf8.count),
        let credential = try await store.credential(of: moderator.id, site: moderator.site),
        let hash = PasswordHash(credential.passwordHash)
      else { return false }
      guard let isRight = await passwords.check(password, against: hash) else { throw SignInError.busy }
      if isRight { try await store.forgiveAttempts(key, site: moderator.site, stamp: stamp) }
      return isRight
    } catch let error as StoreError {
      if case .tooManyAttempts(let until) = error.code { throw .tooManyAttempts(until: until) }
      throw .store(error)
    } catch {
      throw error as? SignInError ?? .busy
    }
  }

  /// A password that nobody has thought of: twenty letters and digits that are not mistaken for one another.
  public func generatedPassword() -> String {
    let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789")
    var groups: [String] = []
    for _ in 0..<4 {
      let bytes = surroundings.randomBytes(80).filter { Int($0) < alphabet.count * 8 }
      groups.append(String(bytes.prefix(5).map { alphabet[Int($0) % alphabet.count] }))
    }
    return groups.joined(separator: "-")
  }

  // MARK: Second factors

  /// Offers a moderator a second factor; it is asked for once a first code has confirmed it.
  ///
  /// - Throws: `store` with `unknownUser` for one without a password.
  public func offerSecondFactor(
    to moderator: Moderator, issuer: String = "Moderato", by actor: String
  ) async throws(FlowError) -> SecondFactorOffer {
    let credential = try await credential(of: moderator)
    guard credential.secondFactor?.isConfirmed != true else {
      throw .badArgument(name: "second factor", problem: "there is one already; lift it first")
    }
    let bytes = surroundings.randomBytes(OneTimeCode.secretBytes)
    let factor = ModeratorCredential.SecondFactor(
      sealedSecret: secret.sealed(bytes, for: .secondFactor, owner: moderator.id.description))
    try await stored {
      try await store.setSecondFactor(
        factor, of: moderator.id, site: moderator.site, version: credential.version, keeping: nil,
        stamp: stamp(by: actor))
    }
    return SecondFactorOffer(
      secret: Base32.text(bytes),
      address: OneTimeCode.address(secret: bytes, account: moderator.name, issuer: issuer))
  }

  /// Puts an offered second factor in force with its first code; other sessions end.
  ///
  /// - Returns: Recovery codes, each good once; shown now and never again.
  /// - Throws: `badArgument` for a wrong code or without an offer.
  public func confirmSecondFactor(
    code: String, of moderator: Moderator, keeping session: SessionID? = nil, by actor: String
  ) async throws(FlowError) -> [String] {
    let credential = try await credential(of: moderator)
    guard var factor = credential.secondFactor, !factor.isConfirmed, let opened = openedSecret(of: credential) else {
      throw .badArgument(name: "second factor", problem: "none was offered, or it is in force already")
    }
    let stamp = stamp(by: actor)
    guard
      let step = OneTimeCode.step(of: code, secret: opened, now: stamp.at, after: factor.lastStep)
    else { throw .badArgument(name: "code", problem: "it is not the present one; look at the device's clock") }
    let codes = (0..<10).map { _ in SecretText.recoveryCode(random: surroundings.randomBytes(10)) }
    factor.isConfirmed = true
    factor.lastStep = step
    factor.recoveryHashes = codes.map(SecretText.recoveryHash)
    let confirmed = factor
    try await stored {
      try await store.setSecondFactor(
        confirmed, of: moderator.id, site: moderator.site, version: credential.version, keeping: session,
        stamp: stamp)
    }
    return codes
  }

  /// Asks for no second factor any more; sessions end.
  public func liftSecondFactor(of moderator: Moderator, by actor: String) async throws(FlowError) {
    let credential = try await credential(of: moderator)
    guard credential.secondFactor != nil else { return }
    try await stored {
      try await store.setSecondFactor(
        nil, of: moderator.id, site: moderator.site, version: credential.version, keeping: nil,
        stamp: stamp(by: actor))
    }
  }

  /// Whether a moderator has a password, and a second factor in force.
  public func signInMeans(of moderator: Moderator) async throws(FlowError) -> (password: Bool, secondFactor: Bool) {
    let credential = try await stored { try await store.credential(of: moderator.id, site: moderator.site) }
    return (credential != nil, credential?.secondFactor?.isConfirmed ?? false)
  }

  private func credential(of moderator: Moderator) async throws(FlowError) -> ModeratorCredential {
    let found = try await stored { try await store.credential(of: moderator.id, site: moderator.site) }
    guard let found else { throw .badArgument(name: "user", problem: "has no password yet; set one first") }
    return found
  }

  // MARK: Tokens

  /// Makes a token by which a program acts in a moderator's name. Its text is shown now and never again.
  ///
  /// - Throws: `badArgument`, `store` with `unknownUser` or `invalidValue`.
  public func makeToken(
    for moderator: Moderator, label: String, scopes: Set<AccessToken.Scope>, expiresAt: Timestamp? = nil,
    by actor: String
  ) async throws(FlowError) -> MadeToken {
    let stamp = stamp(by: actor)
    guard (1...AccessToken.labelBytesMax).contains(label.utf8.count),
      label.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else {
      throw .badArgument(
        name: "label", problem: "1 to \(AccessToken.labelBytesMax) bytes without control characters")
    }
    guard !scopes.isEmpty else { throw .badArgument(name: "scopes", problem: "at least one") }
    if let expiresAt, expiresAt <= stamp.at {
      throw .badArgument(name: "expires", problem: "must lie in the future")
    }
    let text = SecretText.make(SecretText.tokenPrefix, random: surroundings.randomBytes(32))
    let token = AccessToken(
      site: moderator.site, id: stamp.identifier(-1), moderator: moderator.id, label: label, scopes: scopes,
      createdAt: stamp.at, createdBy: actor, expiresAt: expiresAt)
    try await stored { try await store.add(token, hash: FlowSecret.sha256(text), stamp: stamp) }
    return MadeToken(text: text, token: token)
  }

  /// Whose a token is; `nil` for one that is none, is over, or whose moderator is disabled. Its use is noted, to the minute.
  public func token(_ text: String, site: SiteID = .default) async throws(FlowError) -> TokenHolder? {
    guard SecretText.isWellFormed(text, prefix: SecretText.tokenPrefix) else { return nil }
    let stamp = stamp(by: "system")
    let hash = FlowSecret.sha256(text)
    guard let holder = try await stored({ try await store.token(hash, site: site, now: stamp.at) }) else { return nil }
    if holder.token.lastUsedAt.map({ stamp.at.seconds(since: $0) >= 60 }) ?? true {
      try? await store.touchToken(holder.token.id, site: site, stamp: stamp)
    }
    return holder
  }

  /// - Throws: `store` with `unknownToken`.
  public func revokeToken(
    _ id: TokenID, site: SiteID = .default, by actor: String
  ) async throws(FlowError) -> AccessToken {
    try await stored { try await store.revokeToken(id, site: site, stamp: stamp(by: actor)) }
  }

  /// Newest first, those that are over included.
  public func tokens(site: SiteID = .default) async throws(FlowError) -> [AccessToken] {
    try await stored { try await store.tokens(site: site) }
  }
}

extension TokenHolder {
  /// Whether both the token's scopes and its moderator's role reach as far as a duty.
  public func may(_ duty: Duty) -> Bool {
    guard (try? AccessRule.check(moderator.name, for: duty, among: [moderator])) != nil else { return false }
    switch duty {
    case .read: return !token.scopes.isDisjoint(with: [.read, .decide, .edit, .administer])
    case .decide: return token.scopes.contains(.decide)
    case .edit: return token.scopes.contains(.edit)
    case .administer: return token.scopes.contains(.administer)
    }
  }
}
