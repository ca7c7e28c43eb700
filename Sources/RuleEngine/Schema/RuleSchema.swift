import ModerationModel
import TextNormalization

/// The JSON Schema of `ruleset.yaml`, rule files and `scores.lock`, for editors that complete and check while one types.
///
/// It says what can be said of a key by itself; what depends on other keys, on patterns or on other rules, only `rules lint`
/// knows. A test holds its keys against those that the readers ask for.
public enum RuleSchema {
  /// The schema as JSON, one for all three kinds of files: each is told by a key that it must have.
  ///
  /// - Throws: Never in practice: there is nothing in it that JSON could not hold.
  public static func json() throws -> String {
    let definitions = mappings.merging(values) { mapping, _ in mapping }
    func has(_ key: String) -> SchemaNode { .object(["required": .list([.text(key)])]) }
    return try SchemaNode.object([
      "$schema": .text("https://json-schema.org/draft/2020-12/schema"),
      "title": .text("Moderato rule set"),
      "description": .text("ruleset.yaml, a rule file beside it, or scores.lock"),
      "if": has("tuned"),
      "then": .ref("score_lock"),
      "else": .object(["if": has("schema"), "then": .ref("ruleset"), "else": .ref("rule_file")]),
      "$defs": .object(definitions),
    ]).json
  }

  /// The keys of every mapping that the language knows, by the name under which its reader reports unknown ones.
  package static var keys: [String: Set<String>] {
    Dictionary(
      uniqueKeysWithValues: readerNames.map { reader, name in (reader, mappings[name]?.keys ?? []) })
  }

  /// The keys that the readers asked for while reading these files, by the same names.
  package static func keysAsked(reading files: RuleFiles) -> [String: Set<String>] {
    RuleSetReader.read(files, notesKeys: true).1.keysAsked
  }

  private static let readerNames = [
    "ruleset.yaml": "ruleset", "a rule file": "rule_file", "policy": "policy", "defaults": "defaults",
    "guards": "guard", "trip_if": "trip_if", "a list": "list", "a rule": "rule", "match": "match",
    "except": "exceptions", "score": "score", "near": "near", "promote_if": "promote_if", "tests": "tests",
    "a test": "test", "scores.lock": "score_lock", "data": "data", "holdout": "holdout", "a measure": "measure",
  ]

  // MARK: Mappings

  private static let mappings: [String: SchemaNode] = [
    "ruleset": .mapping(
      [
        "schema": .object(["const": .number(1)]).described("The version of the language"),
        "name": .ref("text").described("What the set is called"),
        "policy": .ref("policy"),
        "defaults": .ref("defaults"),
        "macros": .dictionary(names: .pattern("^[A-Z][A-Z0-9_]*$"), .ref("text"))
          .described("Pieces of expressions, put in where {NAME} stands"),
        "lists": .dictionary(names: .object([:]), .ref("list")),
        "heuristics": heuristics,
        "guards": .some(.ref("guard")).described("When a live rule that hits too much goes back to shadow"),
        "rules": .ref("rules"),
      ], required: ["schema"]),
    "rule_file": .mapping(["rules": .ref("rules")]),
    "policy": .mapping([
      "hold": .ref("threshold"), "reject": .ref("threshold"), "spam": .ref("threshold"),
      "on_rule_error": .words(Action.allCases.filter { $0 != .publish }.map(\.rawValue)),
      "group_caps": .dictionary(names: .object([:]), .ref("threshold")).described("The most points of a group"),
    ]),
    "defaults": .mapping([
      "owner": .ref("text"), "category": .ref("category"), "languages": .ref("languages"), "status": .ref("status"),
      "max_hits": .ref("max_hits"), "fields": .ref("fields"), "view": .ref("view"), "flags": .ref("flags"),
    ]),
    "guard": .mapping(
      [
        "window": .pattern("^[0-9]{1,5}[smhd]$"), "trip_if": .ref("trip_if"), "then": .ref("status"),
      ], required: ["trip_if"]),
    "trip_if": .mapping(["share": .ref("condition"), "hits": .ref("condition")]),
    "list": .mapping(
      [
        "kind": .words(ListDefinition.Kind.allCases.map(\.rawValue)),
        "file": .pattern(#"^[^/\\]"#).described("One entry a line; lines that begin with # are remarks"),
        "entries": .ref("texts"),
      ], required: ["kind"]),
    "rule": .mapping(
      [
        "id": .pattern(#"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$"#), "title": .ref("text"), "intent": .ref("text"),
        "category": .ref("category"), "owner": .ref("text"), "languages": .ref("languages"), "created": .ref("date"),
        "expires": .ref("date"), "status": .ref("status"),
        "rollout": .whole(0, 100).described("Percent of authors for whom a live rule is live"),
        "match": .ref("matcher"), "when": .ref("when"), "meta": .ref("meta"), "except": .ref("except"),
        "score": .either(.number(-1_000, 1_000), .ref("score")), "max_hits": .ref("max_hits"),
        "group": .pattern("^[a-z][a-z0-9_]*$"), "floor": .ref("action"), "ceiling": .ref("action"),
        "fields": .ref("fields"), "view": .ref("view"), "flags": .ref("flags"),
        "reason": .ref("text").described("For moderators, with placeholders such as {{match}}"),
        "promote_if": .ref("promote_if"), "tests": .ref("tests"),
      ], required: ["id"]),
    "match": .mapping(
      patternKeys.merging([
        "any": .ref("matcher"), "all": .ref("matcher"), "not": .ref("matcher"), "when": .ref("when"),
        "meta": .ref("meta"), "near": .either(.words(NearCondition.Target.allCases.map(\.rawValue)), .ref("near")),
        "view": .ref("view"), "fields": .ref("fields"), "flags": .ref("flags"), "except": .ref("except"),
      ]) { own, _ in own }),
    "exceptions": .mapping(patternKeys),
    "score": .mapping(
      [
        "fit": .object([
          "type": .text("array"), "items": .number(-1_000, 1_000), "minItems": .number(2), "maxItems": .number(2),
        ]).described("Between which bounds tuning may move it"),
        "initial": .number(-1_000, 1_000),
      ], required: ["fit", "initial"]),
    "near": .mapping(
      [
        "to": .words(NearCondition.Target.allCases.map(\.rawValue)),
        "distance": .whole(0, NearCondition.distanceMax),
      ], required: ["to"]),
    "promote_if": .mapping([
      "hits": .ref("condition"), "precision_lower95": .ref("condition"), "published_flips": .ref("condition"),
    ]),
    "tests": .mapping(
      Dictionary(
        uniqueKeysWithValues: RuleTest.Expectation.allCases.map {
          ($0.rawValue, SchemaNode.some(.either(.ref("text"), .ref("test"))))
        })),
    "test": .mapping(
      Dictionary(uniqueKeysWithValues: TextField.allCases.map { ($0.rawValue, SchemaNode.ref("text")) })
        .merging([
          "span": .ref("text").described("The exact original text that must be marked"), "view": .ref("view"),
          "spam": .ref("texts").described("Texts that count as confirmed spam"), "language": .ref("languages"),
          "facts": .dictionary(
            names: .words(FactName.allCases.map(\.rawValue)),
            .object(["type": .list([.text("number"), .text("boolean"), .text("string")])])),
        ]) { own, _ in own }),
    "score_lock": .mapping(
      [
        "schema": .object(["const": .number(1)]), "tuned": .ref("date"), "data": .ref("data"),
        "holdout": .ref("holdout"), "scores": .dictionary(names: .object([:]), .number(-1_000, 1_000)),
      ], required: ["tuned", "data", "holdout"]),
    "data": .mapping(window, required: ["from", "to", "labels"]),
    "holdout": .mapping(
      window.merging(["measures": .dictionary(names: .object([:]), .ref("measure"))]) { own, _ in own },
      required: ["from", "to", "labels"]),
    "measure": .mapping(
      ["before": .object(["type": .text("number")]), "after": .object(["type": .text("number")])],
      required: ["before", "after"]),
  ]

  private static let window: [String: SchemaNode] = [
    "from": .ref("date"), "to": .ref("date"), "labels": .whole(0, 1_000_000_000),
  ]

  private static let patternKeys: [String: SchemaNode] = [
    "words": .ref("texts").described("Whole words; entries may be short patterns"), "phrase": .ref("texts"),
    "phrases": .ref("texts").described("Plain texts between ends of words"), "substring": .ref("texts"),
    "substrings": .ref("texts").described("Plain texts, inside words too"),
    "pcre": .ref("texts").described("PCRE2 expressions"), "list": .ref("texts").described("Names of lists"),
  ]

  // MARK: Values

  private static let values: [String: SchemaNode] = [
    "rules": .object(["type": .list([.text("array"), .text("null")]), "items": .ref("rule")]),
    "matcher": .some(.ref("match")),
    "except": .either(.ref("texts"), .ref("exceptions")),
    // YAML gives numbers and words such as `true` where an editor wrote a text without quotes; the reader takes them as texts.
    "text": .object(["type": .list([.text("string"), .text("number"), .text("boolean")])]),
    "texts": .some(.ref("text")),
    "date": .pattern(#"^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?$"#),
    "meta": .ref("text").described("Other rules: and, or, not, comparisons, + - * /, count(…), group.NAME"),
    "when": .dictionary(names: .words(FactName.allCases.map(\.rawValue)), .ref("condition")),
    "condition": .object([
      "type": .list([.text("string"), .text("number"), .text("boolean")]),
      "description": .text("A comparison such as '>= 2', '< 3', '== true' or '2..5'"),
    ]),
    "threshold": .number(0, 1_000_000),
    "max_hits": .whole(1, RuleSetLimits.hitsPerPatternMax),
    "action": .words(Action.allCases.map(\.rawValue)),
    "category": .words(Category.allCases.map(\.rawValue)),
    "status": .words(RuleStatus.allCases.map(\.rawValue)),
    "view": .words(ViewName.allCases.map(\.rawValue)),
    "fields": .some(.words(TextField.allCases.map(\.rawValue))),
    "flags": .some(.words(PatternFlag.allCases.map(\.rawValue))),
    "languages": .some(.pattern("^[a-z]{2,3}$")),
  ]

  private static let heuristics = SchemaNode.mapping(
    Dictionary(
      uniqueKeysWithValues: HeuristicCatalogue.entries.map { entry in
        let numbers = entry.parameters.map { parameter in
          (
            parameter.name,
            SchemaNode.number(parameter.allowed.lowerBound, parameter.allowed.upperBound).described(parameter.unit)
          )
        }
        return (
          String(entry.name.dropFirst("heuristic.".count)), .mapping(Dictionary(uniqueKeysWithValues: numbers))
        )
      }))
}
