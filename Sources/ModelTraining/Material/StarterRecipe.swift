import Foundation
import ModerationModel

/// How the model that comes with Moderato is made: which open sets, on which licences, and which part of each.
///
/// A fifth of every set, by the first byte of an id's hash, is never learnt from, so that there is something to measure on.
public struct StarterRecipe: Sendable {
  /// One open set.
  public struct OpenSet: Sendable {
    public var file: String
    public var licence: String
    /// What the set's own labels say, where they say less or more than their words.
    var labels: @Sendable (TrainingText) -> [ModerationModel.Category: Bool]?
    var weight: Double
    /// False where the good texts were made out of the bad ones.
    var isNatural = true
  }

  public static let sets: [OpenSet] = [
    OpenSet(
      file: "youtube_spam_uci", licence: "UCI YouTube Spam Collection (Alberto, Lochter 2015), CC BY 4.0",
      labels: { $0.labels }, weight: 1),
    OpenSet(
      file: "sms_spam", licence: "UCI SMS Spam Collection (Almeida and others 2011), CC BY 4.0",
      // Private messages: their spam is spam, their chat is no comment.
      labels: { $0.labels[.spam] == true ? [.spam: true] : [.spam: false, .abuse: false] }, weight: 0.5),
    OpenSet(
      file: "en_wiki_context", licence: "Context toxicity (Pavlopoulos and others 2020), Apache-2.0; text CC BY-SA",
      labels: { bad in bad.labels[.abuse] == true ? [.abuse: true] : [.abuse: false, .spam: false] }, weight: 1),
    OpenSet(
      file: "en_wiki_toxicity_test", licence: "Wikipedia toxicity (Dixon and others 2018), CC BY 4.0; text CC BY-SA",
      labels: { bad in bad.labels[.abuse] == true ? [.abuse: true] : [.abuse: false, .spam: false] }, weight: 1),
    OpenSet(
      file: "en_jigsaw_sample", licence: "Jigsaw toxic comments, a sample, CC0; text CC BY-SA 3.0",
      labels: { bad in bad.labels[.abuse] == true ? [.abuse: true] : [.abuse: false, .spam: false] }, weight: 1),
    OpenSet(
      file: "en_toxic_spans", licence: "Toxic Spans (Pavlopoulos and others 2021), CC0 1.0; text CC0",
      labels: { $0.labels }, weight: 1),
    OpenSet(
      file: "ru_detox_russe2022", licence: "RUSSE Detox 2022, published as s-nlp/ru_paradetox under OpenRAIL++",
      labels: { $0.labels }, weight: 1, isNatural: false),
    OpenSet(
      file: "ru_ud_taiga", licence: "Universal Dependencies Russian-Taiga, CC BY-SA 4.0",
      labels: { _ in [.spam: false, .abuse: false] }, weight: 1),
    OpenSet(
      file: "tg_ru_spam", licence: "Telegram spam (Lena 2025), MIT",
      // Its spam is mostly translated e-mail and is left out; its chat is real talk.
      labels: { $0.labels[.spam] == true ? nil : [.spam: false, .abuse: false] }, weight: 1),
  ]

  public var folder: String

  public init(folder: String) {
    self.folder = folder
  }

  /// - Throws: ``TrainingFileError`` where a set is missing or damaged.
  public func texts() throws(TrainingFileError) -> [TrainingText] {
    var texts: [TrainingText] = []
    for set in Self.sets {
      for var text in try TrainingFile(path: "\(folder)/\(set.file).jsonl").texts {
        guard !TrainingSplit.isHeldOut(text.id), let labels = set.labels(text) else { continue }
        text.labels = labels
        text.weight = set.weight
        text.isNatural = set.isNatural
        texts.append(text)
      }
    }
    return texts
  }

  /// The trainer as the starter model wants it.
  public func prepared(_ trainer: ModelTrainer) -> ModelTrainer {
    var trainer = trainer
    trainer.name = "starter"
    trainer.seed = 1
    trainer.base = nil
    trainer.sources = Self.sets.map { "\($0.file): \($0.licence)" }
    trainer.featureTextsMin = 3
    trainer.strength = 1
    // Nobody has decided yet what this newsroom lets through: it speaks only where it is sure.
    trainer.goodHeldMax = 0.0015
    // The English good texts are talk pages of an encyclopedia, calmer than comments under news.
    trainer.goodHeldMaxOf = [.abuse: ["en": 0.00005, "": 0.00005], .spam: ["en": 0.00005, "": 0.00005]]
    // Rules speak for themselves; a model that leans on them has nothing to add where they are silent.
    trainer.weighsRules = false
    // A model of the same sets has the same date, and so the same revision.
    trainer.now = Timestamp(milliseconds: 0)
    return trainer
  }
}
