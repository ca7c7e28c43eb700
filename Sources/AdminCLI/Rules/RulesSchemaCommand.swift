import ArgumentParser
import RuleEngine

struct RulesSchemaCommand: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of rule files, for editors that complete and check.",
    discussion: """
      JSON Schema, draft 2020-12; one for ruleset.yaml, rule files and scores.lock. A rule file names it in its first line:

        moderato rules schema > my-rules/rules.schema.json
        # yaml-language-server: $schema=rules.schema.json
      """)

  @OptionGroup(title: "Global options") var global: GlobalOptions

  func execute(_ console: Console) async throws {
    try console.output.write(Array(try RuleSchema.json().utf8))
  }
}
