import ArgumentParser
import CommentFlow
import CommentStore
import ModerationModel
import ServiceAssembly

extension QueueCommand {
  struct Stats: OperatorCommand {
    static let configuration = CommandConfiguration(
      abstract: "The queue in numbers.",
      discussion: "With --days also what came and was decided day by day, and how rules fared against people.")

    @Option(help: ArgumentHelp("Look back over so many days, today included.", valueName: "number")) var days: Int?
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func validate() throws {
      guard days.map({ (1...Int(FigureWindow.daysMax)).contains($0) }) ?? true else {
        throw ValidationError("--days must be 1 to \(Int(FigureWindow.daysMax)).")
      }
    }

    func execute(_ console: Console) async throws {
      try await withAssembly { assembly in
        let site = assembly.settings.site
        let now = Timestamp.now
        let statistics = try await assembly.store.queueStatistics(site: site, now: now)
        var figures: ModerationFigures?
        if let days {
          figures = try await assembly.flow.figures(
            FigureWindow(site: site, from: now.adding(seconds: -86_400 * Double(days)), to: now.adding(seconds: 1)))
        }
        switch console.format {
        case .json:
          try console.send(QueueStatisticsPayload(statistics, figures: figures.map { FiguresPayload($0) }))
        case .text:
          try show(statistics, now: now, console)
          if let figures { try show(figures, console) }
        }
      }
    }

    private func show(_ statistics: QueueStatistics, now: Timestamp, _ console: Console) throws {
      try console.say("open       \(statistics.open)")
      try console.say("held       \(statistics.leased)")
      try console.say("escalated  \(statistics.escalated)")
      if let oldest = statistics.oldestOpenedAt {
        try console.say("oldest     \(Ago.words(oldest, now: now)) (\(Ago.minute(oldest)))")
      }
      for (cause, count) in statistics.byCause.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
        try console.say("  by \(cause.rawValue): \(count)")
      }
      if let alarm = statistics.alarm {
        try console.say("alarm      wave \(alarm.wave): links of newcomers are held until \(Ago.minute(alarm.until))")
      }
      let decisions = statistics.decisionsLastDay.sorted { $0.key.rawValue < $1.key.rawValue }
      if !decisions.isEmpty {
        try console.say("last 24 h  " + decisions.map { "\($0.value) \($0.key.rawValue)" }.joined(separator: ", "))
      }
    }

    private func show(_ figures: ModerationFigures, _ console: Console) throws {
      try console.say()
      var days = TextTable(
        [.init("DAY"), .init("CAME", .right)] + CommentState.allCases.map { .init($0.rawValue.uppercased(), .right) }
          + [.init("DECIDED", .right)])
      for day in figures.days {
        days.add(
          [String(day.startsAt.description.prefix(10)), "\(day.comments.values.reduce(0, +))"]
            + CommentState.allCases.map { "\(day.comments[$0, default: 0])" }
            + ["\(day.decisions.values.reduce(0, +))"])
      }
      try console.say(days)
      guard !figures.rules.isEmpty else { return }
      try console.say()
      var rules = TextTable([
        .init("RULE", isFlexible: true), .init("HITS", .right), .init("CONFIRMED", .right), .init("OVERTURNED", .right),
        .init("MISSED", .right), .init("OPEN", .right),
      ])
      for rule in figures.rules.prefix(20) {
        rules.add([
          Harmless.line(rule.name, widthMax: 40), "\(rule.hits)", "\(rule.confirmed)", "\(rule.overturned)",
          "\(rule.missed)", "\(rule.open)",
        ])
      }
      try console.say(rules)
      if figures.isCutShort { try console.say("There were more comments than are looked at: the oldest are left out.") }
    }
  }
}
