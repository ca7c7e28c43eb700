import ModerationModel
import ReviewDesk

/// Where a desk's cases come from, and where its orders go.
///
/// Two answer alike: a store on this machine, and a server elsewhere. Both check rights, versions and leases; the desk itself
/// decides nothing.
protocol ReviewBackend: Sendable {
  /// Open cases, the most urgent first.
  ///
  /// - Parameter after: Only what comes behind this case.
  func queue(filter: String, after: DeskCase?) async throws -> (cases: [DeskCase], isEnd: Bool)
  func counts() async throws -> DeskCounts
  func detail(of comment: CommentID) async throws -> DeskDetail
  /// Takes or renews leases: of the first case, and of the others as far as nobody else has them.
  func claim(_ cases: [CaseID]) async throws -> [DeskCase]
  func release(_ cases: [CaseID]) async throws
  /// Does what is ordered, once however often it is asked with the same key.
  func carryOut(_ order: DeskOrder, key: String) async -> DeskOutcome
  /// The open case of a comment or case id, or of an address that ends in one.
  func find(_ text: String) async throws -> DeskCase
}

/// A page of the queue.
enum ReviewPage {
  static let limit = 200
}

/// Something that a backend could not answer.
struct ReviewFailure: Error {
  var words: String
  /// Whether asking again may help.
  var isConnection = false
}

/// Finds the id in what a moderator typed or pasted.
enum PastedID {
  /// The last UUID in a text: of an id itself, of `#comment-…`, of an address of the moderators' page.
  static func last(in text: String) -> String? {
    text.split { !($0.isHexDigit || $0 == "-") }.map { $0.drop { $0 == "-" } }
      .last { CommentID($0) != nil }.map(String.init)
  }
}
