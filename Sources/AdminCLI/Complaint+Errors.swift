import CommentFlow
import CommentStore
import ModerationModel
import RuleEngine
import ServiceAssembly

extension Complaint {
  private init(refused code: String, _ message: String, _ advice: String? = nil) {
    self.init(code, message, advice: advice, exit: Self.refusedExit)
  }

  private init(trouble code: String, _ message: String, _ advice: String? = nil) {
    self.init(code, message, advice: advice, exit: Self.troubleExit)
  }

  init(access error: AccessRefusal) {
    func shown(_ name: String) -> String { "«\(Harmless.line(name, widthMax: Moderator.nameBytesMax))»" }
    switch error {
    case .unregistered(let name):
      self.init(
        refused: "not_registered", "this site has users, and \(shown(name)) is none of them",
        "name a user with --as or MODERATO_AS; `moderato users list` shows them, `moderato users add` adds one")
    case .disabled(let name):
      self.init(
        refused: "user_disabled", "the user \(shown(name)) is disabled",
        "`moderato users enable` lets them in again, or another user acts with --as")
    case .roleTooLow(let name, let role, let needed):
      self.init(
        refused: "role_too_low",
        "\(shown(name)) has the role \(role.rawValue); this needs the role \(needed.rawValue) at least",
        "another user does it with --as, or `moderato users role` gives the role")
    }
  }

  init(flow error: FlowError) {
    switch error {
    case .invalid(let error): self.init(invalid: error)
    case .form(.missingToken):
      self.init(refused: "form_missing", "the form has no token", "show the form again; the text is not lost")
    case .form(.badToken):
      self.init(refused: "form_invalid", "the form's token is not ours", "show the form again; the text is not lost")
    case .form(.expired):
      self.init(refused: "form_expired", "the form was shown too long ago", "show the form again; the text is not lost")
    case .unknownArticle(let id):
      self.init(refused: "unknown_article", "there is no article \(id)", "see `moderato articles list`")
    case .articleClosed(let id):
      self.init(
        refused: "article_closed", "article \(id) takes no comments any more",
        "`moderato articles open \(id)`, or a longer close_after_days, lets it take some")
    case .parentGone(let id):
      self.init(
        refused: "parent_gone", "the comment \(id) is not shown (any more), so it cannot be answered",
        "the same text may be sent without --parent, as a comment on the article")
    case .parentElsewhere(let id):
      self.init(refused: "parent_elsewhere", "the comment \(id) stands under another article", "name its own article")
    case .tooDeep(let depthMax):
      self.init(
        refused: "too_deep", "replies may be \(depthMax) levels deep here", "answer a comment further up")
    case .banned:
      self.init(refused: "author_banned", "the author is banned", "`moderato authors unban` lifts that")
    case .muted(let until):
      self.init(refused: "author_muted", "the author is muted until \(until)", "`moderato authors unban` lifts that")
    case .unknownComment(let id):
      self.init(refused: "unknown_comment", "there is no comment \(id)", "see `moderato comments search`")
    case .ownComment(let id):
      self.init(refused: "own_comment", "nobody votes for their own comment (\(id))")
    case .notTheAuthor(let id):
      self.init(refused: "not_the_author", "only its author may change comment \(id)")
    case .editWindowOver(let endedAt):
      self.init(
        refused: "edit_window_over", "the comment could be changed until \(endedAt)",
        "a moderator can still decide on it with `moderato queue`")
    case .withdrawn(let id):
      self.init(refused: "withdrawn", "the comment \(id) was withdrawn: its words are gone for good")
    case .badArgument(let name, let problem):
      self.init(refused: "bad_argument", "\(name): \(problem)")
    case .store(let error): self.init(store: error)
    }
  }

  init(invalid error: InvalidSubmission) {
    let code: String
    var advice: String?
    switch error.code {
    case .emptyText: code = "empty_text"
    case .tooLong:
      code = "too_long"
      advice = "shorten it; nothing was stored and nothing is cut off"
    case .containsNull: code = "contains_null"
    case .notUTF8:
      code = "not_utf8"
      advice = "send the text as UTF-8"
    case .emptyName: code = "empty_name"
    case .badEmail: code = "bad_email"
    case .badURL: code = "bad_url"
    case .badIdempotencyKey: code = "bad_idempotency_key"
    }
    self.init(refused: code, error.description, advice)
  }

  init(assembly error: AssemblyError) {
    switch error {
    case .settings(let error): self.init(settings: error)
    case .rules(let error): self.init(rules: error)
    case .classifier(let error):
      self.init(
        trouble: "model", "\(error)",
        "`moderato model show DIR` lists models; classifier: off, or MODERATO_CLASSIFIER=off, does without one")
    case .missingRules(let error): self.init(trouble: "missing_rules", "\(error)")
    case .store(let error): self.init(store: error)
    case .secret(let error): self.init(secret: error)
    case .noPostgres(let location):
      self.init(
        trouble: "unsupported_store", "\(location): PostgreSQL is not in this build yet",
        "use a path for SQLite, or memory:")
    }
  }

  init(secret error: FlowSecret.FileError) {
    if case .missing(let path) = error {
      self.init(
        trouble: "secret", "the secret \(path) is missing, and the store knows people by it",
        "restore \(path) from where it was backed up, or set MODERATO_SECRET; if it is lost for good, "
          + "`(umask 077; head -c 32 /dev/urandom > \(path))` makes another: guests become new authors, and bans on "
          + "guests no longer find them")
      return
    }
    let words =
      switch error {
      case .unreadable(let path): "the secret \(path) cannot be read"
      case .tooShort(let path, let bytes):
        "the secret \(path) has \(bytes) bytes; it needs \(FlowSecret.bytesMin) at least"
      case .cannotWrite(let path), .missing(let path): "the secret \(path) cannot be made"
      }
    self.init(
      trouble: "secret", words,
      "look at the file and its folder, or set MODERATO_SECRET; another secret makes known guests new authors")
  }

  init(settings error: SettingsError) {
    self.init(
      trouble: "settings_\(error.code.rawValue)", error.description, "the settings are listed in Docs/Commands.md")
  }

  init(rules error: RuleSetError) {
    let place = error.folder.map { " in \($0)" } ?? ""
    let message: String
    switch error.code {
    case .unreadable: message = "the rule set\(place) cannot be read: \(error.cause ?? "no reason given")"
    case .damaged:
      message = "the rule set\(place) has \(Self.count(error.errors.count, "error")); nothing was judged with it"
    case .testsFailed:
      message = "\(Self.count(error.errors.count, "test")) of the rule set\(place) failed; nothing was judged with it"
    }
    self.init(trouble: "rules_\(error.code.rawValue)", message, "`moderato rules lint` shows all findings")
    details = error.errors.prefix(Self.detailsMax).map(\.description)
    if error.errors.count > Self.detailsMax { details.append("… and \(error.errors.count - Self.detailsMax) more") }
  }

  init(input error: InputError) {
    let place = error.line.map { "\(error.path):\($0)" } ?? error.path
    self.init(trouble: "input", "\(place): \(error.problem)")
  }

  /// Findings shown with an error; `rules lint` shows all.
  static let detailsMax = 20

  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}
