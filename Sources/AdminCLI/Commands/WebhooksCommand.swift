import ArgumentParser
import CommentFlow
import CommentStore
import ModerationModel
import ServiceAssembly

struct WebhooksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "webhooks",
    abstract: "Addresses that are told what happens here.",
    discussion: "`moderato serve` delivers. What a receiver does not take is kept, in order, and tried again for days.",
    subcommands: [Add.self, List.self, Pause.self, Resume.self, Remove.self, Replay.self, Secret.self])

  struct Add: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tell an address what happens from now on, and show its signing key once.",
      discussion: """
        Deliveries are signed as Standard Webhooks has it (webhook-id, webhook-timestamp, webhook-signature). The address \
        must be a public https:// one.
        """)

    @Argument(help: "The receiver's https:// address.") var url: String
    @Option(name: .customLong("kind"), help: "An event that it wants; may be given several times. All without it.")
    var kinds: [Word<ModerationEvent.Kind>] = []
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withAssembly(for: .administer) { assembly in
        let made = try await assembly.flow.addWebhook(
          url: url, kinds: Set(kinds.map(\.value)), site: assembly.settings.site, by: global.actingName)
        try console.tell(made)
      }
    }
  }

  struct List: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "List webhooks with how far they have come, oldest first.")

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let webhooks = try await assembly.flow.webhooks(site: assembly.settings.site)
        let last = try await assembly.store.lastSequence()
        switch console.format {
        case .json: try console.send(WebhooksPayload(webhooks: webhooks.map { WebhookPayload($0, last: last) }))
        case .text:
          guard !webhooks.isEmpty else { return try console.say("No webhooks.") }
          var table = TextTable([
            .init("ID"), .init("STATE"), .init("BEHIND", .right), .init("DELIVERED"),
            .init("ADDRESS", isFlexible: true),
          ])
          for webhook in webhooks {
            let kinds = webhook.kinds.map(\.rawValue).sorted().joined(separator: ", ")
            let trouble = webhook.lastError.map { "\(Complaint.count(webhook.failures, "failure")), last: \($0)" }
            let below = [kinds.isEmpty ? nil : "wants \(kinds)", trouble].compactMap(\.self)
            table.add(
              [
                webhook.id.description, webhook.state.rawValue, String(max(0, last - webhook.sequence)),
                webhook.lastDeliveredAt.map { Ago.words($0, now: .now) } ?? "never", webhook.url,
              ], below: below.isEmpty ? nil : below.joined(separator: "; "))
          }
          try console.say(table)
        }
      }
    }
  }

  struct Pause: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "Deliver nothing for now; its place is kept.")

    @Argument(help: "The webhook's id.") var id: WebhookArgument
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws { try await change(id, to: .paused, console: console) }
  }

  struct Resume: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Go on from where it stands, with failures forgiven.")

    @Argument(help: "The webhook's id.") var id: WebhookArgument
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws { try await change(id, to: .active, console: console) }
  }

  struct Remove: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "Tell an address nothing any more.")

    @Argument(help: "The webhook's id.") var id: WebhookArgument
    @OptionGroup(title: "Global options") var global: GlobalOptions

    struct Payload: Encodable { var removed: String }

    func execute(_ console: Console) async throws {
      try await withAssembly(for: .administer) { assembly in
        try await assembly.flow.removeWebhook(id.id, site: assembly.settings.site, by: global.actingName)
        switch console.format {
        case .json: try console.send(Payload(removed: id.id.description))
        case .text: try console.say("Removed.")
        }
      }
    }
  }

  struct Replay: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tell a webhook once more what stands behind a place in the outbox.",
      discussion: "Receivers know a repeat by its webhook-id. 0 is the beginning.")

    @Argument(help: "The webhook's id.") var id: WebhookArgument
    @Option(name: .customLong("after"), help: ArgumentHelp("The place.", valueName: "sequence")) var sequence: Int64
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
      if sequence < 0 { throw ValidationError("--after must be 0 or more.") }
    }

    func execute(_ console: Console) async throws {
      try await withAssembly(for: .administer) { assembly in
        let webhook = try await assembly.flow.replay(
          id.id, after: sequence, site: assembly.settings.site, by: global.actingName)
        try console.tell(webhook, last: try await assembly.store.lastSequence())
      }
    }
  }

  struct Secret: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make another signing key and show it once.",
      discussion: "The one before signs along until the next renewal, so that a receiver can change over in peace.")

    @Argument(help: "The webhook's id.") var id: WebhookArgument
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withAssembly(for: .administer) { assembly in
        let made = try await assembly.flow.renewWebhookSecret(
          id.id, site: assembly.settings.site, by: global.actingName)
        try console.tell(made)
      }
    }
  }
}

struct WebhookArgument: ExpressibleByArgument {
  var id: WebhookID
  init?(argument: String) {
    guard let id = WebhookID(argument) else { return nil }
    self.id = id
  }
}

extension OperatorCommand {
  fileprivate func change(_ id: WebhookArgument, to state: Webhook.State, console: Console) async throws {
    try await withAssembly(for: .administer) { assembly in
      let webhook = try await assembly.flow.changeWebhook(
        id.id, site: assembly.settings.site, by: global.actingName
      ) { $0.state = state }
      try console.tell(webhook, last: try await assembly.store.lastSequence())
    }
  }
}

extension Console {
  fileprivate func tell(_ made: MadeWebhook) throws {
    switch format {
    case .json: try send(WebhookPayload(made.webhook, last: made.webhook.sequence, secret: made.secret))
    case .text:
      try say("Signing key, shown this once: \(made.secret)")
      try say(ink.faint("webhook \(made.webhook.id), \(Harmless.line(made.webhook.url))"))
    }
  }

  fileprivate func tell(_ webhook: Webhook, last: Int64) throws {
    switch format {
    case .json: try send(WebhookPayload(webhook, last: last))
    case .text:
      let behind = Complaint.count(Int(max(0, last - webhook.sequence)), "event")
      try say("\(Harmless.line(webhook.url)): \(webhook.state.rawValue), \(behind) to look at.")
    }
  }
}

struct WebhookPayload: Encodable {
  var id: String
  var url: String
  var kinds: [String]
  var state: String
  /// The last place in the outbox that was delivered or passed over, and the newest there is.
  var sequence: Int64
  var lastSequence: Int64
  var failures: Int
  var nextAttemptAt: String
  var lastError: String?
  var lastDeliveredAt: String?
  var createdAt: String
  /// Only when it is made.
  var secret: String?

  init(_ webhook: Webhook, last: Int64, secret: String? = nil) {
    id = webhook.id.description
    url = webhook.url
    kinds = webhook.kinds.map(\.rawValue).sorted()
    state = webhook.state.rawValue
    sequence = webhook.sequence
    lastSequence = last
    failures = webhook.failures
    nextAttemptAt = webhook.nextAttemptAt.description
    lastError = webhook.lastError
    lastDeliveredAt = webhook.lastDeliveredAt?.description
    createdAt = webhook.createdAt.description
    self.secret = secret
  }
}

struct WebhooksPayload: Encodable {
  var webhooks: [WebhookPayload]
}
