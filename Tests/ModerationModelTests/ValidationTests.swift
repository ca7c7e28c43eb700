import ModerationModel
import Testing

@Suite struct ValidationTests {
  private func submission(
    text: String = "Спасибо!", name: String = "Оля", email: String? = nil, url: String? = nil
  ) throws -> Submission {
    Submission(
      article: try #require(ArticleID("bridge")), text: text, author: AuthorClaim(name: name, email: email, url: url))
  }

  private func code(of submission: Submission) -> InvalidSubmission.Code? {
    do {
      try submission.validate(under: CommentPolicy())
      return nil
    } catch {
      return error.code
    }
  }

  @Test func takesExactlyTheLimitAlsoWhenTheLastCharacterHasSeveralBytes() throws {
    let atLimit = String(repeating: "я", count: 16_384 / 2)
    #expect(code(of: try submission(text: atLimit)) == nil)
    #expect(
      code(of: try submission(text: atLimit + "!")) == .tooLong(field: .body, bytes: 16_385, bytesMax: 16_384))
  }

  @Test(arguments: [
    "", "   ", "\n\t", "\u{200B}\u{200D}\u{FEFF}", "\u{3164}", "\u{2800}", "\u{0301}", "\u{202E}\u{2066}",
  ])
  func whatNobodySeesIsEmpty(text: String) throws {
    #expect(code(of: try submission(text: text)) == .emptyText)
  }

  @Test(arguments: ["👍", "…", "?", "𓀀", "é", "\u{1F3F3}\u{FE0F}\u{200D}\u{1F308}"])
  func oneVisibleCharacterIsEnough(text: String) throws {
    #expect(code(of: try submission(text: text)) == nil)
  }

  @Test func refusesNullWithItsPlace() throws {
    #expect(code(of: try submission(text: "да\0")) == .containsNull(field: .body, offset: 4))
    #expect(code(of: try submission(name: "О\0ля")) == .containsNull(field: .authorName, offset: 2))
  }

  @Test(arguments: [
    "javascript:alert(1)", "JaVaScRiPt:1", "data:text/html,x", "//host.example", "http://", "https:///path",
    "ftp://a.example",
    "http://a.example/\"onmouseover=1", "http://a.example/'x", "http://a.example/<b>", "http://a b.example",
    "http://a.example\n",
  ])
  func refusesAddressesThatCouldDoHarm(url: String) throws {
    #expect(code(of: try submission(url: url)) == .badURL)
  }

  @Test(arguments: ["http://a.example", "HTTPS://A.example/страница?x=1#y", "https://пошта.укр/"])
  func takesOrdinaryAddresses(url: String) throws {
    #expect(code(of: try submission(url: url)) == nil)
  }

  @Test(arguments: [
    "a", "a@", "@b.example", "a@b", "a@@b.example", "a b@c.example", "a@b..example", "a@b.example\r\nBcc: x@y.example",
  ])
  func refusesWhatIsNoEmailAddress(email: String) throws {
    #expect(code(of: try submission(email: email)) == .badEmail)
  }

  /// Truncated, overlong and surrogate forms (RFC 3629, section 3), each after two good bytes.
  @Test(
    arguments: [
      [0xD0, 0xB4, 0xD0], [0xD0, 0xB4, 0xC0, 0x80], [0xD0, 0xB4, 0xED, 0xA0, 0x80],
      [0xD0, 0xB4, 0xF5, 0x80, 0x80, 0x80],
      [0xD0, 0xB4, 0xFF], [0xD0, 0xB4, 0xE0, 0x80, 0x80], [0xD0, 0xB4, 0xF0, 0x9F, 0x98], [0xD0, 0xB4, 0x80],
    ] as [[UInt8]])
  func refusesBytesThatAreNoUTF8(bytes: [UInt8]) {
    #expect(throws: InvalidSubmission(.notUTF8(field: .body, offset: 2))) {
      try Submission.decode(bytes, as: .body)
    }
  }

  @Test func decodesGoodBytesExactly() throws {
    let text = "Привіт, 👩‍👩‍👧 \u{FFFD} мир"
    #expect(try Submission.decode(Array(text.utf8), as: .body) == text)
  }
}
