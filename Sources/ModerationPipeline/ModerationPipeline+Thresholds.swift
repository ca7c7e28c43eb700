package import ModerationModel
import RuleEngine

extension ModerationPipeline {
  /// The rule set's own thresholds, before a site or an article replaces them.
  package var thresholds: Thresholds { ruleSet.policy.thresholds }
}
