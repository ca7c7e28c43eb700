import CommentFlow
import Foundation
import ModerationModel

/// One line of `comments submit --jsonl`. Other keys are passed over.
struct SubmitRow: Decodable, Sendable {
  var id: RowID
  var article: String
  var text: String
  var author: RowAuthor?
  var parent: String?
  var language: String?
  var key: String?

  private enum CodingKeys: String, CodingKey {
    case id, article, text, author, parent, key
    case language = "lang"
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    id = try values.decodeIfPresent(RowID.self, forKey: .id) ?? .none
    article = try values.decode(String.self, forKey: .article)
    text = try values.decode(String.self, forKey: .text)
    author = try values.decodeIfPresent(RowAuthor.self, forKey: .author)
    parent = try values.decodeIfPresent(String.self, forKey: .parent)
    language = try values.decodeIfPresent(String.self, forKey: .language)
    key = try values.decodeIfPresent(String.self, forKey: .key)
  }

  func submission(site: SiteID) throws(RowProblem) -> Submission {
    guard let article = ArticleID(article) else { throw RowProblem("bad_article", "«article» is no article's key") }
    var submission = Submission(
      site: site, article: article, text: text,
      author: AuthorClaim(
        name: author?.name ?? "", email: author?.email, url: author?.url, subject: author?.subject),
      idempotencyKey: key)
    if let parent {
      guard let id = CommentID(parent) else { throw RowProblem("bad_parent", "«parent» is no comment's id") }
      submission.parent = id
    }
    if let language {
      guard let known = Language(language) else { throw RowProblem("bad_language", "«lang» is not a language code") }
      submission.language = known
    }
    return submission
  }
}

/// `comments submit --jsonl`: many submissions under way at once, so that the store can write them together.
///
/// A row is answered only once its comment is durable; rows that have no answer may or may not be there, and a repeated
/// run with a `key` in each row stores none twice.
struct SubmitStream {
  var flow: CommentFlow
  var site: SiteID
  var concurrency: Int
  var output: StandardOutput

  struct Answer: Encodable {
    var line: Int
    var id: RowID?
    var comment: String?
    var state: String?
    var action: String?
    var score: Double?
    var isRepeat: Bool?
    var errors: [ErrorPayload]
  }

  /// - Returns: How many rows were refused.
  func run(path: String) async throws -> Int {
    var blocks = try LineBlocks(path: path)
    let decoder = JSONDecoder()
    let progress = Progress("rows")
    return try await withThrowingTaskGroup(of: Bool.self) { group in
      var refused = 0
      var underWay = 0
      while let block = try blocks.next() {
        if block.isTooLong {
          try answer(line: block.firstLine, id: nil, problem: RowDecoding.tooLong)
          refused += 1
        }
        var rows: [(Int, Result<SubmitRow, RowProblem>, RowID?)] = []
        block.forEachLine { line, number in
          do throws(RowProblem) {
            let row = try RowDecoding.decode(SubmitRow.self, from: line, with: decoder)
            rows.append((number, .success(row), row.id))
          } catch {
            let name = try? decoder.decode(CheckRow.Name.self, from: Data(line))
            rows.append((number, .failure(error), name?.id))
          }
        }
        for (number, row, id) in rows {
          switch row {
          case .failure(let problem):
            try answer(line: number, id: id, problem: problem)
            refused += 1
          case .success(let row):
            if underWay == concurrency {
              if try await group.next() == false { refused += 1 }
              progress.advance(by: 1)
              underWay -= 1
            }
            group.addTask { [self] in try await submit(row, line: number) }
            underWay += 1
          }
        }
      }
      for try await isTaken in group {
        progress.advance(by: 1)
        if !isTaken { refused += 1 }
      }
      progress.finish()
      return refused
    }
  }

  /// - Returns: Whether the row was taken.
  /// - Throws: What makes going on pointless: a store that cannot be written, an output that nobody reads.
  private func submit(_ row: SubmitRow, line: Int) async throws -> Bool {
    do {
      let submission = try row.submission(site: site)
      let receipt: SubmissionReceipt
      do {
        receipt = try await flow.submit(submission)
      } catch {
        let complaint = Complaint(flow: error)
        guard complaint.exit == Complaint.refusedExit else { throw Complaint.Thrown(complaint: complaint) }
        try answer(line: line, id: row.id, problem: RowProblem(complaint.code, complaint.message))
        return false
      }
      let comment = receipt.comment
      try output.write(
        try JSONText.line(
          Answer(
            line: line, id: row.id, comment: comment.id.description, state: comment.state.rawValue,
            action: comment.revision.verdict.action.rawValue, score: roundedPoints(comment.revision.verdict.score),
            isRepeat: receipt.isRepeat, errors: [])),
        isUrgent: true)
      return true
    } catch let problem as RowProblem {
      try answer(line: line, id: row.id, problem: problem)
      return false
    }
  }

  private func answer(line: Int, id: RowID?, problem: RowProblem) throws {
    try output.write(
      try JSONText.line(
        Answer(line: line, id: id, errors: [ErrorPayload(code: problem.code, message: problem.message)])),
      isUrgent: true)
  }
}

extension RowID: Encodable {
  func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .text(let text): try value.encode(text)
    case .number(let text):
      if let whole = Int64(text) { try value.encode(whole) } else { try value.encode(Double(text)) }
    case .none: try value.encodeNil()
    }
  }
}
