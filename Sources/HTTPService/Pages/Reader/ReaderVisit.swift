import CommentFlow
import CommentStore
import HTTPTypes
import HummingbirdCore
import ModerationModel

/// One request for the readers' page: who asks for which article, and how they want it shown.
struct ReaderVisit {
  let exchange: Exchange
  let article: Article
  /// What came with the body of a form, or nothing.
  let fields: FormFields
  let query: FormFields
  let words: PageWords
  var choice: ReaderChoice
  /// The reader, where the site's own token names one.
  let reader: ReaderToken?
  /// The reader as somebody who reports or votes.
  let claim: AuthorClaim
  var own: [OwnComment]
  let now: Timestamp
  /// A script asks, and needs only the part that changed.
  let isPart: Bool

  var flow: CommentFlow { exchange.flow }
  var site: SiteID { exchange.site }
  var times: PageTimes { PageTimes(words: words, now: now) }
  var policy: CommentPolicy { flow.policy.applying(article.overrides) }
  var base: String { PageAddress.embed(article.id) }

  init(_ exchange: Exchange, isForm: Bool) async throws {
    self.exchange = exchange
    article = try await exchange.flow.article(try exchange.articleID(), site: exchange.site)
    query = try exchange.query()
    fields = isForm ? try await exchange.form() : FormFields()
    choice = try ReaderChoice(fields, or: query)
    words = PageWords.of(PageWords.reader, in: choice.language ?? article.language)
    now = exchange.service.now()
    reader = try exchange.reader()
    claim = try exchange.claim()
    isPart = exchange.request.headers[.moderatoPart] != nil
    own = try await OwnComment.good(
      among: fields.values("own") + fields.values("mine"), of: article.id,
      flow: exchange.flow, site: exchange.site)
  }

  /// The comment that a field names.
  ///
  /// - Throws: a problem with 404.
  func comment(named field: String) async throws -> Comment {
    guard let id = try fields.value(field).flatMap({ CommentID($0) }),
      let comment = try await flow.store.comment(id, site: site), comment.article == article.id
    else { throw Problem(.unknownComment, "no comment of this article has this identity") }
    return comment
  }

  /// The own comment that the form is about.
  ///
  /// - Throws: a problem with 403 when the proof is not good.
  func ownComment() throws -> OwnComment {
    guard let (id, _) = try fields.value("own").flatMap(OwnComment.read),
      let found = own.first(where: { $0.comment.id == id })
    else { throw Problem(.notTheAuthor, "the proof of authorship is missing or not good for this comment") }
    return found
  }
}

extension HTTPField.Name {
  /// Set by our script: only the part of the page that changed is looked at.
  static let moderatoPart: Self = {
    guard let name = HTTPField.Name("X-Moderato-Part") else { preconditionFailure("no field name") }
    return name
  }()
}
