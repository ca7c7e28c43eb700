internal import CommentStore
internal import ModerationModel

extension ContractBench {
  /// A moderator with a password.
  mutating func addModerator(_ name: String = "vera", role: Moderator.Role = .moderator) async throws -> Moderator {
    let moderator = Moderator(
      site: .default, id: time.identifier(), name: name, role: role, createdAt: time.now)
    try await store.add(moderator, stamp: time.stamp())
    try await store.setPassword(
      "$scrypt$hash-of-\(name)", of: moderator.id, site: .default, attemptKey: "key-\(name)", stamp: time.stamp())
    return moderator
  }

  mutating func opening(
    for moderator: Moderator, token: UInt8, version: Int, step: Int64? = nil, recovery: [UInt8]? = nil
  ) -> SessionOpening {
    SessionOpening(
      session: ModeratorSession(
        site: .default, id: time.identifier(), moderator: moderator.id, createdAt: time.now, lastSeenAt: time.now,
        device: "Браузер"),
      tokenHash: Self.hash(token), credentialVersion: version, step: step, recoveryHash: recovery,
      attemptKey: "key-\(moderator.name)")
  }

  static func hash(_ token: UInt8) -> [UInt8] { [UInt8](repeating: token, count: 32) }

  func session(_ token: UInt8) async throws -> SessionHolder? {
    try await store.session(Self.hash(token), site: .default, now: time.now)
  }
}

extension StoreContract {
  static let accessChecks: [Check] = [
    Check("opens a session, lets it end by itself, and finds it by its hash alone") { bench in
      let vera = try await bench.addModerator()
      let opening = bench.opening(for: vera, token: 1, version: 1)
      let holder = try await bench.store.open(opening, stamp: bench.time.stamp(by: "vera"))
      try bench.expectEqual(holder.moderator, vera, "the moderator")
      try bench.expectEqual(try await bench.session(1), holder, "the session")
      try bench.expectEqual(try await bench.session(2), nil, "a session by another hash")
      bench.time.advance(seconds: ModeratorSession.idleSeconds - 1)
      try await bench.store.touchSession(ContractBench.hash(1), site: .default, stamp: bench.time.stamp())
      bench.time.advance(seconds: ModeratorSession.idleSeconds - 1)
      try bench.expect(try await bench.session(1) != nil, "a used session goes on")
      bench.time.advance(seconds: 1)
      try bench.expectEqual(try await bench.session(1), nil, "a session that nobody used")
      // A touch does not bring back what is over, and nothing outlasts half a day.
      try await bench.store.touchSession(ContractBench.hash(1), site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(try await bench.session(1), nil, "a session touched too late")
      _ = try await bench.store.open(bench.opening(for: vera, token: 3, version: 1), stamp: bench.time.stamp())
      for _ in 0..<30 {
        bench.time.advance(seconds: 1500)
        try await bench.store.touchSession(ContractBench.hash(3), site: .default, stamp: bench.time.stamp())
      }
      try bench.expectEqual(try await bench.session(3), nil, "a session of more than half a day")
      try bench.expectEqual(
        try await bench.store.sessions(of: vera.id, site: .default, now: bench.time.now), [], "sessions alive")
    },
    Check("ends sessions when password, role or state change, and when they are revoked") { bench in
      let vera = try await bench.addModerator()
      var version = 1
      func open(_ token: UInt8, _ bench: inout ContractBench) async throws -> SessionID {
        let opening = bench.opening(for: vera, token: token, version: version)
        let stamp = bench.time.stamp(by: "vera")
        let holder = try await bench.store.open(opening, stamp: stamp)
        return holder.session.id
      }
      _ = try await open(1, &bench)
      try await bench.store.setPassword(
        "$scrypt$other", of: vera.id, site: .default, attemptKey: "key-vera", stamp: bench.time.stamp())
      version += 1
      try bench.expectEqual(try await bench.session(1), nil, "a session after another password")
      _ = try await open(2, &bench)
      var changed = vera
      changed.role = .editor
      try await bench.store.update(changed, stamp: bench.time.stamp())
      try bench.expectEqual(try await bench.session(2), nil, "a session after another role")
      _ = try await open(3, &bench)
      changed.isDisabled = true
      try await bench.store.update(changed, stamp: bench.time.stamp())
      try bench.expectEqual(try await bench.session(3), nil, "a session of somebody disabled")
      let closed = bench.opening(for: vera, token: 4, version: version)
      let store = bench.store
      let stamp = bench.time.stamp()
      try await bench.expectError(.unknownUser) { () throws(StoreError) in
        try await store.open(closed, stamp: stamp)
      }
      changed.isDisabled = false
      try await store.update(changed, stamp: bench.time.stamp())
      let kept = try await open(5, &bench)
      let other = try await open(6, &bench)
      _ = try await open(7, &bench)
      let one = try await store.revokeSessions(
        [other], of: vera.id, keeping: nil, site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(one, 1, "sessions revoked by name")
      let rest = try await store.revokeSessions(
        nil, of: vera.id, keeping: kept, site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(rest, 1, "all others revoked")
      let alive = try await store.sessions(of: vera.id, site: .default, now: bench.time.now).map(\.id)
      try bench.expectEqual(alive, [kept], "sessions alive")
    },
    Check("refuses a sign-in that was checked against what holds no more") { bench in
      let vera = try await bench.addModerator()
      try await bench.store.setPassword(
        "$scrypt$other", of: vera.id, site: .default, attemptKey: "key-vera", stamp: bench.time.stamp())
      let stale = bench.opening(for: vera, token: 1, version: 1)
      let store = bench.store
      let stamp = bench.time.stamp()
      try await bench.expectError(.versionConflict(expected: 1, found: 2)) { () throws(StoreError) in
        try await store.open(stale, stamp: stamp)
      }
      var renewing = bench.opening(for: vera, token: 2, version: 2)
      renewing.renewedHash = "$scrypt$renewed"
      _ = try await store.open(renewing, stamp: stamp)
      let credential = try await store.credential(of: vera.id, site: .default)
      try bench.expectEqual(credential?.passwordHash, "$scrypt$renewed", "the hash")
      try bench.expectEqual(credential?.version, 3, "the version")
    },
    Check("takes each one-time and recovery code once") { bench in
      let vera = try await bench.addModerator()
      let store = bench.store
      let recovery = ContractBench.hash(9)
      let factor = ModeratorCredential.SecondFactor(
        sealedSecret: [1, 2, 3], isConfirmed: true, lastStep: 100, recoveryHashes: [ContractBench.hash(8), recovery])
      try await store.setSecondFactor(
        factor, of: vera.id, site: .default, version: 1, keeping: nil, stamp: bench.time.stamp())
      try bench.expectEqual(
        try await store.credential(of: vera.id, site: .default)?.secondFactor, factor, "the second factor")
      func refused(_ opening: SessionOpening, _ bench: inout ContractBench) async throws {
        let stamp = bench.time.stamp()
        try await bench.expectError(.codeUsed) { () throws(StoreError) in
          try await store.open(opening, stamp: stamp)
        }
      }
      try await refused(bench.opening(for: vera, token: 1, version: 2), &bench)
      try await refused(bench.opening(for: vera, token: 1, version: 2, step: 100), &bench)
      _ = try await store.open(
        bench.opening(for: vera, token: 1, version: 2, step: 101), stamp: bench.time.stamp())
      try await refused(bench.opening(for: vera, token: 2, version: 3, step: 101), &bench)
      _ = try await store.open(
        bench.opening(for: vera, token: 2, version: 3, recovery: recovery), stamp: bench.time.stamp())
      try await refused(bench.opening(for: vera, token: 3, version: 4, recovery: recovery), &bench)
      let left = try await store.credential(of: vera.id, site: .default)?.secondFactor?.recoveryHashes
      try bench.expectEqual(left, [ContractBench.hash(8)], "recovery codes left")
      let stamp = bench.time.stamp()
      try await bench.expectError(.versionConflict(expected: 1, found: 4)) { () throws(StoreError) in
        try await store.setSecondFactor(nil, of: vera.id, site: .default, version: 1, keeping: nil, stamp: stamp)
      }
      try await store.setSecondFactor(
        nil, of: vera.id, site: .default, version: 4, keeping: nil, stamp: bench.time.stamp())
      try bench.expectEqual(try await bench.session(2), nil, "a session after the second factor was lifted")
    },
    Check("limits attempts by name and for all names together") { bench in
      let store = bench.store
      let account = AttemptLimit(attemptsMax: 2, windowSeconds: 60)
      let everybody = AttemptLimit(attemptsMax: 5, windowSeconds: 30)
      func take(_ key: String, _ bench: inout ContractBench) async throws {
        try await store.takeAttempt(
          key, site: .default, account: account, everybody: everybody, stamp: bench.time.stamp())
      }
      func refused(_ key: String, until: Timestamp, _ bench: inout ContractBench) async throws {
        let stamp = bench.time.stamp()
        try await bench.expectError(.tooManyAttempts(until: until)) { () throws(StoreError) in
          try await store.takeAttempt(key, site: .default, account: account, everybody: everybody, stamp: stamp)
        }
      }
      let start = bench.time.now
      try await take("a", &bench)
      try await take("a", &bench)
      try await refused("a", until: start.adding(seconds: 60), &bench)
      try await take("b", &bench)
      try await take("c", &bench)
      try await take("d", &bench)
      try await refused("e", until: start.adding(seconds: 30), &bench)
      bench.time.advance(seconds: 30)
      try await refused("a", until: start.adding(seconds: 60), &bench)
      try await take("e", &bench)
      // Another password forgives.
      let vera = try await bench.addModerator()
      try await store.setPassword(
        "$scrypt$x", of: vera.id, site: .default, attemptKey: "a", stamp: bench.time.stamp())
      try await take("a", &bench)
    },
    Check("knows tokens by their hash, until they end or their moderator does") { bench in
      let vera = try await bench.addModerator()
      let store = bench.store
      let token = AccessToken(
        site: .default, id: bench.time.identifier(), moderator: vera.id, label: "Сайт", scopes: [.submit, .check],
        createdAt: bench.time.now, createdBy: "anna", expiresAt: bench.time.now.adding(seconds: 100))
      try await store.add(token, hash: ContractBench.hash(1), stamp: bench.time.stamp())
      func holder(_ bench: ContractBench) async throws -> TokenHolder? {
        try await store.token(ContractBench.hash(1), site: .default, now: bench.time.now)
      }
      try bench.expectEqual(try await holder(bench), TokenHolder(token: token, moderator: vera), "the token")
      bench.time.advance(seconds: 1)
      try await store.touchToken(token.id, site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(try await holder(bench)?.token.lastUsedAt, bench.time.now, "its last use")
      var changed = vera
      changed.isDisabled = true
      try await store.update(changed, stamp: bench.time.stamp())
      try bench.expectEqual(try await holder(bench), nil, "a token of somebody disabled")
      changed.isDisabled = false
      try await store.update(changed, stamp: bench.time.stamp())
      let early = bench
      bench.time.advance(seconds: 99)
      try bench.expectEqual(try await holder(bench), nil, "a token that is over")
      let revoked = try await store.revokeToken(token.id, site: .default, stamp: bench.time.stamp())
      try bench.expectEqual(revoked.revokedAt, bench.time.now, "when it was revoked")
      try bench.expectEqual(try await holder(early), nil, "a token that was revoked")
      try bench.expectEqual(try await store.tokens(site: .default), [revoked], "all tokens")
      let stamp = bench.time.stamp()
      try await bench.expectError(.unknownToken) { () throws(StoreError) in
        try await store.revokeToken(TokenID(bits: 1), site: .default, stamp: stamp)
      }
    },
  ]
}
