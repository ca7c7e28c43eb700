import Foundation
import ModerationModel
import RuleEngine
import Testing

/// `rules schema` says what the readers know, no more and no less.
@Suite struct SchemaTests {
  /// Everything that the language has, once.
  static let everything = RuleFiles([
    "ruleset.yaml": """
    schema: 1
    name: all
    policy: { hold: 5, reject: 12, spam: 12, on_rule_error: hold, group_caps: { links: 6 } }
    defaults: { owner: desk, category: spam, languages: [ru], status: live, max_hits: 1, fields: [body], view: fold, flags: [dotall] }
    macros: { GAP: '\\s{0,3}' }
    lists: { l: { kind: words, entries: [раз, 18] }, f: { kind: ip, file: lists/f.txt } }
    heuristics: { flood: { posts_max: 4 } }
    guards: { window: 24h, trip_if: { share: '> 0.05', hits: 20 }, then: shadow }
    """,
    "lists/f.txt": "203.0.113.0/24\n",
    "rules.yaml": """
    rules:
      - id: a.b_1
        title: A
        intent: All keys
        category: spam
        owner: desk
        languages: [ru, uk]
        created: 2026-11-20
        expires: 2027-05-20
        status: shadow
        rollout: 10
        match:
          any:
            - words: [раз]
              phrase: раз два
              phrases: [раз два три]
              substring: разик
              substrings: [разок]
              pcre: 'ра{GAP}з'
              list: [l, f]
              view: norm
              fields: body
              flags: [ascii]
              except: { words: [разве], phrase: a b, phrases: [a c], substring: разно, substrings: [разу], pcre: [разл], list: l }
            - near: spam
          all: { near: { to: spam, distance: 12 } }
          not: { when: { links: '>= 2', author.trusted: true, words: 3 }, meta: b }
        except: ['разве']
        when: { links: '< 3' }
        meta: b and not c
        score: { fit: [0, 5], initial: 2.5 }
        max_hits: 2
        group: links
        floor: hold
        ceiling: reject
        fields: [body, client_address]
        view: fold
        flags: [multiline]
        reason: 'Found {{match}}'
        promote_if: { hits: '>= 50', precision_lower95: '>= 0.95', published_flips: '<= 2' }
        tests:
          hit: [{ body: раз, author_name: 'я', span: раз, view: fold, spam: [раз], language: ru, facts: { links: 1, author.trusted: true } }]
          miss: [два]
          todo: три
      - { id: b, match: { words: [б] }, score: 1 }
      - { id: c, match: [{ words: [в] }, { words: [г] }], score: -1.5 }
    """,
    "scores.lock": ScoreLockTests.lock.text.replacingOccurrences(of: "a: 3.25", with: "a.b_1: 3.25"),
  ])

  @Test func everyKeyOfTheReadersIsInTheSchemaAndTheOtherWayRound() {
    let asked = RuleSchema.keysAsked(reading: Self.everything)
    #expect(Set(asked.keys) == Set(RuleSchema.keys.keys))
    for (what, keys) in asked {
      let known = RuleSchema.keys[what] ?? []
      #expect(keys == known, "\(what): \(keys.symmetricDifference(known).sorted())")
    }
  }

  @Test func everythingIsTaken() throws {
    let errors = RuleSet.lint(Self.everything, now: morning).filter { $0.severity == .error && $0.code != .testFailed }
    #expect(errors == [])
  }

  /// Held against a validator that is not ours, where this machine has it.
  @Test func filesValidate() throws {
    guard let python = Self.python else { return }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("schema-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func write(_ text: String, _ name: String) throws -> String {
      try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
      return folder.appendingPathComponent(name).path
    }
    let schema = try write(RuleSchema.json(), "schema.json")
    var good = try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("Rules").path)
      .filter { $0.hasSuffix(".yaml") }.map { root.appendingPathComponent("Rules").appendingPathComponent($0).path }
    #expect(good.count > 5)
    for path in Self.everything.paths where !path.hasPrefix("lists/") {
      good.append(try write(Self.everything[path] ?? "", "good-\(path)"))
    }
    for (number, example) in try RuleDocumentationTests.examples().enumerated() {
      good.append(try write(example, "example-\(number).yaml"))
    }
    for path in good {
      let answer = try Self.run(python, [schema, path])
      #expect(answer == "valid", "\(path): \(answer)")
    }
    let bad = [
      "schema: 2", "schema: 1\nrule: []", "rules: [{ title: A }]", "rules: [{ id: A }]",
      "rules: [{ id: a, match: { word: [x] } }]", "rules: [{ id: a, score: much }]",
      "rules: [{ id: a, score: { fit: [0], initial: 1 } }]", "rules: [{ id: a, when: { link: 1 } }]",
      "rules: [{ id: a, match: { near: ham } }]", "rules: [{ id: a, view: folded }]",
      "schema: 1\nheuristics: { flood: { posts: 1 } }", "schema: 1\nlists: { l: { kind: hosts } }",
      "tuned: 2026-11-20\nscores: {}",
    ]
    for (number, text) in bad.enumerated() {
      let answer = try Self.run(python, [schema, try write(text, "bad-\(number).yaml")])
      #expect(answer.hasPrefix("invalid"), "\(text): \(answer)")
    }
  }

  private static let program = """
    import json, re, sys
    import yaml, jsonschema
    class Loader(yaml.SafeLoader): pass
    # Dates stay texts and only true and false are booleans, as rule files are read.
    Loader.yaml_implicit_resolvers = {
        first: [(tag, expression) for tag, expression in pairs if not tag.endswith((":timestamp", ":bool"))]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), list("tf"))
    schema = json.load(open(sys.argv[1]))
    jsonschema.Draft202012Validator.check_schema(schema)
    errors = list(jsonschema.Draft202012Validator(schema).iter_errors(yaml.load(open(sys.argv[2]), Loader)))
    print("valid" if not errors else "invalid: " + "; ".join(error.message for error in errors)[:600])
    """

  /// A Python that has the validator; `nil` on machines without one, where the comparison is left out.
  private static let python: String? = {
    for path in (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":") {
      let program = "\(path)/python3"
      guard FileManager.default.isExecutableFile(atPath: program) else { continue }
      if (try? run(program, [], "import yaml, jsonschema; print('there')")) == "there" { return program }
    }
    return nil
  }()

  private static func run(_ python: String, _ arguments: [String], _ text: String = program) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: python)
    process.arguments = ["-c", text] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").joined(separator: " ")
  }
}
