import ArgumentParser
import CommentFlow
import CommentStore
import ModerationModel
import ServiceAssembly

struct UsersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users",
    abstract: "Moderators, what they may do, and what they sign in with.",
    discussion: """
      Nobody can sign in before somebody was added here: there are no passwords that come with the program.

        moderato users add ira --role admin
        moderato users totp ira
        moderato users token add ira --label 'Our site' --scope submit
      """,
    subcommands: [
      Add.self, List.self, Role.self, Password.self, Totp.self, Sessions.self, Token.self, Disable.self, Enable.self,
    ])

  struct Add: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let somebody moderate.",
      discussion: "At a terminal the password is asked for; otherwise one is made and shown once.")

    @Argument(help: "The name to sign in with.") var name: String
    @Option(help: "What they may do.") var role = Word(Moderator.Role.moderator)
    @OptionGroup var password: PasswordOptions
    @Flag(help: "Without a password; then nobody can sign in by this name.") var noPassword = false
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
      guard !noPassword || !(password.generate || password.passwordStdin) else {
        throw ValidationError("--no-password goes without the other two.")
      }
    }

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        var source: PasswordSource?
        if !noPassword {
          source = try password.source(for: name, flow: assembly.flow)
          if let problem = source.flatMap({ PasswordRule.problem(of: $0.password, name: name) }) {
            throw FlowError.badArgument(name: "password", problem: problem)
          }
        }
        let moderator = try await assembly.flow.addModerator(
          named: name, role: role.value, site: assembly.settings.site, by: global.actingName)
        if let source {
          try await assembly.flow.setPassword(source.password, of: moderator, by: global.actingName)
        }
        try UserLine.show(moderator, "Added", generated: source, console)
      }
    }
  }

  struct List: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "List moderators by name.")

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withStore { store in
        let moderators = try await store.moderators(site: try global.settings().site)
        var rows: [(moderator: Moderator, means: String)] = []
        for moderator in moderators {
          let credential = try await store.credential(of: moderator.id, site: moderator.site)
          let hasFactor = credential?.secondFactor?.isConfirmed ?? false
          rows.append((moderator, credential == nil ? "none" : hasFactor ? "password and code" : "password"))
        }
        switch console.format {
        case .json:
          try console.send(ModeratorsPayload(users: rows.map { ModeratorPayload($0.moderator, signIn: $0.means) }))
        case .text:
          guard !rows.isEmpty else { return try console.say("No users. Add one with `moderato users add`.") }
          var table = TextTable([.init("NAME"), .init("ROLE"), .init("STATE"), .init("SIGN-IN"), .init("SINCE")])
          for (moderator, means) in rows {
            table.add([
              moderator.name, moderator.role.rawValue, moderator.isDisabled ? "disabled" : "active", means,
              Ago.minute(moderator.createdAt),
            ])
          }
          try console.say(table)
        }
      }
    }
  }

  struct Role: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "Change what somebody may do; their sessions end.")

    @Argument(help: "The name.") var name: String
    @Argument(help: "What they may do.") var role: Word<Moderator.Role>
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await change(name, console) { $0.role = role.value }
    }
  }

  struct Disable: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Let somebody in no more; what they did stays, their sessions and tokens work no longer.")

    @Argument(help: "The name.") var name: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await change(name, console) { $0.isDisabled = true }
    }
  }

  struct Enable: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "Let somebody in again.")

    @Argument(help: "The name.") var name: String
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await change(name, console) { $0.isDisabled = false }
    }
  }
}

extension OperatorCommand {
  fileprivate func change(_ name: String, _ console: Console, _ body: (inout Moderator) -> Void) async throws {
    try await withStore { store in
      var moderator = try await UserLine.moderator(name, in: store, site: try global.settings().site)
      body(&moderator)
      try await store.update(moderator, stamp: .now(by: global.actingName))
      try UserLine.show(moderator, "Changed", console)
    }
  }
}

/// Finding and showing one moderator.
enum UserLine {
  static func moderator(_ name: String, in store: any CommentStore, site: SiteID) async throws -> Moderator {
    guard let moderator = try await store.moderators(site: site).first(where: { $0.name == name }) else {
      throw Complaint.refused(
        "unknown_user", "there is no user \(Harmless.line(name, widthMax: 64))", advice: "see `moderato users list`")
    }
    return moderator
  }

  static func show(
    _ moderator: Moderator, _ verb: String, generated: PasswordSource? = nil, _ console: Console
  ) throws {
    let password = generated.flatMap { $0.isGenerated ? $0.password : nil }
    switch console.format {
    case .json: try console.send(ModeratorPayload(moderator, password: password))
    case .text:
      let state = moderator.isDisabled ? ", disabled" : ""
      try console.say("\(verb) \(Harmless.line(moderator.name)): \(moderator.role.rawValue)\(state).")
      if let password {
        try console.say("Password, shown this once: \(password)")
      }
    }
  }
}
