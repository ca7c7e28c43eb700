public import ModerationModel

extension RuleSet {
  /// What the program has done to rules of this set by itself: patterns in quarantine, and rules that tripped a guard.
  /// Every worker of the set sees the same; loading the set anew begins without any.
  public var marks: [RuleMark] {
    let patterns = quarantined.map { entry in
      RuleMark(
        kind: .quarantine, rule: entry.rule, pattern: entry.pattern.prefixed(bytesMax: RuleMark.patternBytesMax),
        file: entry.place.file, line: entry.place.line, code: entry.code, count: entry.count, since: entry.since)
    }
    return patterns
      + compiled.guardWatch.trips.map { trip in
        let definition = compiled.rules[trip.rule].definition
        return RuleMark(
          kind: .guarded, rule: definition.id, file: definition.place.file, line: definition.place.line,
          code: trip.status.rawValue, count: trip.hits, share: trip.share, since: trip.since)
      }
  }

  /// Rises with every new mark; cheap to ask.
  public var marksVersion: Int { compiled.quarantine.version + compiled.guardWatch.version }
}

extension String {
  /// As many whole characters from the beginning as fit.
  fileprivate func prefixed(bytesMax: Int) -> String {
    guard utf8.count > bytesMax else { return self }
    var bytes = 0
    return String(
      prefix { character in
        bytes += character.utf8.count
        return bytes <= bytesMax
      })
  }
}
