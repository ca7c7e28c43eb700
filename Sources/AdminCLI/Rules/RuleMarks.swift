import CommentStore
import ModerationModel
import RuleEngine
import ServiceAssembly

/// What running programs have done to rules by themselves, as the store tells it.
enum RuleMarks {
  /// None where there is no store, or one of an older program.
  static func known(of set: RuleSet, settings: Settings) async throws -> [RuleMark] {
    do {
      guard let store = try Assembly.existingStore(settings: settings) else { return [] }
      let marks = try? await store.ruleMarks(revision: set.revision, site: settings.site)
      try await store.close()
      return marks ?? []
    } catch AssemblyError.store(let error) where error.code == .schemaTooOld {
      return []
    }
  }

  static func status(of rule: RuleSummary, _ marks: [RuleMark]) -> String {
    guard let mark = marks.first(where: { $0.kind == .guarded && $0.rule == rule.id }) else {
      return rule.status.rawValue
    }
    return "\(mark.code) (guard)"
  }

  static func lines(_ marks: [RuleMark], _ console: Console) -> [String] {
    marks.map { mark in
      let place = "\(mark.file):\(mark.line)"
      switch mark.kind {
      case .quarantine:
        return console.ink.bad("quarantined")
          + " \(Harmless.line(mark.rule)) \(Harmless.line(place)) \(Harmless.line(mark.pattern, widthMax: 50)): \(mark.code), "
          + "\(Complaint.count(mark.count, "failure")), since \(mark.since)"
      case .guarded:
        let percent = mark.share.map { " (\(Points.plain(($0 * 1_000).rounded() / 10)) % of the traffic)" } ?? ""
        return console.ink.bad("guarded")
          + " \(Harmless.line(mark.rule)): \(Complaint.count(mark.count, "hit"))\(percent), \(mark.code) since \(mark.since)"
      }
    }
  }
}
