import ArgumentParser
import CommentFlow
import CommentStore
import ModerationModel
import ServiceAssembly

/// Where a command takes a password from.
struct PasswordOptions: ParsableArguments {
  @Flag(help: "Make a password and show it once.") var generate = false
  @Flag(help: "Read the password from the first line of standard input.") var passwordStdin = false

  func validate() throws {
    guard !(generate && passwordStdin) else { throw ValidationError("Give --generate or --password-stdin, not both.") }
  }

  func source(for name: String, flow: CommentFlow) throws -> PasswordSource {
    try PasswordSource.password(
      isFromInput: passwordStdin, isGenerated: generate, for: name, generate: flow.generatedPassword)
  }
}

extension UsersCommand {
  struct Password: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Set somebody's password; their sessions end.",
      discussion: "At a terminal it is asked for; otherwise one is made and shown once.")

    @Argument(help: "The name.") var name: String
    @OptionGroup var password: PasswordOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let moderator = try await UserLine.moderator(name, in: assembly.store, site: assembly.settings.site)
        let source = try password.source(for: name, flow: assembly.flow)
        try await assembly.flow.setPassword(source.password, of: moderator, by: global.actingName)
        try UserLine.show(moderator, "Changed", generated: source, console)
      }
    }
  }

  struct Totp: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Ask somebody for a one-time code as well (RFC 6238).",
      discussion: """
        Without --confirm a secret is offered, for an authenticator app. The first code puts it in force and shows recovery \
        codes, once.

          moderato users totp ira
          moderato users totp ira --confirm 123456
        """)

    @Argument(help: "The name.") var name: String
    @Option(help: ArgumentHelp("The first code from the app.", valueName: "code")) var confirm: String?
    @Flag(help: "Ask for no code any more; sessions end.") var off = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    struct Payload: Encodable {
      var user: String
      var state: String
      var secret: String?
      var address: String?
      var recoveryCodes: [String]?
    }

    func validate() throws {
      guard !(off && confirm != nil) else { throw ValidationError("Give --confirm or --off, not both.") }
    }

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let moderator = try await UserLine.moderator(name, in: assembly.store, site: assembly.settings.site)
        let flow = assembly.flow
        if off {
          try await flow.liftSecondFactor(of: moderator, by: global.actingName)
          return try tell(Payload(user: name, state: "off"), console)
        }
        if let confirm {
          let codes = try await flow.confirmSecondFactor(code: confirm, of: moderator, by: global.actingName)
          return try tell(Payload(user: name, state: "on", recoveryCodes: codes), console)
        }
        let offer = try await flow.offerSecondFactor(
          to: moderator, issuer: "Moderato \(assembly.settings.site)", by: global.actingName)
        var payload = Payload(user: name, state: "offered", secret: offer.secret, address: offer.address)
        if console.format == .text, HiddenInput.isPossible {
          try tell(payload, console)
          try console.output.flush()
          guard let code = HiddenInput.ask("The code that the app shows (empty to confirm later): "), !code.isEmpty
          else {
            return
          }
          let codes = try await flow.confirmSecondFactor(code: code, of: moderator, by: global.actingName)
          payload = Payload(user: name, state: "on", recoveryCodes: codes)
        }
        try tell(payload, console)
      }
    }

    private func tell(_ payload: Payload, _ console: Console) throws {
      guard console.format == .text else { return try console.send(payload) }
      let user = Harmless.line(name, widthMax: 64)
      switch payload.state {
      case "off": try console.say("\(user) signs in without a code.")
      case "on":
        try console.say("\(user) signs in with a code from now on. Recovery codes, each good once, shown this once:")
        for code in payload.recoveryCodes ?? [] { try console.say("  \(code)") }
      default:
        try console.say("Secret:  \(payload.secret ?? "")")
        try console.say("Address: \(payload.address ?? "")")
        try console.say(
          console.ink.faint("in force after `moderato users totp \(user) --confirm CODE` with the app's first code"))
      }
    }
  }

  struct Sessions: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "Show or end somebody's sessions.")

    @Argument(help: "The name.") var name: String
    @Flag(help: "End all of them.") var revoke = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    struct Payload: Encodable {
      struct Session: Encodable {
        var id: String
        var createdAt: String
        var lastSeenAt: String
        var device: String
      }

      var user: String
      var revoked: Int?
      var sessions: [Session]
    }

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let moderator = try await UserLine.moderator(name, in: assembly.store, site: assembly.settings.site)
        var revoked: Int?
        if revoke {
          revoked = try await assembly.flow.revokeSessions(
            of: moderator.id, site: moderator.site, by: global.actingName)
        }
        let sessions = try await assembly.flow.sessions(of: moderator.id, site: moderator.site)
        switch console.format {
        case .json:
          try console.send(
            Payload(
              user: name, revoked: revoked,
              sessions: sessions.map {
                Payload.Session(
                  id: $0.id.description, createdAt: $0.createdAt.description, lastSeenAt: $0.lastSeenAt.description,
                  device: $0.device)
              }))
        case .text:
          if let revoked { try console.say("Ended \(Complaint.count(revoked, "session")).") }
          guard !sessions.isEmpty else { return try console.say("No sessions.") }
          var table = TextTable([.init("SINCE"), .init("LAST SEEN"), .init("DEVICE", isFlexible: true)])
          for session in sessions {
            table.add([
              Ago.minute(session.createdAt), Ago.words(session.lastSeenAt, now: .now),
              Harmless.line(session.device, widthMax: 60),
            ])
          }
          try console.say(table)
        }
      }
    }
  }
}
