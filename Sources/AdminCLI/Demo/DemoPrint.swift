import CommentFlow
import CommentStore
import DemoFixtures
import ModerationModel
import ReviewDesk

/// `demo --print`: the whole way of comments, told in a terminal.
struct DemoPrint {
  var flow: CommentFlow
  var clock: DemoClock
  var console: Console
  /// Every article's comments, not only the first in each language.
  var isWhole: Bool

  private var ink: Ink { console.ink }

  func run(now: Timestamp) async throws {
    try console.say(ink.strong("Moderato · a day of comments"))
    try console.tell(
      "Six invented articles, their readers, and every verdict with the evidence marked in the reader's own words. "
        + "Nothing here leaves a temporary store.")
    let day = try await DemoDay.run(flow: flow, clock: clock, now: now)
    try printArticles(day)
    let scenes = DemoScenes(flow: flow, clock: clock, console: console, day: day)
    try await scenes.cancelledReply()
    try await scenes.shares()
    try await scenes.reports()
    try await scenes.decision()
    try await scenes.thread()
    try printTotals(day)
    try printNextCommands()
  }

  private func printArticles(_ day: DemoDay) throws {
    var languages: Set<String> = []
    for article in day.articles {
      let entries = day.entries(of: article)
      let isShown = languages.insert(article.language).inserted || isWhole
      try DemoHeading.say(article.title, console)
      let counts = Action.allCases.map { action in
        "\(entries.filter { $0.verdict?.action == action }.count) \(action.rawValue)"
      }
      try console.say(
        ink.faint(
          "\(article.language) · \(Complaint.count(entries.count, "comment")): \(counts.joined(separator: ", "))"))
      guard isShown else { continue }
      try console.say()
      for entry in entries { try print(entry) }
    }
  }

  /// A comment in a line when nothing was found, with all its evidence otherwise.
  private func print(_ entry: DemoDay.Entry) throws {
    let name = Harmless.line(entry.fixture.author.name, widthMax: 24)
    switch entry.outcome {
    case .failure(let error):
      try console.say("\(ink.faint("✗")) \(ink.strong(name))  not taken: \(Complaint(flow: error).message)")
    case .success(let comment):
      let verdict = comment.revision.verdict
      if verdict.action == .publish, entry.isAsExpected, verdict.signals.allSatisfy({ $0.evidence.isEmpty }) {
        let room = max(20, console.width - DisplayWidth.of(name) - 4)
        try console.say("\(ink.good("✓")) \(ink.strong(name))  \(Harmless.line(comment.revision.text, widthMax: room))")
        return
      }
      let mark = verdict.action == .publish ? ink.good("✓") : verdict.action == .hold ? ink.doubtful("?") : ink.bad("✗")
      try console.say("\(mark) \(ink.strong(name))")
      let view = VerdictView(
        verdict: verdict, text: comment.revision.text,
        fields: [.authorName: comment.authorName, .authorURL: comment.authorURL ?? ""], console: console, indent: "  ")
      try console.say(view.markedText() + view.signalLines().filter { !$0.isEmpty })
      try console.say(view.outcomeLines()[0])
      if !entry.isAsExpected {
        try console.say(
          ink.doubtful("  an editor would rather: \(entry.fixture.expect.actions.joined(separator: " or "))")
            + ink.faint("  \(Harmless.line(entry.fixture.expect.why))"))
      }
      try console.say()
    }
  }

  private func printTotals(_ day: DemoDay) throws {
    try DemoHeading.say("The machine and the editor", console)
    let totals = DemoTotals(day)
    var table = TextTable([
      .init("AN EDITOR WOULD"), .init("COMMENTS", .right), .init("PUBLISHED", .right), .init("HELD", .right),
      .init("REJECTED", .right), .init("SPAM", .right),
    ])
    for row in totals.rows {
      table.add([row.expected] + [row.count, row.publish, row.hold, row.reject, row.spam].map { String($0) })
    }
    try console.say(table)
    try console.say()
    try console.tell(
      "\(totals.agreed) of \(totals.count) answers are ones that an editor accepts; \(totals.milder) would have been too mild, "
        + "\(totals.stricter) too strict" + (totals.untaken > 0 ? ", \(totals.untaken) could not be taken." : "."))
  }

  private func printNextCommands() throws {
    try DemoHeading.say("Three commands to try next", console)
    try console.say("  moderato check 'Лучшее кaзинo города, заходи на kazik7.top'")
    try console.say("  moderato rules explain 'К.А.З.И.Н.О бонус'")
    try console.say("  moderato articles add bridge --url https://gazeta.example/bridge --title 'Мост откроют в мае'")
  }
}

enum DemoHeading {
  static func say(_ title: String, _ console: Console) throws {
    try console.say()
    let shown = Harmless.line(title, widthMax: console.width - 3)
    try console.say(console.ink.heading("── \(shown)"))
  }
}

/// The machine's answers beside an editor's labels.
struct DemoTotals: Encodable {
  struct Row: Encodable {
    var expected: String
    var count = 0
    var publish = 0
    var hold = 0
    var reject = 0
    var spam = 0
  }

  var rows: [Row] = []
  var count = 0
  var agreed = 0
  var milder = 0
  var stricter = 0
  var untaken = 0

  init(_ day: DemoDay) {
    for action in Action.allCases {
      var row = Row(expected: action.rawValue)
      for entry in day.entries where entry.fixture.expect.actions.first == action.rawValue {
        row.count += 1
        switch entry.verdict?.action {
        case .publish: row.publish += 1
        case .hold: row.hold += 1
        case .reject: row.reject += 1
        case .spam: row.spam += 1
        case nil: break
        }
      }
      if row.count > 0 { rows.append(row) }
    }
    count = day.entries.count
    for entry in day.entries {
      guard let verdict = entry.verdict else {
        untaken += 1
        continue
      }
      let wanted = entry.fixture.expect.actions.compactMap { Action(rawValue: $0)?.severity }
      if entry.isAsExpected {
        agreed += 1
      } else if let most = wanted.max(), verdict.action.severity > most {
        stricter += 1
      } else {
        milder += 1
      }
    }
  }
}
