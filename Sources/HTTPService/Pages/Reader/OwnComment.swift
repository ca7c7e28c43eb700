import CommentFlow
import ModerationModel

/// A comment together with what shows that it is the reader's: `ID.TOKEN`, as the receipt's private link carries it.
struct OwnComment {
  /// Proofs that a page looks at; more are left out.
  static let countMax = 20

  var comment: Comment
  var token: String

  var isRefused: Bool { comment.state == .rejected || comment.state == .spam }

  var proof: String { Self.proof(of: comment.id, token: token) }

  static func proof(of id: CommentID, token: String) -> String { "\(id).\(token)" }

  /// The two halves of a proof; `nil` for what is none.
  static func read(_ proof: String) -> (id: CommentID, token: String)? {
    guard proof.utf8.count <= 200, let dot = proof.firstIndex(of: "."), let id = CommentID(proof[..<dot]) else {
      return nil
    }
    return (id, String(proof[proof.index(after: dot)...]))
  }

  /// The comments whose proofs are good; proofs that are not, or of comments that are gone, are left out.
  static func good(
    among proofs: [String], of article: ArticleID, flow: CommentFlow, site: SiteID
  ) async throws -> [OwnComment] {
    var own: [OwnComment] = []
    for proof in proofs.prefix(countMax) {
      guard let (id, token) = read(proof), !own.contains(where: { $0.comment.id == id }) else { continue }
      do throws(FlowError) {
        let comment = try await flow.ownComment(id, site: site, proof: .editToken(token))
        if comment.article == article { own.append(OwnComment(comment: comment, token: token)) }
      } catch {
        if case .store = error { throw error }
      }
    }
    return own
  }
}
