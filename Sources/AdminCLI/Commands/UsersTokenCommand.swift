import ArgumentParser
import CommentFlow
import CommentStore
import ModerationModel
import ServiceAssembly

extension UsersCommand {
  struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keys by which programs act in somebody's name.", subcommands: [Add.self, List.self, Revoke.self])

    struct Add: OperatorCommand {
      static let configuration = CommandConfiguration(
        abstract: "Make a token and show it once.",
        discussion: """
          What a token may do is bounded by its scopes and by its user's role. `submit` hands in comments, `check` asks for \
          verdicts (Akismet, Perspective), the others are as roles have them.
          """)

      @Argument(help: "The user that it acts for.") var name: String
      @Option(help: "What it is used for.") var label: String
      @Option(name: .customLong("scope"), help: "What it is for; may be given several times.")
      var scopes: [Word<AccessToken.Scope>]
      @Option(
        name: .customLong("for"), help: ArgumentHelp("How long it lasts, such as 90d.", valueName: "time"),
        transform: TimeSpan.init(argument:))
      var span: TimeSpan?
      @OptionGroup(title: "Global options") var global: GlobalOptions

      func execute(_ console: Console) async throws {
        try await withAssembly { assembly in
          let moderator = try await UserLine.moderator(name, in: assembly.store, site: assembly.settings.site)
          let made = try await assembly.flow.makeToken(
            for: moderator, label: label, scopes: Set(scopes.map(\.value)),
            expiresAt: span.map { Timestamp.now.adding(seconds: $0.seconds) }, by: global.actingName)
          switch console.format {
          case .json: try console.send(TokenPayload(made.token, user: name, text: made.text))
          case .text:
            try console.say("Token, shown this once: \(made.text)")
            let shown = made.token.scopes.map(\.rawValue).sorted().joined(separator: ", ")
            try console.say(
              console.ink.faint("\(shown); take it back with `moderato users token revoke \(made.token.id)`"))
          }
        }
      }
    }

    struct List: OperatorCommand {
      static let configuration = CommandConfiguration(abstract: "List tokens, newest first.")

      @OptionGroup(title: "Global options") var global: GlobalOptions

      func execute(_ console: Console) async throws {
        try await withStore { store in
          let site = try global.settings().site
          let names = Dictionary(uniqueKeysWithValues: try await store.moderators(site: site).map { ($0.id, $0.name) })
          let tokens = try await store.tokens(site: site)
          switch console.format {
          case .json:
            try console.send(TokensPayload(tokens: tokens.map { TokenPayload($0, user: names[$0.moderator] ?? "") }))
          case .text:
            guard !tokens.isEmpty else { return try console.say("No tokens.") }
            var table = TextTable([
              .init("ID"), .init("USER"), .init("SCOPES"), .init("STATE"), .init("LAST USED"),
              .init("LABEL", isFlexible: true),
            ])
            for token in tokens {
              table.add([
                token.id.description, Harmless.line(names[token.moderator] ?? "", widthMax: 30),
                token.scopes.map(\.rawValue).sorted().joined(separator: ","), TokenPayload.state(of: token),
                token.lastUsedAt.map { Ago.words($0, now: .now) } ?? "never", Harmless.line(token.label, widthMax: 40),
              ])
            }
            try console.say(table)
          }
        }
      }
    }

    struct Revoke: OperatorCommand {
      static let configuration = CommandConfiguration(abstract: "Take a token back, at once and for good.")

      @Argument(help: "The token's id.") var id: String
      @OptionGroup(title: "Global options") var global: GlobalOptions

      func validate() throws {
        if TokenID(id) == nil { throw ValidationError("«\(id)» is no token's id; see `moderato users token list`.") }
      }

      func execute(_ console: Console) async throws {
        try await withStore { store in
          guard let id = TokenID(id) else { return }
          let token = try await store.revokeToken(
            id, site: try global.settings().site, stamp: .now(by: global.actingName))
          switch console.format {
          case .json: try console.send(TokenPayload(token, user: ""))
          case .text: try console.say("Took back «\(Harmless.line(token.label, widthMax: 60))».")
          }
        }
      }
    }
  }
}

struct TokenPayload: Encodable {
  var id: String
  var user: String
  var label: String
  var scopes: [String]
  var state: String
  var createdAt: String
  var createdBy: String
  var expiresAt: String?
  var lastUsedAt: String?
  /// Only when it is made.
  var token: String?

  init(_ token: AccessToken, user: String, text: String? = nil) {
    id = token.id.description
    self.user = user
    label = token.label
    scopes = token.scopes.map(\.rawValue).sorted()
    state = Self.state(of: token)
    createdAt = token.createdAt.description
    createdBy = token.createdBy
    expiresAt = token.expiresAt?.description
    lastUsedAt = token.lastUsedAt?.description
    self.token = text
  }

  static func state(of token: AccessToken) -> String {
    if token.revokedAt != nil { return "revoked" }
    return token.isInForce(at: .now) ? "active" : "expired"
  }
}

struct TokensPayload: Encodable {
  var tokens: [TokenPayload]
}
