package import ModerationModel
import RuleEngine

extension ModerationPipeline {
  /// The rule set's own thresholds, before a site or an article replaces them.
  package var thresholds: Thresholds { ruleSet.policy.thresholds }

  /// Whether a rule wants to know what people have lately decided to be spam.
  package var asksSpamMemory: Bool { ruleSet.asksSpamMemory }

  package var revision: String { ruleSet.revision }

  /// Patterns in quarantine and rules that tripped a guard; `marksVersion` rises with each.
  package var marks: [RuleMark] { ruleSet.marks }
  package var marksVersion: Int { ruleSet.marksVersion }
}

extension ModerationPipeline {
  /// How long newcomers' links are held after another comment of a wave; `nil` where the wave is none to be alarmed by.
  package func alarmSeconds(for wave: Wave) -> Double? { waves.alarmSeconds(for: wave) }
}
