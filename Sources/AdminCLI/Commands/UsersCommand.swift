import ArgumentParser
import CommentFlow
import CommentStore
import ModerationModel
import ServiceAssembly

struct UsersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "users",
    abstract: "Moderators and what they may do.",
    subcommands: [Add.self, List.self, Role.self, Disable.self, Enable.self])

  struct Add: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "Let somebody moderate.")

    @Argument(help: "The name to sign in with.") var name: String
    @Option(help: "What they may do.") var role = Word(Moderator.Role.moderator)
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let moderator = try await assembly.flow.addModerator(
          named: name, role: role.value, site: assembly.settings.site, by: global.actingName)
        try UserLine.show(moderator, "Added", console)
      }
    }
  }

  struct List: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "List moderators by name.")

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withStore { store in
        let moderators = try await store.moderators(site: try global.settings().site)
        switch console.format {
        case .json: try console.send(ModeratorsPayload(users: moderators.map { ModeratorPayload($0) }))
        case .text:
          guard !moderators.isEmpty else { return try console.say("No users. Add one with `moderato users add`.") }
          var table = TextTable([.init("NAME"), .init("ROLE"), .init("STATE"), .init("SINCE")])
          for moderator in moderators {
            table.add([
              moderator.name, moderator.role.rawValue, moderator.isDisabled ? "disabled" : "active",
              Ago.minute(moderator.createdAt),
            ])
          }
          try console.say(table)
        }
      }
    }
  }

  struct Role: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "Change what somebody may do.")

    @Argument(help: "The name.") var name: String
    @Argument(help: "What they may do.") var role: Word<Moderator.Role>
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await change(name, console) { $0.role = role.value }
    }
  }

  struct Disable: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "Let somebody in no more; what they did stays.")

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
      let moderators = try await store.moderators(site: try global.settings().site)
      guard var moderator = moderators.first(where: { $0.name == name }) else {
        throw Complaint.refused(
          "unknown_user", "there is no user \(Harmless.line(name, widthMax: 64))", advice: "see `moderato users list`")
      }
      body(&moderator)
      try await store.update(moderator, stamp: .now(by: global.actingName))
      try UserLine.show(moderator, "Changed", console)
    }
  }
}

private enum UserLine {
  static func show(_ moderator: Moderator, _ verb: String, _ console: Console) throws {
    switch console.format {
    case .json: try console.send(ModeratorPayload(moderator))
    case .text:
      let state = moderator.isDisabled ? ", disabled" : ""
      try console.say("\(verb) \(Harmless.line(moderator.name)): \(moderator.role.rawValue)\(state).")
    }
  }
}
