/// One built-in finding with the numbers that a newsroom may change, in `heuristics:` of `ruleset.yaml`.
public struct HeuristicDefinition: Hashable, Sendable {
  /// A number of a heuristic, with its unit and what the project ships.
  public struct Parameter: Hashable, Sendable {
    public let name: String
    public let unit: String
    public let initial: Double
    public let allowed: ClosedRange<Double>

    public init(_ name: String, _ unit: String, _ initial: Double, in allowed: ClosedRange<Double>) {
      self.name = name
      self.unit = unit
      self.initial = initial
      self.allowed = allowed
    }
  }

  public let name: String
  /// What it notices, in a sentence.
  public let intent: String
  public let category: Category
  public let group: String?
  /// Every heuristic has `score`, in points; 0 switches it off.
  public let parameters: [Parameter]
}

/// Every built-in heuristic, as data: the pipeline, the linter and the documentation read the same list.
public enum HeuristicCatalogue {
  public static let entries: [HeuristicDefinition] = [
    HeuristicDefinition(
      name: "heuristic.duplicate_same_author",
      intent: "The same author has sent the same words before.",
      category: .spam, group: "duplicate",
      parameters: [score(5), .init("length_min", "characters", 12, in: 1...16_384)]),
    HeuristicDefinition(
      name: "heuristic.duplicate_elsewhere",
      intent: "Other authors have sent the same words.",
      category: .spam, group: "duplicate",
      parameters: [
        score(5), .init("length_min", "characters", 40, in: 1...16_384),
        .init("copies_min", "comments", 2, in: 1...1000),
      ]),
    HeuristicDefinition(
      name: "heuristic.flood",
      intent: "The author posts faster than people type.",
      category: .spam, group: nil,
      parameters: [
        score(5), .init("posts_max", "comments", 4, in: 1...64),
        .init("window_seconds", "seconds", 60, in: 1...3600),
      ]),
    HeuristicDefinition(
      name: "heuristic.links_new_author",
      intent: "Links from an author whom no person has approved yet.",
      category: .spam, group: "links",
      parameters: [
        score(2.5), .init("links_min", "links", 1, in: 1...100),
        .init("approved_max", "comments", 0, in: 0...1000),
      ]),
    HeuristicDefinition(
      name: "heuristic.many_links",
      intent: "More links than a remark needs.",
      category: .spam, group: "links",
      parameters: [score(5), .init("links_min", "links", 3, in: 1...100)]),
    HeuristicDefinition(
      name: "heuristic.all_capitals",
      intent: "Shouting: nearly all letters are capitals.",
      category: .other, group: "caps",
      parameters: [
        score(1), .init("share_min", "share of cased letters", 0.8, in: 0...1),
        .init("letters_min", "letters", 25, in: 1...16_384),
      ]),
    HeuristicDefinition(
      name: "heuristic.repeated_characters",
      intent: "One character many times in a row.",
      category: .other, group: "repetition",
      parameters: [score(1), .init("run_min", "characters", 12, in: 3...16_384)]),
    HeuristicDefinition(
      name: "heuristic.repeated_words",
      intent: "One word many times in a row.",
      category: .spam, group: "repetition",
      parameters: [score(2.5), .init("run_min", "words", 6, in: 2...16_384)]),
    HeuristicDefinition(
      name: "heuristic.mixed_script",
      intent: "Letters of several scripts inside one word, as a filter is dodged.",
      category: .evasion, group: "evasion",
      parameters: [
        score(2), .init("words_min", "words", 1, in: 1...1000), .init("words_full", "words", 3, in: 1...1000),
      ]),
    HeuristicDefinition(
      name: "heuristic.invisible",
      intent: "Characters that nobody sees, between the letters.",
      category: .evasion, group: "evasion",
      parameters: [score(3), .init("count_min", "characters", 2, in: 1...16_384)]),
    HeuristicDefinition(
      name: "heuristic.bidi",
      intent: "Controls that turn the direction of writing, where no right-to-left text is.",
      category: .evasion, group: "evasion",
      parameters: [score(5), .init("count_min", "characters", 1, in: 1...16_384)]),
    HeuristicDefinition(
      name: "heuristic.stacked_marks",
      intent: "Marks stacked on letters until lines overlap.",
      category: .evasion, group: "evasion",
      parameters: [score(3), .init("count_min", "marks", 6, in: 1...16_384)]),
    HeuristicDefinition(
      name: "heuristic.fast_form",
      intent: "The form came back sooner than a person can read and type.",
      category: .spam, group: "form",
      parameters: [score(5), .init("seconds_max", "seconds", 3, in: 0...60)]),
    HeuristicDefinition(
      name: "heuristic.honeypot",
      intent: "A field that people do not see was filled in.",
      category: .spam, group: "form",
      parameters: [score(12)]),
    HeuristicDefinition(
      name: "heuristic.first_comment",
      intent: "The author's first comment here.",
      category: .other, group: nil,
      parameters: [score(1)]),
    HeuristicDefinition(
      name: "heuristic.recently_rejected",
      intent: "Much of what the author wrote in the last week was refused.",
      category: .other, group: nil,
      parameters: [
        score(5), .init("share_min", "share of decided comments", 0.3, in: 0...1),
        .init("decided_min", "comments", 3, in: 1...1000),
      ]),
    HeuristicDefinition(
      name: "heuristic.wave_size",
      intent: "Several authors send nearly the same words, and few of them are readers we know.",
      category: .spam, group: "duplicate",
      parameters: [
        score(5), .init("size_min", "comments", 5, in: 2...10_000), .init("authors_min", "authors", 3, in: 1...1000),
        .init("regulars_max", "share of authors", 0.5, in: 0...1),
      ]),
    HeuristicDefinition(
      name: "heuristic.wave_spam",
      intent: "A person has called nearly the same words spam.",
      category: .spam, group: nil,
      parameters: [score(12), .init("size_full", "comments", 3, in: 1...10_000)]),
    HeuristicDefinition(
      name: "heuristic.wave_rejected",
      intent: "A person has refused nearly the same words.",
      category: .other, group: nil,
      parameters: [score(12), .init("size_full", "comments", 3, in: 1...10_000)]),
    HeuristicDefinition(
      name: "heuristic.wave_alarm",
      intent: "Links from an author whom no person has approved yet, while a wave is running.",
      category: .spam, group: nil,
      parameters: [
        score(5), .init("links_min", "links", 1, in: 1...100), .init("approved_max", "comments", 0, in: 0...1000),
        .init("caught_min", "held or refused comments of the wave", 5, in: 2...10_000),
        .init("authors_min", "authors of the wave", 3, in: 1...1000), .init("minutes", "minutes", 30, in: 1...1440),
      ]),
    HeuristicDefinition(
      name: "heuristic.text_rate",
      intent: "Nearly the same words come faster than readers repeat each other.",
      category: .spam, group: "duplicate",
      parameters: [
        score(2.5), .init("burst", "comments", 3, in: 1...15),
        .init("per_minute", "comments a minute", 1, in: 0.01...60),
      ]),
    HeuristicDefinition(
      name: "heuristic.address_rate",
      intent: "More comes from one network address than a household or an office writes.",
      category: .spam, group: nil,
      parameters: [
        score(2), .init("burst", "comments", 10, in: 1...15),
        .init("per_minute", "comments a minute", 4, in: 0.01...60),
      ]),
    HeuristicDefinition(
      name: "heuristic.author_record",
      intent: "People have lately refused more of the author's comments than of others'.",
      category: .other, group: "record",
      parameters: [score(2), .init("share_full", "share refused", 0.75, in: 0.3...1)]),
    HeuristicDefinition(
      name: "heuristic.address_record",
      intent: "People have lately refused more comments from the network address than from others.",
      category: .other, group: "record",
      parameters: [score(1.5), .init("share_full", "share refused", 0.75, in: 0.3...1)]),
    HeuristicDefinition(
      name: "heuristic.name_in_link",
      intent: "The author is called what the link is called.",
      category: .spam, group: "links",
      parameters: [score(3), .init("letters_min", "letters and digits", 4, in: 2...200)]),
  ]

  public static func definition(named name: String) -> HeuristicDefinition? {
    entries.first { $0.name == name }
  }

  private static func score(_ points: Double) -> HeuristicDefinition.Parameter {
    .init("score", "points", points, in: 0...100)
  }
}

/// The numbers in force: the catalogue's, where a newsroom has not set its own.
public struct HeuristicSettings: Hashable, Sendable {
  /// By heuristic name, then by parameter name.
  public var changed: [String: [String: Double]]

  public init(changed: [String: [String: Double]] = [:]) {
    self.changed = changed
  }

  /// The value in force.
  ///
  /// - Precondition: The catalogue has the heuristic and the parameter.
  public func value(_ heuristic: String, _ parameter: String) -> Double {
    if let own = changed[heuristic]?[parameter] { return own }
    guard
      let initial = HeuristicCatalogue.definition(named: heuristic)?.parameters.first(where: { $0.name == parameter })
    else { preconditionFailure("no heuristic \(heuristic) with \(parameter)") }
    return initial.initial
  }
}
