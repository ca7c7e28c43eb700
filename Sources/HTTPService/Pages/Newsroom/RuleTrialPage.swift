import CommentFlow
import HTTPTypes
import Hummingbird
import ModerationModel
import RuleEngine
import RuleTuning

/// A box to paste a text into, and a draft of rules: what hits, and what would change.
struct RuleTrialPage {
  static let endpoints = [
    Endpoint(
      .get, "/admin/rules/try", access: .moderator(.read), kind: .page, "A form to try texts and rules.", handle: show),
    Endpoint(
      .post, "/admin/rules/try", access: .moderator(.read), kind: .page,
      bodyBytesMax: RuleTrialQuestion.requestBytesMax, "What rules say of a text, and what a draft would change.",
      handle: answer),
  ]

  /// Pattern hits and characters of a view that are shown.
  private static let hitsMax = 60
  private static let viewCharactersMax = 2_000

  let visit: NewsroomVisit

  private var words: PageWords { visit.words }

  @Sendable static func show(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange)
    return try visit.page(try await RuleTrialPage(visit: visit).form(), as: "newsroom-try")
  }

  @Sendable static func answer(_ exchange: Exchange) async throws -> Response {
    let visit = try await NewsroomVisit(exchange, isForm: true)
    let page = RuleTrialPage(visit: visit)
    var view = try await page.form()
    do {
      let trial = try await exchange.service.shared.trials.answer(try page.question(), exchange)
      page.add(trial, to: &view)
      return try visit.page(view, as: "newsroom-try")
    } catch {
      // What was typed stands in the form again, whatever went wrong.
      let problem = Problem(error)
      guard let text = page.words(for: problem, error) else { throw problem }
      view["problem"] = text
      return try visit.page(view, as: "newsroom-try", status: problem.status)
    }
  }

  // MARK: - The form

  private func field(_ name: String) throws -> String { ReaderForm.lines(try visit.fields.value(name) ?? "") }

  private func question() throws -> RuleTrialQuestion {
    func given(_ name: String) throws -> String? {
      let text = try field(name)
      return text.allSatisfy(\.isWhitespace) ? nil : text
    }
    var question = RuleTrialQuestion()
    (question.text, question.draft) = (try given("text"), try given("draft"))
    guard question.text != nil || question.draft != nil else { throw Problem(.emptyText, "neither text nor draft") }
    question.author = try given("author")
    question.language = try given("language").flatMap { Language($0) }
    if let text = try given("last") {
      guard let last = Int(text), (1...RuleTrial.commentsMax).contains(last) else {
        throw Problem(field: "last", "must be 1 to \(RuleTrial.commentsMax)")
      }
      question.last = last
    }
    return question
  }

  private func words(for problem: Problem, _ error: any Error) -> String? {
    if case .invalid(let invalid)? = error as? FlowError, case .tooLong(_, let bytes, let most) = invalid.code {
      return words.filled("tryLong", ["n": number(bytes), "max": number(most)])
    }
    return switch problem.code {
    case .emptyText: words["tryEmpty"]
    case .busy: words["tryBusy"]
    case .badField: words.filled("tryLastWrong", ["max": number(RuleTrial.commentsMax)])
    case .containsNull, .emptyName, .tooLong: problem.detail
    default: nil
    }
  }

  private func number(_ value: Int) -> String { PageWords.grouped(value, in: words.language) }

  private func form() async throws -> PageView {
    var view = try await visit.frame(words["tryTitle"], tab: .rules)
    let chosen = try field("language")
    view["text"] = ReaderPage.forTextarea(try field("text"))
    view["draft"] = ReaderPage.forTextarea(try field("draft"))
    view["author"] = try field("author")
    let last = try field("last")
    view["last"] = last.isEmpty ? "\(RuleTrial.commentsUsual)" : last
    view["lastMax"] = "\(RuleTrial.commentsMax)"
    view["languages"] = PageWords.languages.map { language -> PageView in
      [
        "code": language.code, "label": words["language_\(language.code)"], "isChosen": language.code == chosen,
      ]
    }
    view["textHint"] = words.filled("tryTextHint", ["max": number(visit.flow.policy.bodyBytesMax)])
    view["draftHint"] = words.filled("tryDraftHint", ["max": number(RuleDraft.textBytesMax / 1024)])
    view["judged"] = false
    view["tried"] = false
    return view
  }

  // MARK: - The answer

  private func add(_ trial: RuleTrial, to view: inout PageView) {
    if let text = trial.text { view["judged"] = judged(text, isDrafted: text.before != nil) }
    if let draft = trial.draft { view["tried"] = tried(draft) }
  }

  private func action(_ name: String) -> String { words["action_\(name)"] }

  private func judged(_ answer: RuleTrial.TextAnswer, isDrafted: Bool) -> PageView {
    let verdict = answer.cause.verdict
    let bar = ScoreBar(score: verdict.score, thresholds: verdict.thresholds, category: verdict.leadingCategory)
    var view = bar.view(points: visit.points)
    view["scoreWords"] = words.filled(
      "pointsOf",
      [
        "score": visit.points(verdict.score), "threshold": visit.points(verdict.thresholds.hold),
        "reject": visit.points(bar.refusing),
      ])
    view["action"] = action(verdict.action.rawValue)
    view["tone"] = verdict.action.state.rawValue
    view["before"] =
      answer.before.map { before in
        words.filled(
          "tryBefore", ["action": action(before.action.rawValue), "score": visit.points(before.score)]) as Any
      } ?? false
    view["marked"] = MarkedText(answer.text, signals: verdict.signals).view(isMasked: visit.taste.isMasked)
    view["textLanguage"] = verdict.language.map { $0.code as Any } ?? false
    view["hasSignals"] = !verdict.signals.isEmpty
    view["signals"] = verdict.signals.map { signal -> PageView in
      [
        "name": signal.name, "category": visit.label(signal.category), "reason": signal.reason,
        "score": (signal.score > 0 ? "+" : "") + visit.points(signal.score),
        "tone": signal.score > 0 ? "against" : "for", "isShadow": signal.status == .shadow,
      ]
    }
    view["enough"] = answer.cause.enough.isEmpty ? false as Any : ["names": answer.cause.enough] as PageView
    let hits = answer.cause.hits.prefix(Self.hitsMax).map { rule, hit -> PageView in
      [
        "rule": rule, "pattern": ReaderPage.excerpt(hit.pattern, charactersMax: 160) ?? "…",
        "place": "\(hit.list.map { "\($0) · " } ?? "")\(hit.place.file):\(hit.place.line)", "view": hit.view,
        "viewText": hit.viewText, "original": hit.text,
      ]
    }
    view["hits"] = hits.isEmpty ? false as Any : ["rows": hits] as PageView
    view["views"] = views(answer)
    return view
  }

  /// The views of the text that do not read like the one before.
  private func views(_ answer: RuleTrial.TextAnswer) -> [PageView] {
    var last = answer.text
    return answer.cause.views.filter { $0.field == .body && $0.name != "raw" }.compactMap { view in
      guard !view.text.isEmpty, view.text != last else { return nil }
      last = view.text
      let shown = view.text.prefix(Self.viewCharactersMax)
      return ["name": view.name, "words": shown.endIndex < view.text.endIndex ? shown + "…" : String(shown)]
    }
  }

  private func tried(_ answer: RuleTrial.DraftAnswer) -> PageView {
    let draft = answer.draft
    let passed = draft.tests.count { !$0.isFailure }
    return [
      "isBroken": answer.replay == nil, "hasFindings": !draft.findings.isEmpty,
      "findings": draft.findings.map { finding -> PageView in
        ["shown": finding.description, "severity": finding.severity.rawValue]
      },
      "tests": draft.tests.isEmpty
        ? words["tryTestsNone"]
        : words.filled("tryTests", ["passed": number(passed), "n": number(draft.tests.count)]),
      "replay": answer.replay.map { replayed($0) as Any } ?? false,
    ]
  }

  private func replayed(_ state: ReplayState) -> PageView {
    let flips = state.totals.flips
    return [
      "isCut": !state.isComplete, "comments": words.count("commentCount", state.totals.comments),
      "changed": number(flips.count), "nowAgree": number(flips.nowAgree), "nowDisagree": number(flips.nowDisagree),
      "unreviewed": number(flips.unreviewed), "isWorse": flips.nowDisagree > flips.nowAgree,
      "isListCut": flips.count > state.flips.count, "shown": number(state.flips.count),
      "hasFlips": !state.flips.isEmpty, "flips": state.flips.map(flip),
    ]
  }

  private func flip(_ flip: Flip) -> PageView {
    let evidence = stride(from: 0, to: flip.marks.count - 1, by: 2).map { index in
      Evidence(field: .body, range: flip.marks[index]..<flip.marks[index + 1])
    }
    let signal = Signal(
      name: flip.rules.joined(separator: ", "), source: .rule,
      category: flip.category.flatMap { Category(rawValue: $0) } ?? .other, score: 1, evidence: evidence)
    let at = Timestamp(flip.at)
    return [
      "address": "/admin/comments/\(flip.comment)", "at": flip.at, "ago": at.map { visit.times.ago($0) } ?? flip.at,
      "marked": MarkedText(flip.text, signals: [signal]).view(isMasked: visit.taste.isMasked, charactersMax: 400),
      "before": action(flip.before.action), "after": action(flip.after.action),
      "beforeScore": visit.points(flip.before.score), "afterScore": visit.points(flip.after.score),
      "kind": flip.kind.rawValue, "kindLabel": words["try_\(flip.kind.rawValue)"],
      "rules": flip.rules.joined(separator: ", "),
      "isWorse": flip.kind == .nowDisagree,
      "decision": flip.decision.map { words["did_\($0)"] as Any } ?? false,
    ]
  }
}
