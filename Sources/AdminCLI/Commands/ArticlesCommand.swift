import ArgumentParser
import CommentFlow
import CommentStore
import ModerationModel
import ServiceAssembly
import TextNormalization

struct ArticlesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "articles",
    abstract: "Pages that take comments.",
    subcommands: [Add.self, List.self, Show.self, Close.self, Open.self, Policy.self])

  struct Add: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a page that takes comments.",
      discussion: "  moderato articles add bridge --url https://gazeta.example/bridge --title 'Мост откроют в мае'")

    @Argument(help: "The site's own key for it: number, slug or path.") var id: ArticleArgument
    @Option(help: "The canonical address.") var url: String
    @Option(help: "The headline.") var title: String
    @Option(
      name: .customLong("lang"),
      help: ArgumentHelp("Its language; found out from the title when not given.", valueName: "code"))
    var language: LanguageArgument?
    @Option(help: ArgumentHelp("When it was published; now when not given.", valueName: "time"))
    var published: MomentArgument?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withAssembly(for: .edit) { assembly in
        let article = Article(
          site: assembly.settings.site, id: id.id, url: url, title: title,
          language: language?.language ?? Self.language(of: title) ?? assembly.settings.language,
          publishedAt: published?.moment ?? .now)
        try await assembly.flow.add(article, by: global.actingName)
        switch console.format {
        case .json: try console.send(ArticlePayload(article))
        case .text:
          try console.say("Added article \(Harmless.line(article.id.key)), in \(article.language.code).")
        }
      }
    }

    /// The title's language, where it tells.
    static func language(of title: String) -> Language? {
      let guess = NormalizedText(title).statistics.language
      return guess == .unknown ? nil : Language(guess.rawValue)
    }
  }

  struct List: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "List articles, newest first.")

    @Option(help: "Articles on a page.") var limit = 50
    @Option(help: ArgumentHelp("Go on after this article.", valueName: "article")) var after: ArticleArgument?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
      guard (1...1000).contains(limit) else { throw ValidationError("--limit must be 1 to 1000.") }
    }

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let site = assembly.settings.site
        let articles = try await assembly.store.articles(site: site, limit: limit, after: after?.id)
        var rows: [(Article, ArticleCounts)] = []
        for article in articles {
          rows.append((article, try await assembly.store.counts(of: article.id, site: site)))
        }
        let next = articles.count == limit ? articles.last?.id.key : nil
        switch console.format {
        case .json:
          try console.send(ArticlesPayload(articles: rows.map { ArticlePayload($0, counts: $1) }, next: next))
        case .text:
          guard !rows.isEmpty else { return try console.say("No articles. Add one with `moderato articles add`.") }
          var table = TextTable([
            .init("ARTICLE"), .init("LANG"), .init("PUBLISHED"), .init(""), .init("VISIBLE", .right),
            .init("WAITING", .right), .init("TITLE", isFlexible: true),
          ])
          for (article, counts) in rows {
            table.add([
              article.id.key, article.language.code, Ago.minute(article.publishedAt),
              article.isOpen ? "open" : "closed", String(counts.visible), String(counts.pending), article.title,
            ])
          }
          try console.say(table)
          if let next { try console.say(console.ink.faint("more: --after \(Harmless.line(next))")) }
        }
      }
    }
  }

  struct Show: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "Show an article with its counts and policy.")

    @Argument var id: ArticleArgument
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let article = try await assembly.flow.article(id.id, site: assembly.settings.site)
        let counts = try await assembly.store.counts(of: id.id, site: assembly.settings.site)
        switch console.format {
        case .json: try console.send(ArticlePayload(article, counts: counts))
        case .text:
          try console.say(console.ink.strong(Harmless.line(article.title)))
          try console.say(Harmless.line(article.url))
          try console.say(
            "\(article.isOpen ? "open" : "closed") · \(article.language) · published \(Ago.minute(article.publishedAt))"
              + " · version \(article.version)")
          try console.say(
            "comments: \(counts.visible) visible, \(counts.pending) waiting, \(counts.rejected) rejected, "
              + "\(counts.spam) spam, \(counts.deleted) deleted")
          for line in PolicyView.lines(article.overrides) { try console.say(line) }
        }
      }
    }
  }

  struct Close: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "Take no more comments on an article.")

    @Argument var id: ArticleArgument
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws { try await change(id.id, console) { $0.isOpen = false } }
  }

  struct Open: OperatorCommand {
    static let configuration = CommandConfiguration(abstract: "Take comments on an article again.")

    @Argument var id: ArticleArgument
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func execute(_ console: Console) async throws { try await change(id.id, console) { $0.isOpen = true } }
  }

  struct Policy: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "What an article does otherwise than its site.",
      discussion: """
        Without options the overrides are shown. A value of `site` lifts one.

          moderato articles policy bridge --mode pre --depth-max 2
          moderato articles policy bridge --hold-threshold site
        """)

    @Argument var id: ArticleArgument
    @Option(help: ArgumentHelp("post, pre or site.", valueName: "mode")) var mode: String?
    @Option(help: ArgumentHelp("UTF-8 bytes of one comment.", valueName: "bytes")) var bodyBytesMax: OverrideArgument?
    @Option(help: ArgumentHelp("Levels of replies.", valueName: "levels")) var depthMax: OverrideArgument?
    @Option(help: ArgumentHelp("Days after publication.", valueName: "days")) var closeAfterDays: OverrideArgument?
    @Option(help: ArgumentHelp("Seconds.", valueName: "seconds")) var editWindowSeconds: OverrideArgument?
    @Option(help: ArgumentHelp("Points.", valueName: "points")) var holdThreshold: OverrideArgument?
    @Option(help: ArgumentHelp("Points.", valueName: "points")) var rejectThreshold: OverrideArgument?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
      if let mode, mode != "site", ModerationMode(rawValue: mode) == nil {
        throw ValidationError("--mode must be post, pre or site.")
      }
      for (name, value) in [("--body-bytes-max", bodyBytesMax), ("--depth-max", depthMax)] {
        if let value, value.number != nil, value.wholeNumber == nil {
          throw ValidationError("\(name) must be a whole number or site.")
        }
      }
    }

    private var isChange: Bool {
      mode != nil
        || [bodyBytesMax, depthMax, closeAfterDays, editWindowSeconds, holdThreshold, rejectThreshold]
          .contains { $0 != nil }
    }

    func execute(_ console: Console) async throws {
      let given = (mode, bodyBytesMax, depthMax, closeAfterDays, editWindowSeconds, holdThreshold, rejectThreshold)
      guard isChange else { return try await change(id.id, console, nil) }
      try await change(id.id, console) { article in
        if let mode = given.0 { article.overrides.mode = ModerationMode(rawValue: mode) }
        if let bytes = given.1 { article.overrides.bodyBytesMax = bytes.wholeNumber }
        if let depth = given.2 { article.overrides.depthMax = depth.wholeNumber }
        if let days = given.3 { article.overrides.closeAfterDays = days.number }
        if let seconds = given.4 { article.overrides.editWindowSeconds = seconds.number }
        if let points = given.5 { article.overrides.holdThreshold = points.number }
        if let points = given.6 { article.overrides.rejectThreshold = points.number }
      }
    }
  }
}

extension OperatorCommand {
  /// Changes an article, or only shows it, and tells what it is like now.
  fileprivate func change(
    _ id: ArticleID, _ console: Console, _ body: (@Sendable (inout Article) -> Void)?
  ) async throws {
    try await withAssembly(for: body == nil ? .read : .edit) { assembly in
      let site = assembly.settings.site
      let article =
        if let body {
          try await assembly.flow.update(id, site: site, by: global.actingName, body)
        } else {
          try await assembly.flow.article(id, site: site)
        }
      switch console.format {
      case .json: try console.send(ArticlePayload(article))
      case .text:
        let state = article.isOpen ? "takes comments" : "is closed"
        try console.say("Article \(Harmless.line(article.id.key)) \(state) (version \(article.version)).")
        for line in PolicyView.lines(article.overrides) { try console.say(line) }
      }
    }
  }
}

/// An article's overrides in words.
private enum PolicyView {
  static func lines(_ overrides: PolicyOverrides) -> [String] {
    let values: [(String, String?)] = [
      ("mode", overrides.mode?.rawValue), ("body bytes max", overrides.bodyBytesMax.map { String($0) }),
      ("depth max", overrides.depthMax.map { String($0) }),
      ("close after days", overrides.closeAfterDays.map { Points.plain($0) }),
      ("edit window seconds", overrides.editWindowSeconds.map { Points.plain($0) }),
      ("hold threshold", overrides.holdThreshold.map { Points.plain($0) }),
      ("reject threshold", overrides.rejectThreshold.map { Points.plain($0) }),
    ]
    return values.compactMap { name, value in value.map { "  \(name): \($0)" } }
  }
}
