import ModerationModel

@testable import ReviewDesk

/// A desk with cases on it.
enum DeskExamples {
  static let now = Timestamp(milliseconds: 1_795_000_000_000)

  static func item(_ number: Int, text: String? = nil, wave: Int = 1, lease: ModerationCase.Lease? = nil) -> DeskCase {
    DeskCase(
      id: CaseID(bits: UInt128(1000 + number)), comment: CommentID(bits: UInt128(2000 + number)), version: 1,
      article: ArticleID("bridge")!, authorID: AuthorID(bits: UInt128(3000 + number)), authorName: "Автор \(number)",
      text: text ?? "слово номер \(number)", cause: .verdict, priority: Double(100 - number),
      openedAt: now.adding(seconds: -Double(number) * 60), language: .russian, category: .abuse, lease: lease,
      waveSize: wave)
  }

  static func detail(of item: DeskCase, version: Int = 1) -> DeskDetail {
    DeskDetail(
      comment: item.comment, version: version, state: .pending, createdAt: item.openedAt, text: item.text)
  }

  static func desk(_ count: Int = 5, columns: Int = 100, rows: Int = 30) -> DeskModel {
    var desk = DeskModel(moderator: "ira", columns: columns, rows: rows, now: now)
    _ = desk.handle(.queue(filter: "", cases: (0..<count).map { item($0) }, isMore: false, isEnd: true))
    return desk
  }
}

extension DeskModel {
  mutating func press(_ keys: String) -> [DeskEffect] {
    keys.flatMap { handle(.key(.character($0))) }
  }
}

extension [DeskEffect] {
  /// What is sent, by number.
  var sent: [Int] {
    compactMap { if case .send(let order) = $0 { order.id } else { nil } }
  }
}
