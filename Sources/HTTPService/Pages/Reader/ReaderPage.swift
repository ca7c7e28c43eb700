import CommentFlow
import CommentStore
import ModerationModel

/// Everything that one showing of the readers' page shows, gathered before any of it is laid out.
struct ReaderPage {
  /// Which comments are shown.
  enum Extent: Hashable {
    /// A page of the thread.
    case thread
    /// These, as links to a comment and scripts ask for them.
    case only([CommentID])
  }

  /// A small form opened on one comment.
  enum Opened: Hashable {
    case editor(CommentID, text: String, problem: String?)
    case remover(CommentID)
    case reporter(CommentID, note: String, problem: String?)
    case appellant(CommentID, note: String, problem: String?)
  }

  enum Focus: Hashable {
    case form
    case comment(CommentID)
  }

  /// Comments on one page of a thread.
  static let limit = 50
  /// Comments that can be asked for by name at once.
  static let onlyMax = 50

  var visit: ReaderVisit
  var form: ReaderForm
  var extent = Extent.thread
  var opened: Opened?
  /// What the reader is told on top.
  var said = ""
  /// Where a browser without scripts should look first.
  var focus: Focus?

  var items: [ThreadPage.Item] = []
  var next: String?
  var total = 0
  /// Comments that items answer and that are not on the page, by identity.
  var parents: [CommentID: Comment] = [:]
  var shares = ShareCounts()
  /// The items that this visitor has voted for.
  var voted: Set<CommentID> = []
  /// The reader's own refused comments that they have appealed for already.
  var appealed: Set<CommentID> = []

  /// What the page's form will carry.
  private(set) var token = ""

  init(_ visit: ReaderVisit, form: ReaderForm? = nil) {
    self.visit = visit
    self.form = form ?? ReaderForm(site: visit.site, article: visit.article.id)
  }

  /// Reads what the page shows.
  ///
  /// - Throws: `store` with `badCursor`, and whatever else a store has to say.
  mutating func gather() async throws {
    let (flow, site, article) = (visit.flow, visit.site, visit.article.id)
    switch extent {
    case .thread:
      let page = try await flow.thread(
        ThreadQuery(
          site: site, article: article, sort: visit.choice.sort, limit: Self.limit, cursor: visit.choice.cursor))
      (items, next, total) = (page.items, page.next, page.total)
      if visit.choice.cursor == nil { addOwn() }
    case .only(let ids):
      for id in ids.prefix(Self.onlyMax) {
        guard let comment = try await flow.store.comment(id, site: site), comment.article == article else { continue }
        let isOwn = visit.own.contains { $0.comment.id == id }
        if comment.state.isVisible || isOwn {
          items.append(ThreadPage.Item(comment: comment, isShell: false))
        } else if comment.replies > 0 {
          items.append(ThreadPage.Item(comment: Self.emptied(comment), isShell: true))
        }
      }
      total = try await flow.thread(ThreadQuery(site: site, article: article, limit: 1)).total
    }
    token = flow.issueFormToken(for: form.form.target)
    try await gatherParents()
    shares = try await flow.shares(of: article, site: site)
    for own in visit.own where own.isRefused {
      let appeals = try await flow.appeals(on: own.comment.id, site: site)
      if appeals.contains(where: { $0.state == .open || $0.state == .declined }) { appealed.insert(own.comment.id) }
    }
    // Where nobody has voted this visitor has not either.
    voted = try await flow.ownVotes(
      among: items.filter { $0.comment.votes != 0 }.map(\.comment.id), site: site, voter: visit.claim,
      client: visit.exchange.client)
  }

  /// Puts the reader's own comments that others do not see where they will stand.
  private mutating func addOwn() {
    for own in visit.own.sorted(by: { $0.comment.createdAt < $1.comment.createdAt }) {
      let comment = own.comment
      guard !items.contains(where: { $0.comment.id == comment.id }) else { continue }
      let item = ThreadPage.Item(comment: comment, isShell: false)
      guard let parent = comment.parent else {
        items.insert(item, at: 0)
        continue
      }
      guard let above = items.firstIndex(where: { $0.comment.id == parent }) else {
        items.insert(item, at: 0)
        continue
      }
      let end = items[(above + 1)...].firstIndex { $0.comment.depth <= items[above].comment.depth } ?? items.endIndex
      items.insert(item, at: end)
    }
  }

  private mutating func gatherParents() async throws {
    let shown = Set(items.map(\.comment.id))
    var wanted = Set(items.compactMap(\.comment.parent)).subtracting(shown)
    if let parent = form.form.target.parent, !shown.contains(parent) { wanted.insert(parent) }
    for id in wanted {
      guard let comment = try await visit.flow.store.comment(id, site: visit.site) else { continue }
      parents[id] = comment.state.isVisible ? comment : Self.emptied(comment)
    }
  }

  /// A comment without its words and names, as a shell shows it.
  private static func emptied(_ comment: Comment) -> Comment {
    var shell = comment
    shell.authorName = ""
    shell.authorURL = nil
    shell.revision.text = ""
    return shell
  }

  /// A comment on the page, or one that is answered on it.
  func known(_ id: CommentID) -> Comment? {
    if let item = items.first(where: { $0.comment.id == id }) { return item.comment }
    return parents[id]
  }
}
