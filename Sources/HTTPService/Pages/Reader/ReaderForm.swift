import CommentFlow
import CommentStore
import ModerationModel

/// The one form of a page as it is to be shown: where it stands, what was typed, and what went wrong.
struct ReaderForm {
  enum Field {
    case text, name, email
  }

  /// Target and draft; choosing and cancelling a reply happen on it.
  var form: CommentForm
  var name = ""
  var email = ""
  /// What the reader is told; the text is still in the form.
  var problem: String?
  /// The field at fault, if one is.
  var wrong: Field?
  /// Whether the text may be posted on the article itself, if the reader wants that.
  var offersTop = false

  init(site: SiteID, article: ArticleID) {
    form = CommentForm(site: site, article: article)
  }

  /// Reads what came back with the form.
  init(_ fields: FormFields, site: SiteID, article: ArticleID) throws(FormFields.Problem) {
    form = CommentForm(site: site, article: article, draft: Self.lines(try fields.value("text") ?? ""))
    name = try fields.value("name") ?? ""
    email = try fields.value("email") ?? ""
    if let parent = try fields.value("parent").flatMap({ CommentID($0) }) { form.reply(to: parent) }
  }

  /// Forms send a line's end as two characters, scripts as one; the same words shall be the same text.
  static func lines(_ text: String) -> String { text.replacing("\r\n", with: "\n") }

  /// Says what went wrong, in the reader's language.
  mutating func tell(_ error: FlowError, words: PageWords, times: PageTimes) {
    wrong = nil
    offersTop = false
    switch error {
    case .invalid(let error):
      switch error.code {
      case .emptyText: (problem, wrong) = (words["errorEmpty"], .text)
      case .tooLong(.authorName, _, _): (problem, wrong) = (words["errorNameLong"], .name)
      case .tooLong(.authorEmail, _, _), .badEmail: (problem, wrong) = (words["errorEmail"], .email)
      case .tooLong: (problem, wrong) = (words["errorLong"], .text)
      case .containsNull, .notUTF8: (problem, wrong) = (words["errorInvalid"], .text)
      case .emptyName: (problem, wrong) = (words["errorName"], .name)
      case .badURL: problem = words["errorURL"]
      case .badIdempotencyKey: problem = words["errorExpired"]
      }
    case .form: problem = words["errorExpired"]
    case .articleClosed, .unknownArticle: problem = words["errorClosed"]
    case .parentGone, .parentElsewhere: (problem, offersTop) = (words["errorParent"], true)
    case .tooDeep: (problem, offersTop) = (words["errorDepth"], true)
    case .banned: problem = words["errorBanned"]
    case .muted(let until): problem = words.filled("errorMuted", ["time": times.long(until)])
    case .store(let error):
      switch error.code {
      case .formReused, .idempotencyMismatch: problem = words["errorReused"]
      case .alreadyAppealed, .notRefused: problem = words["errorAppealed"]
      case .invalidValue: (problem, wrong) = (words["errorInvalid"], .text)
      default: problem = words["errorTrouble"]
      }
    case .unknownComment, .notTheAuthor, .withdrawn, .ownComment: problem = words["errorOwn"]
    case .editWindowOver: problem = words["errorEdited"]
    case .badArgument: problem = words["errorInvalid"]
    }
  }
}
