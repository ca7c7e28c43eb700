internal import CommentStore
internal import Foundation
internal import GRDB
internal import ModerationModel

/// Reads a row's columns from left to right. What is not what it should be is `damaged`, never a trap: a flipped bit
/// can turn any column into anything.
struct RowReader {
  private let row: Row
  private var index = 0
  let subject: String

  init(_ row: Row, subject: String) {
    self.row = row
    self.subject = subject
  }

  var damage: StoreError { StoreError(.damaged, subject, underlying: "column \(index) of a row cannot be read") }

  private mutating func next() throws(StoreError) -> DatabaseValue.Storage {
    guard index < row.count else { throw damage }
    defer { index += 1 }
    let value: DatabaseValue = row[index]
    return value.storage
  }

  mutating func skip(_ count: Int = 1) {
    index += count
  }

  mutating func optionalText() throws(StoreError) -> String? {
    switch try next() {
    case .null: return nil
    case .string(let text): return text
    default: throw damage
    }
  }

  mutating func optionalNumber() throws(StoreError) -> Int64? {
    switch try next() {
    case .null: return nil
    case .int64(let number): return number
    default: throw damage
    }
  }

  mutating func optionalReal() throws(StoreError) -> Double? {
    switch try next() {
    case .null: return nil
    case .double(let number): return number
    case .int64(let number): return Double(number)
    default: throw damage
    }
  }

  mutating func optionalData() throws(StoreError) -> Data? {
    switch try next() {
    case .null: return nil
    case .blob(let data): return data
    default: throw damage
    }
  }

  private func present<Value>(_ value: Value?) throws(StoreError) -> Value {
    guard let value else { throw damage }
    return value
  }

  mutating func text() throws(StoreError) -> String { try present(optionalText()) }
  mutating func number() throws(StoreError) -> Int64 { try present(optionalNumber()) }
  mutating func count() throws(StoreError) -> Int { Int(try number()) }
  mutating func real() throws(StoreError) -> Double { try present(optionalReal()) }
  mutating func data() throws(StoreError) -> Data { try present(optionalData()) }
  mutating func bytes() throws(StoreError) -> [UInt8] { Array(try data()) }
  mutating func flag() throws(StoreError) -> Bool { try number() != 0 }
  mutating func time() throws(StoreError) -> Timestamp { Timestamp(milliseconds: try number()) }

  mutating func optionalTime() throws(StoreError) -> Timestamp? {
    try optionalNumber().map(Timestamp.init(milliseconds:))
  }

  mutating func optionalCount() throws(StoreError) -> Int? { try optionalNumber().map { Int($0) } }

  mutating func name<Name: RawRepresentable<String>>() throws(StoreError) -> Name {
    try present(Name(rawValue: text()))
  }

  mutating func optionalName<Name: RawRepresentable<String>>() throws(StoreError) -> Name? {
    guard let text = try optionalText() else { return nil }
    return try present(Name(rawValue: text))
  }

  mutating func identifier<Subject>() throws(StoreError) -> Identifier<Subject> {
    try present(Identifier(data: data()))
  }

  mutating func optionalIdentifier<Subject>() throws(StoreError) -> Identifier<Subject>? {
    guard let data = try optionalData() else { return nil }
    return try present(Identifier(data: data))
  }

  mutating func site() throws(StoreError) -> SiteID { try present(SiteID(text())) }
  mutating func article() throws(StoreError) -> ArticleID { try present(ArticleID(text())) }
  mutating func network() throws(StoreError) -> ShareNetwork { try present(ShareNetwork(text())) }

  mutating func optionalLanguage() throws(StoreError) -> Language? {
    guard let text = try optionalText() else { return nil }
    return try present(Language(text))
  }

  mutating func verdict() throws(StoreError) -> Verdict { try present(VerdictCodec.decoded(data())) }

  /// A comment's path, itself included.
  mutating func path() throws(StoreError) -> [CommentID] {
    let data = try data()
    guard !data.isEmpty, data.count % 16 == 0 else { throw damage }
    let bytes = data.span
    var path: [CommentID] = []
    path.reserveCapacity(bytes.count / 16)
    for start in stride(from: 0, to: bytes.count, by: 16) { path.append(CommentID(bytes, at: start)) }
    return path
  }
}

extension Identifier {
  init?(data: Data) {
    guard data.count == 16 else { return nil }
    self.init(data.span, at: 0)
  }

  /// The identity in 16 bytes from `start`, which must be there.
  fileprivate init(_ bytes: Span<UInt8>, at start: Int) {
    var high: UInt64 = 0
    var low: UInt64 = 0
    for index in 0..<8 {
      high = high << 8 | UInt64(bytes[start + index])
      low = low << 8 | UInt64(bytes[start + 8 + index])
    }
    self.init(bits: UInt128(high) << 64 | UInt128(low))
  }
}

// How our values stand in columns.

extension Identifier {
  var column: DatabaseValue { Data(bytes).databaseValue }
}

extension [CommentID] {
  var column: DatabaseValue { Data(flatMap(\.bytes)).databaseValue }
}

extension Timestamp {
  var column: DatabaseValue { milliseconds.databaseValue }
}

extension String {
  var column: DatabaseValue { databaseValue }
}

extension Int {
  var column: DatabaseValue { Int64(self).databaseValue }
}

extension Int64 {
  var column: DatabaseValue { databaseValue }
}

extension Double {
  var column: DatabaseValue { databaseValue }
}

extension Bool {
  var column: DatabaseValue { (self ? Int64(1) : 0).databaseValue }
}

extension [UInt8] {
  var column: DatabaseValue { Data(self).databaseValue }
}

extension RawRepresentable<String> {
  var column: DatabaseValue { rawValue.databaseValue }
}

extension Optional where Wrapped == DatabaseValue {
  var orNull: DatabaseValue { self ?? .null }
}
