internal import ModerationModel

/// A place in a thread: behind the comment with this path.
///
/// The text form is base64url over a version byte, a sort byte, with `top` eight bytes of votes, the identities of the path
/// and four bytes of a checksum that covers site and article too, so that a cursor works only where it was given.
struct ThreadCursor: Hashable {
  private static let version: UInt8 = 1
  private static let checksumBytes = 4

  var site: SiteID
  var article: ArticleID
  var sort: ThreadSort
  var path: [CommentID]
  /// The votes of the branch's top-level comment when the page was made; 0 unless sorted by them.
  var votes: Int

  init(site: SiteID, article: ArticleID, sort: ThreadSort, path: [CommentID], votes: Int = 0) {
    self.votes = sort == .top ? votes : 0
    self.site = site
    self.article = article
    self.sort = sort
    self.path = path
  }

  /// - Throws: `badCursor` for anything that `text` did not make for the same site, article and sort.
  init(_ text: String, site: SiteID, article: ArticleID, sort: ThreadSort) throws(StoreError) {
    let refusal = StoreError(.badCursor, "article \(article)")
    let head = sort == .top ? 10 : 2
    let bytesMax = head + 16 * (CommentRow.depthMax + 1) + Self.checksumBytes
    guard let bytes = Base64URL.decoded(text, bytesMax: bytesMax) else { throw refusal }
    let pathBytes = bytes.count - head - Self.checksumBytes
    guard pathBytes >= 16, pathBytes % 16 == 0, bytes[0] == Self.version else { throw refusal }
    path = stride(from: head, to: head + pathBytes, by: 16).map { start in
      CommentID(bits: bytes[start..<start + 16].reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
    }
    let votes = bytes[2..<head].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    self.votes = Int(truncatingIfNeeded: votes)
    self.site = site
    self.article = article
    self.sort = sort
    guard bytes == encodedBytes else { throw refusal }
  }

  var text: String { Base64URL.encoded(encodedBytes) }

  private var encodedBytes: [UInt8] {
    var bytes = CanonicalBytes()
    bytes.append(Self.version)
    switch sort {
    case .newest: bytes.append(UInt8(0))
    case .oldest: bytes.append(UInt8(1))
    case .top:
      bytes.append(UInt8(2))
      bytes.append(Int64(votes))
    }
    for id in path { bytes.append(raw: id.bytes) }
    var covered = bytes
    covered.append(site.key)
    covered.append(article.key)
    return bytes.bytes + covered.sha256().prefix(Self.checksumBytes)
  }
}

extension Identifier {
  /// The 16 bytes, most significant first.
  package var bytes: [UInt8] {
    (0..<16).map { UInt8(truncatingIfNeeded: bits >> UInt128(120 - 8 * $0)) }
  }
}

/// RFC 4648, section 5, without padding.
enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func encoded(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 4 + 2) / 3)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let chunk = bytes[start..<min(start + 3, bytes.count)]
      let word = chunk.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - chunk.count))
      for index in 0...chunk.count { text.append(alphabet[Int(word >> UInt32(18 - 6 * index)) & 63]) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// `nil` for other characters, for more than `bytesMax` bytes, and for lengths that no encoding has.
  static func decoded(_ text: String, bytesMax: Int) -> [UInt8]? {
    guard text.utf8.count <= (bytesMax * 4 + 2) / 3, text.utf8.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    var word: UInt32 = 0
    var bits: UInt32 = 0
    for byte in text.utf8 {
      guard let value = alphabet.firstIndex(of: byte) else { return nil }
      word = word << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: word >> bits))
      }
    }
    return bytes
  }
}
