import AsyncHTTPClient
import Foundation
import ModerationModel
import NIOCore
import NIOHTTP1
import ReviewDesk

/// A desk on a server elsewhere, spoken to through its HTTP interface with an API token.
struct ServerBackend: ReviewBackend {
  static let timeoutSeconds = 15.0
  static let answerBytesMax = 16 << 20

  private let base: String
  private let token: String

  /// - Parameter base: Scheme and host, such as `https://comments.gazeta.example`.
  init(base: String, token: String) {
    self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
    self.token = token
  }

  // MARK: - Asking

  /// - Throws: `ReviewFailure`, with the problem's own words where the server has said some.
  private func ask(
    _ method: String, _ path: String, query: [(String, String)] = [], body: [String: Any]? = nil, key: String? = nil
  ) async throws(ReviewFailure) -> Data {
    var address = base + path
    var parts = URLComponents()
    parts.queryItems = query.map { URLQueryItem(name: $0.0, value: $0.1) }
    if !query.isEmpty {
      // A plus would be read as a blank.
      address += "?" + (parts.percentEncodedQuery ?? "").replacing("+", with: "%2B")
    }
    var request = HTTPClientRequest(url: address)
    request.method = .init(rawValue: method)
    request.headers.add(name: "authorization", value: "Bearer \(token)")
    request.headers.add(name: "accept", value: "application/json")
    if let key { request.headers.add(name: "idempotency-key", value: key) }
    if let body {
      guard let data = try? JSONSerialization.data(withJSONObject: body) else {
        throw ReviewFailure(words: "the request cannot be written")
      }
      request.headers.add(name: "content-type", value: "application/json")
      request.body = .bytes(ByteBuffer(bytes: data))
    }
    let status: Int
    let data: Data
    do {
      let response = try await HTTPClient.shared.execute(request, timeout: .seconds(Int64(Self.timeoutSeconds)))
      status = Int(response.status.code)
      data = Data(try await response.body.collect(upTo: Self.answerBytesMax).readableBytesView)
    } catch {
      throw ReviewFailure(words: "\(base) does not answer", isConnection: true)
    }
    guard status >= 300 else { return data }
    let problem = try? JSONDecoder().decode(Problem.self, from: data)
    let words = problem.map { [$0.title, $0.detail].compactMap(\.self).joined(separator: ": ") } ?? "status \(status)"
    // Overload and a server that is just ending: the same may be asked again.
    throw ReviewFailure(words: Harmless.line(words, widthMax: 300), isConnection: status == 429 || status >= 500)
  }

  private struct Problem: Decodable {
    var title: String?
    var detail: String?
  }

  private func decode<Answer: Decodable>(_ type: Answer.Type, _ data: Data) throws(ReviewFailure) -> Answer {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      return try decoder.decode(type, from: data)
    } catch {
      throw ReviewFailure(words: "\(base) answers in a way that this version does not understand")
    }
  }

  // MARK: - Answers

  /// Whose token it is.
  func name() async throws -> String {
    try decode(WireStatistics.self, try await ask("GET", "/v1/stats", query: [("days", "1")])).moderator
  }

  func queue(filter: String, after: DeskCase?) async throws -> (cases: [DeskCase], isEnd: Bool) {
    var query = [("limit", String(ReviewPage.limit))]
    if !filter.isEmpty { query.append(("where", filter)) }
    if let after {
      query.append(
        ("cursor", "\(String(after.priority.bitPattern, radix: 16)).\(after.openedAt.milliseconds).\(after.id)"))
    }
    let page = try decode(WireQueue.self, try await ask("GET", "/v1/queue", query: query))
    return (page.cases.compactMap(DeskCase.init), page.next == nil)
  }

  func counts() async throws -> DeskCounts {
    let statistics = try decode(WireStatistics.self, try await ask("GET", "/v1/stats", query: [("days", "1")]))
    return DeskCounts(
      open: statistics.queue.open, leased: statistics.queue.leased, escalated: statistics.queue.escalated)
  }

  func detail(of comment: CommentID) async throws -> DeskDetail {
    let explanation = try decode(
      WireExplanation.self, try await ask("GET", "/v1/comments/\(comment)/explanation"))
    guard var detail = DeskDetail(explanation) else {
      throw ReviewFailure(words: "\(base) answers in a way that this version does not understand")
    }
    if let parent = explanation.comment.parent,
      let above = try? decode(WireExplanation.self, try await ask("GET", "/v1/comments/\(parent)/explanation"))
    {
      detail.parent = .init(authorName: above.comment.authorName, text: above.comment.text)
    }
    return detail
  }

  func claim(_ cases: [CaseID]) async throws -> [DeskCase] {
    var claimed: [DeskCase] = []
    for (index, id) in cases.enumerated() {
      do {
        let page = try decode(
          WireQueue.self, try await ask("POST", "/v1/queue/claims", body: ["cases": [id.description]]))
        claimed += page.cases.compactMap(DeskCase.init)
      } catch {
        if index == 0 { throw error }
      }
    }
    return claimed
  }

  func release(_ cases: [CaseID]) async throws {
    for id in cases { _ = try await ask("DELETE", "/v1/queue/claims/\(id)") }
  }

  func carryOut(_ order: DeskOrder, key: String) async -> DeskOutcome {
    do throws(ReviewFailure) {
      switch order.act {
      case .decide(let decision, let reason, let note):
        var body: [String: Any] = [
          "decision": decision.rawValue, "note": note,
          "comments": [["id": order.item.comment.description, "version": order.item.version]],
        ]
        if let reason { body["reason"] = reason.rawValue }
        let review = try decode(WireReview.self, try await ask("POST", "/v1/reviews", body: body, key: key))
        return .done(review: ReviewID(review.id), comments: review.items.count)
      case .undo(_, let review):
        guard let review else { return .refused("it was never done") }
        let undone = try decode(
          WireReview.self, try await ask("POST", "/v1/reviews/\(review)/undo", body: [:], key: key))
        return .done(review: nil, comments: undone.items.count)
      case .escalate(let question):
        let path = "/v1/queue/escalations/\(order.item.id)"
        if let question {
          _ = try await ask("PUT", path, body: ["question": question], key: key)
        } else {
          _ = try await ask("DELETE", path)
        }
      case .tag(let tags):
        _ = try await ask("PUT", "/v1/queue/tags/\(order.item.id)", body: ["tags": tags], key: key)
      case .ban:
        _ = try await ask(
          "PUT", "/v1/authors/\(order.item.authorID)/sanction", body: ["kind": Sanction.Kind.ban.rawValue], key: key)
      }
      return .done(review: nil, comments: 1)
    } catch {
      return error.isConnection ? .unreachable(error.words) : .refused(error.words)
    }
  }

  func find(_ text: String) async throws -> DeskCase {
    guard let id = PastedID.last(in: text) else {
      throw ReviewFailure(words: "there is no id in «\(Harmless.line(text, widthMax: 60))»")
    }
    let explanation = try decode(WireExplanation.self, try await ask("GET", "/v1/comments/\(id)/explanation"))
    guard let open = explanation.case, open.state == ModerationCase.State.open.rawValue,
      let found = DeskCase(
        WireListing(
          case: open, comment: explanation.comment, verdict: explanation.revisions.last?.verdict))
    else { throw ReviewFailure(words: "\(id) does not wait there") }
    return found
  }
}
