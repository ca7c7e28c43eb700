/// What kind of finding it is. The names are stable: programs and people search for them.
public enum DiagnosticCode: String, Hashable, Sendable, CaseIterable, Comparable {
  // The files.
  case syntax
  case unreadableFile = "unreadable_file"
  case tooLarge = "too_large"

  // The keys and their values.
  case unknownKey = "unknown_key"
  case duplicateKey = "duplicate_key"
  case missingKey = "missing_key"
  case wrongType = "wrong_type"
  case invalidValue = "invalid_value"
  case outOfRange = "out_of_range"
  case unknownSchema = "unknown_schema"

  // Names that point to nothing.
  case unknownMacro = "unknown_macro"
  case unknownField = "unknown_field"
  case unknownView = "unknown_view"
  case unknownList = "unknown_list"
  case unknownCategory = "unknown_category"
  case unknownLanguage = "unknown_language"
  case unknownStatus = "unknown_status"
  case unknownAction = "unknown_action"
  case unknownFlag = "unknown_flag"
  case unknownFact = "unknown_fact"
  case unknownRule = "unknown_rule"
  case unknownGroup = "unknown_group"
  case unknownHeuristic = "unknown_heuristic"
  case unknownPlaceholder = "unknown_placeholder"

  // Rules among each other.
  case duplicateID = "duplicate_id"
  case duplicatePattern = "duplicate_pattern"
  case subsumedPattern = "subsumed_pattern"
  case cyclicMeta = "cyclic_meta"
  case cyclicMacro = "cyclic_macro"
  case unreachableMeta = "unreachable_meta"
  case unsatisfiableWhen = "unsatisfiable_when"
  case invalidMeta = "invalid_meta"

  // Patterns.
  case badPattern = "bad_pattern"
  case notJITable = "not_jitable"
  case emptyMatch = "empty_match"
  case slowPattern = "slow_pattern"
  case unboundedGap = "unbounded_gap"
  case asciiBoundaryNextToNonASCII = "ascii_boundary_next_to_non_ascii"
  case mixedScriptInPattern = "mixed_script_in_pattern"
  case invisibleCharacterInPattern = "invisible_char_in_pattern"
  case caseClassRedundant = "case_class_redundant"
  case foldedAwayInPattern = "folded_away_in_pattern"
  case listEntryTooShort = "list_entry_too_short"
  case listEntryHitsDictionary = "list_entry_hits_dictionary"

  // Housekeeping.
  case missingTest = "missing_test"
  case missingOwner = "missing_owner"
  case missingIntent = "missing_intent"
  case expired
  case expiresSoon = "expires_soon"
  case scoreOutsideFit = "score_outside_fit"
  case noEffect = "no_effect"
  case testFailed = "test_failed"

  // What rules did to stored comments.
  case neverHit = "never_hit"
  case lowPrecision = "low_precision"

  public static func < (left: DiagnosticCode, right: DiagnosticCode) -> Bool { left.rawValue < right.rawValue }
}
