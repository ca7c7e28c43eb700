package import ModerationModel
package import TextNormalization

/// Weighs the wave that a text belongs to, and what people have decided about it.
///
/// A decision is inherited only towards the stricter side: a wave that people have approved is not held for being a wave, but
/// nothing in it is published because of that alone.
package struct WaveHeuristic: Sendable {
  package var sizeScore: Double
  package var sizeMin: Int
  package var authorsMin: Int
  package var regularsMax: Double
  package var spamScore: Double
  package var spamSizeFull: Int
  package var rejectedScore: Double
  package var rejectedSizeFull: Int
  package var alarmScore: Double
  package var alarmLinksMin: Int
  package var alarmApprovedMax: Double
  package var alarmCaughtMin: Int
  package var alarmAuthorsMin: Int
  package var alarmMinutes: Double

  package init(settings: HeuristicSettings) {
    sizeScore = settings.value("heuristic.wave_size", "score")
    sizeMin = Int(settings.value("heuristic.wave_size", "size_min"))
    authorsMin = Int(settings.value("heuristic.wave_size", "authors_min"))
    regularsMax = settings.value("heuristic.wave_size", "regulars_max")
    spamScore = settings.value("heuristic.wave_spam", "score")
    spamSizeFull = Int(settings.value("heuristic.wave_spam", "size_full"))
    rejectedScore = settings.value("heuristic.wave_rejected", "score")
    rejectedSizeFull = Int(settings.value("heuristic.wave_rejected", "size_full"))
    alarmScore = settings.value("heuristic.wave_alarm", "score")
    alarmLinksMin = Int(settings.value("heuristic.wave_alarm", "links_min"))
    alarmApprovedMax = settings.value("heuristic.wave_alarm", "approved_max")
    alarmCaughtMin = Int(settings.value("heuristic.wave_alarm", "caught_min"))
    alarmAuthorsMin = Int(settings.value("heuristic.wave_alarm", "authors_min"))
    alarmMinutes = settings.value("heuristic.wave_alarm", "minutes")
  }

  package func signals(_ context: SubmissionContext, links: [Link]) -> [Signal] {
    var signals: [Signal?] = []
    if let wave = context.neighbourhood.wave {
      switch wave.ruling?.decision {
      case .spam:
        signals.append(
          Signal(
            heuristic: "heuristic.wave_spam", score: Self.inherited(spamScore, by: wave, full: spamSizeFull),
            reason: "reads like wave \(wave.id), which review \(Self.named(wave)) has called spam"))
      case .reject:
        signals.append(
          Signal(
            heuristic: "heuristic.wave_rejected",
            score: Self.inherited(rejectedScore, by: wave, full: rejectedSizeFull),
            reason: "reads like wave \(wave.id), which review \(Self.named(wave)) has refused"))
      case .approve: break
      case .hold, nil: signals.append(size(of: wave))
      }
    }
    let author = context.author
    if context.neighbourhood.isAlarmed, author.isKnown, links.count >= alarmLinksMin,
      Double(author.record.approved) <= alarmApprovedMax
    {
      signals.append(
        Signal(
          heuristic: "heuristic.wave_alarm", score: alarmScore, evidence: Evidence.inBody(links.map(\.range)),
          reason: "a link from an author not approved before, while a wave is running"))
    }
    return signals.compactMap { $0 }
  }

  /// Half the points while there are too few comments to speak of a wave: one that comes again may deserve another look.
  private static func inherited(_ score: Double, by wave: Wave, full size: Int) -> Double {
    wave.size >= size ? score : score / 2
  }

  private func size(of wave: Wave) -> Signal? {
    // This comment is one more than are stored.
    guard wave.size + 1 >= sizeMin, wave.authors >= authorsMin,
      Double(wave.regulars) <= regularsMax * Double(max(1, wave.authors))
    else { return nil }
    return Signal(
      heuristic: "heuristic.wave_size", score: sizeScore,
      reason: "\(wave.size) comments by \(wave.authors) authors on \(wave.articles) articles read alike")
  }

  private static func named(_ wave: Wave) -> String { wave.ruling.map { "\($0.review)" } ?? "" }

  /// How long newcomers' links are looked at after another comment of this wave; `nil` where it is none to be alarmed by.
  package func alarmSeconds(for wave: Wave) -> Double? {
    guard alarmScore != 0, wave.ruling?.decision != .approve, wave.held + wave.refused >= alarmCaughtMin,
      wave.authors >= alarmAuthorsMin, Double(wave.regulars) <= regularsMax * Double(max(1, wave.authors))
    else { return nil }
    return 60 * alarmMinutes
  }
}
