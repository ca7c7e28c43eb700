import ModerationModel
import ServiceAssembly

/// One line of `check --jsonl`: `{"id", "text", "lang"?, "author"?{…}, "fields"?{…}}`. Other keys are passed over.
struct CheckRow: Decodable {
  var id: RowID
  var text: String
  var language: String?
  var author: RowAuthor?
  var fields: [String: String]?

  private enum CodingKeys: String, CodingKey {
    case id, text, author, fields
    case language = "lang"
  }

  /// The name alone, for a row whose other parts cannot be used.
  struct Name: Decodable {
    var id: RowID?
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    id = try values.decodeIfPresent(RowID.self, forKey: .id) ?? .none
    text = try values.decode(String.self, forKey: .text)
    language = try values.decodeIfPresent(String.self, forKey: .language)
    author = try values.decodeIfPresent(RowAuthor.self, forKey: .author)
    fields = try values.decodeIfPresent([String: String].self, forKey: .fields)
  }

  /// What the pipeline is asked about this row.
  func question() throws(RowProblem) -> CheckQuestion {
    var question = CheckQuestion(text: text)
    if let language {
      guard let known = Language(language) else { throw RowProblem("bad_language", "«lang» is not a language code") }
      question.language = known
    }
    question.author = AuthorClaim(
      name: author?.name ?? "", email: author?.email, url: author?.url, subject: author?.subject)
    for (name, value) in fields ?? [:] {
      switch TextField(rawValue: name) {
      case .authorName: question.author.name = value
      case .authorEmail: question.author.email = value
      case .authorURL: question.author.url = value
      case .userAgent: question.userAgent = value
      case .articleTitle: question.articleTitle = value
      case .clientAddress: question.clientAddress = value
      case .body, .linkHosts, nil:
        let known = CheckQuestion.fields.map(\.rawValue)
        let nearest = NearestName.of(name, among: known).map { "; did you mean «\($0)»?" } ?? ""
        throw RowProblem(
          "unknown_field", "«fields» has a name that is none of \(known.joined(separator: ", "))\(nearest)")
      }
    }
    return question
  }
}

/// A text to be judged by itself, as `check` and `rules explain` ask.
struct CheckQuestion {
  /// Fields that may be given beside the text.
  static let fields: [TextField] = [
    .authorName, .authorEmail, .authorURL, .userAgent, .articleTitle, .clientAddress,
  ]

  var text: String
  var language: Language?
  var author = AuthorClaim(name: "")
  var userAgent: String?
  var clientAddress: String?
  var articleTitle = ""

  /// The fields by name, for showing evidence in them.
  var fieldTexts: [TextField: String] {
    var texts: [TextField: String] = [.authorName: author.name, .articleTitle: articleTitle]
    texts[.authorEmail] = author.email
    texts[.authorURL] = author.url
    texts[.userAgent] = userAgent
    texts[.clientAddress] = clientAddress
    return texts
  }

  /// The submission that it stands for. Its article is nowhere, and no one needs a name to be checked.
  func submission(under policy: CommentPolicy) throws(InvalidSubmission) -> Submission {
    var submission = Submission(
      article: Self.nowhere, text: text, author: author, language: language,
      client: ClientFacts(address: clientAddress, userAgent: userAgent))
    if author.name.isEmpty { submission.author.name = "-" }
    try submission.validate(under: policy)
    submission.author.name = author.name
    return submission
  }

  private static let nowhere: ArticleID = {
    guard let id = ArticleID("check") else { preconditionFailure("a plain word is an article's key") }
    return id
  }()
}
