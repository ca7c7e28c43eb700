import ArgumentParser
import CommentFlow
import CommentStore
import Foundation
import ModerationModel
import RuleEngine
import ServiceAssembly

struct RulesProfileCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "What each rule and expression costs over real comments, slowest first.",
    discussion: """
      Comments come from a file as for `check --jsonl`, or from the store, newest first. Plain words and list entries are found
      together, so that only expressions have times of their own. An expression in which no piece of text must stand is tried
      on nearly every comment; these are counted and marked.
      """)

  @Argument(help: "A file of comments, as for check --jsonl; the store's comments without one.") var file: String?
  @Option(help: "Comments at most.") var comments = 10_000
  @Option(help: "Expressions to show.") var top = 20
  @OptionGroup(title: "Global options") var global: GlobalOptions

  func validate() throws {
    guard comments >= 1, top >= 0 else { throw ValidationError("--comments must be 1 or more, --top 0 or more.") }
  }

  func execute(_ console: Console) async throws {
    let settings = try global.settings()
    let rules = try Assembly.ruleSet(settings: settings)
    let texts = try await texts(settings)
    guard !texts.isEmpty else {
      throw Complaint.refused(
        "no_comments", "there is no comment to try the rules on", advice: "name a file of comments")
    }
    let clock = ContinuousClock()
    let start = clock.now
    let profile = rules.profile(texts, now: .now) {
      let passed = start.duration(to: clock.now).components
      return UInt64(passed.seconds) * 1_000_000_000 + UInt64(passed.attoseconds / 1_000_000_000)
    }
    switch console.format {
    case .json: try console.send(RuleProfilePayload(profile, ruleset: rules.revision))
    case .text: try console.say(RuleProfileView(profile: profile, top: top, console: console).lines())
    }
  }

  private func texts(_ settings: Settings) async throws -> [FieldTexts] {
    guard let file else { return try await storedTexts(settings) }
    var texts: [FieldTexts] = []
    var blocks = try LineBlocks(path: file)
    let decoder = JSONDecoder()
    while texts.count < comments, let block = try blocks.next() {
      var problem: InputError?
      block.forEachLine { line, number in
        guard problem == nil, texts.count < comments else { return }
        do throws(RowProblem) {
          let question = try RowDecoding.decode(CheckRow.self, from: line, with: decoder).question()
          texts.append(FieldTexts(question.fieldTexts.merging([.body: question.text]) { $1 }))
        } catch {
          problem = InputError(path: file, line: number, problem: error.message)
        }
      }
      if let problem { throw problem }
    }
    return texts
  }

  private func storedTexts(_ settings: Settings) async throws -> [FieldTexts] {
    guard let store = try Assembly.existingStore(settings: settings) else { return [] }
    var texts: [FieldTexts] = []
    do {
      var before: CommentID?
      while texts.count < comments {
        let page = try await store.search(
          CommentQuery(site: settings.site, before: before, limit: min(500, comments - texts.count)))
        guard let last = page.last else { break }
        before = last.id
        for comment in page where comment.state != .deleted {
          texts.append(FieldTexts([.body: comment.revision.text, .authorName: comment.authorName]))
        }
      }
    } catch {
      try? await store.close()
      throw error
    }
    try await store.close()
    return texts
  }
}

/// A profile as programs see it.
struct RuleProfilePayload: Encodable {
  struct Pattern: Encodable {
    var pattern: String
    var file: String
    var line: Int
    var tries: Int
    var nanoseconds: UInt64
    var hasLiteral: Bool
  }

  struct Rule: Encodable {
    var rule: String
    var hits: Int
    var tries: Int
    var nanoseconds: UInt64
    var patterns: [Pattern]
  }

  var ruleset: String
  var comments: Int
  var nanoseconds: UInt64
  var searchNanoseconds: UInt64
  var expressions: Int
  var withoutLiteral: Int
  var rules: [Rule]

  init(_ profile: RuleProfile, ruleset: String) {
    self.ruleset = ruleset
    comments = profile.texts
    nanoseconds = profile.nanoseconds
    searchNanoseconds = profile.searchNanoseconds
    expressions = profile.expressionCount
    withoutLiteral = profile.withoutLiteralCount
    rules = profile.rules.map { rule in
      Rule(
        rule: rule.id, hits: rule.hits, tries: rule.tries, nanoseconds: rule.nanoseconds,
        patterns: rule.patterns.map {
          Pattern(
            pattern: $0.pattern, file: $0.place.file, line: $0.place.line, tries: $0.tries,
            nanoseconds: $0.nanoseconds, hasLiteral: $0.hasLiteral)
        })
    }
  }
}

/// A profile for people.
private struct RuleProfileView {
  var profile: RuleProfile
  var top: Int
  var console: Console

  func lines() -> [String] {
    var lines = [
      "\(Complaint.count(profile.texts, "comment")): \(time(profile.nanoseconds)) a comment for all rules, of it "
        + "\(time(profile.searchNanoseconds)) for plain entries and the search for pieces of expressions.", "",
    ]
    var rules = TextTable([
      .init("RULE", isFlexible: true), .init("TIME", .right), .init("TRIES", .right), .init("HITS", .right),
      .init("EXPRESSIONS", .right),
    ])
    let tried = profile.rules.filter { $0.tries > 0 }
    for rule in tried.prefix(top) {
      rules.add([
        rule.id, time(rule.nanoseconds), String(rule.tries), String(rule.hits), String(rule.patterns.count),
      ])
    }
    var patterns = TextTable([
      .init("EXPRESSION", isFlexible: true), .init("PLACE"), .init("TIME", .right), .init("TRIES", .right), .init(""),
    ])
    let slowest = profile.rules.flatMap(\.patterns).filter { $0.tries > 0 }
      .sorted { ($1.nanoseconds, $1.tries) < ($0.nanoseconds, $0.tries) }
    for pattern in slowest.prefix(top) {
      patterns.add([
        Harmless.line(pattern.pattern, widthMax: 60), "\(pattern.place.file):\(pattern.place.line)",
        time(pattern.nanoseconds), String(pattern.tries), pattern.hasLiteral ? "" : "always tried",
      ])
    }
    if tried.isEmpty {
      lines.append("No expression had to be tried.")
    } else {
      lines += rules.lines(width: console.width, ink: console.ink) + [""]
      lines += patterns.lines(width: console.width, ink: console.ink)
    }
    lines.append("")
    lines.append(
      console.ink.faint(
        "\(profile.withoutLiteralCount) of \(Complaint.count(profile.expressionCount, "expression")) have no piece of text "
          + "that must stand, and are tried on nearly every comment; times are averages a comment"))
    return lines
  }

  /// An average a comment.
  private func time(_ nanoseconds: UInt64) -> String {
    let each = Double(nanoseconds) / Double(max(1, profile.texts))
    if each < 1_000 { return "\(Int(each.rounded())) ns" }
    return each < 1_000_000 ? "\((each / 100).rounded() / 10) µs" : "\((each / 100_000).rounded() / 10) ms"
  }
}
