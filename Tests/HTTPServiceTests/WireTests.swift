import Foundation
import ModerationModel
import Testing

@testable import HTTPService

@Suite struct WireTests {
  @Test(arguments: [
    "{}", "[]", "null", "true", " 1 ", "-0", "1.25e-3", #""\u0041\ud83d\ude00\n""#, #"{"a":[1,{"b":null}]}"#,
    #"{"":0}"#,
  ])
  func readsWhatIsJSON(text: String) throws {
    let value = try JSONReader.read(Array(text.utf8))
    #expect(try JSONReader.read(JSONWriter.bytes(value)) == value)
    let theirs = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    let again = try JSONSerialization.jsonObject(with: Data(JSONWriter.bytes(value)), options: .fragmentsAllowed)
    #expect("\(theirs)" == "\(again)")
  }

  @Test(arguments: [
    "", " ", "{", "[1,]", "{\"a\":1,}", "01", "1.", ".5", "+1", "1e", "NaN", "Infinity", "'a'", "\"\t\"", "\"\\x\"",
    "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":1}", "{a:1}", "1 2",
    "\u{FEFF}{}", "1e999", "\"a", "[\"a\"", "tru", "{\"a\" 1}", "[1 2]",
  ])
  func refusesWhatIsNot(text: String) {
    #expect(throws: JSONReader.Problem.self) { try JSONReader.read(Array(text.utf8)) }
  }

  @Test func depthAndEncodingAreBounded() {
    let deep = String(repeating: "[", count: 17) + String(repeating: "]", count: 17)
    #expect(throws: JSONReader.Problem.tooDeep(offset: 16)) { try JSONReader.read(Array(deep.utf8)) }
    #expect(throws: Never.self) { try JSONReader.read(Array(deep.dropFirst().dropLast().utf8)) }
    let bomb = [UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)
    #expect(throws: JSONReader.Problem.self) { try JSONReader.read(bomb) }
    #expect(throws: JSONReader.Problem.notUTF8(offset: 1)) { try JSONReader.read([0x22, 0xED, 0xA0, 0x80, 0x22]) }
  }

  /// What an author writes never ends a string early, and never becomes markup where JSON stands in a page.
  @Test func textsStayTexts() throws {
    var hostile = (0..<0x180).compactMap(Unicode.Scalar.init).map { String(Character($0)) }.joined()
    hostile += "</script><!--\u{2028}\u{2029}\u{10FFFF}"
    let bytes = JSONWriter.bytes(["text": .string(hostile)])
    #expect(try JSONReader.read(bytes)["text"]?.text == hostile)
    #expect(!bytes.contains(UInt8(ascii: "<")))
    #expect(bytes.allSatisfy { $0 >= 0x20 })
  }

  @Test func formsAreDecodedStrictly() throws {
    let form = try FormFields("a=1&b=%D0%AF+%2B&c&=d".utf8)
    #expect(try form.value("b") == "Я +")
    #expect(try form.value("c") == "")
    #expect(try form.value("z") == nil)
    for text in ["a=%", "a=%4", "a=%zz", "a=%ff", "%C0%AF=1"] {
      #expect(throws: FormFields.Problem.syntax) { try FormFields(text.utf8) }
    }
    #expect(throws: FormFields.Problem.duplicate("a")) { try FormFields("a=1&a=2".utf8).value("a") }
    #expect(throws: FormFields.Problem.tooMany) {
      try FormFields(Array(repeating: "a=1", count: 201).joined(separator: "&").utf8)
    }
  }

  @Test(arguments: [
    ("192.0.2.1", [], "192.0.2.1"), ("192.0.2.1", ["198.51.100.7"], "192.0.2.1"),
    ("10.0.0.1", [], "10.0.0.1"), ("10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
    ("10.0.0.1", ["1.1.1.1, 198.51.100.7"], "198.51.100.7"),
    ("10.0.0.1", ["1.1.1.1, 198.51.100.7, 10.0.0.2"], "198.51.100.7"),
    ("10.0.0.1", ["1.1.1.1", "198.51.100.7 , 10.0.0.2"], "198.51.100.7"),
    ("10.0.0.1", ["198.51.100.7:4711"], "198.51.100.7"), ("10.0.0.1", ["[2001:db8::7]:80"], "2001:db8:0:0:0:0:0:7"),
    ("10.0.0.1", ["evil, unknown"], "10.0.0.1"), ("10.0.0.1", [""], "10.0.0.1"), ("10.0.0.1", ["10.0.0.9"], "10.0.0.9"),
    ("::ffff:10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
  ])
  func proxiesAreBelievedAsFarAsTheyAreOurs(peer: String, forwarded: [String], client: String) throws {
    let trusted = [try #require(AddressRange("10.0.0.0/8"))]
    #expect(ClientAddress.find(peer: peer, forwarded: forwarded, trusted: trusted) == client)
  }

  @Test func rangesHoldTheirAddresses() throws {
    func holds(_ range: String, _ address: String) throws -> Bool {
      try #require(AddressRange(range)).contains(try #require(NetworkAddress(address)))
    }
    #expect(try holds("10.0.0.0/9", "10.127.0.1"))
    #expect(try !holds("10.0.0.0/9", "10.128.0.1"))
    #expect(try holds("2001:db8::/33", "2001:db8:7fff::1"))
    #expect(try !holds("2001:db8::/33", "2001:db8:8000::1"))
    #expect(try holds("0.0.0.0/0", "255.1.2.3"))
    #expect(try !holds("0.0.0.0/0", "::1"))
    for text in ["", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/a", "10.0.0.0/8/8", "10/8", "::/129"] {
      #expect(AddressRange(text) == nil, "\(text)")
    }
  }

  @Test func bucketsFillWithTime() {
    let limiter = RateLimiter(.init(burst: 2, perMinute: 60))
    #expect(limiter.take("a", now: 0) == nil)
    #expect(limiter.take("a", now: 0) == nil)
    #expect(limiter.take("a", now: 0) == 1)
    #expect(limiter.take("b", now: 0) == nil)
    #expect(limiter.take("a", now: 0.5) == 0.5)
    #expect(limiter.take("a", now: 1) == nil)
    #expect(limiter.take("a", now: -100) != nil, "time that goes back gives nothing")
    #expect(limiter.take("a", now: 1000) == nil)
  }

  @Test(arguments: [
    ("8.8.8.8", true), ("127.0.0.1", false), ("10.1.2.3", false), ("172.31.0.1", false), ("172.32.0.1", true),
    ("192.168.0.1", false), ("169.254.169.254", false), ("100.64.0.1", false), ("0.0.0.0", false),
    ("255.255.255.255", false), ("224.0.0.1", false), ("198.18.0.1", false), ("::1", false), ("::", false),
    ("fe80::1", false), ("fc00::1", false), ("ff02::1", false), ("::ffff:127.0.0.1", false), ("::ffff:8.8.8.8", true),
    ("64:ff9b::7f00:1", false), ("2002:7f00:1::", false), ("2001:db8::1", false), ("2001::1", false),
    ("2606:4700:4700::1111", true), ("2a00:1450:4001::1", true),
  ])
  func onlyPublicAddressesAreDialled(address: String, isPublic: Bool) throws {
    #expect(PublicAddress.isPublic(try #require(NetworkAddress(address))) == isPublic)
  }

  @Test(arguments: [
    ("https://a.example/x", "a.example", 443), ("https://a.example:8443?x", "a.example", 8443),
    ("https://[2001:db8::1]:1/", "2001:db8::1", 1),
  ])
  func targetsAreTakenApart(url: String, host: String, port: Int) throws {
    let target = try #require(EgressTarget(url))
    #expect(target.host == host)
    #expect(target.port == port)
  }

  @Test(arguments: [
    "https://", "https:///x", "https://user@a.example", "https://a.example\\@b.example", "https://a.example:0",
    "https://a.example:x", "a.example", "https://[::1", "https://[::1]x",
  ])
  func addressesThatHideTheirHostAreNone(url: String) {
    #expect(EgressTarget(url) == nil)
  }

  @Test func tracesAreTakenOnlyWhenWellFormed() {
    let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    #expect(TraceParent(good)?.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
    for bad in ["", "00", good + "-x", good.uppercased(), good.replacing("4b", with: "zz"), "ff" + good.dropFirst(2)] {
      #expect(TraceParent(bad) == nil, "\(bad)")
    }
  }

  @Test func pagesAreNotKeptPastAnEvent() throws {
    let cache = ThreadCache()
    let article = try #require(ArticleID("bridge"))
    let page = ThreadCache.Page(Array("{}".utf8))
    cache.confirm(now: 0)
    let before = cache.mark(article)
    cache.drop(article)
    cache.keep(page, at: "/a", of: article, mark: before)
    #expect(cache.page("/a", now: 0) == nil, "it was read before the event")
    cache.keep(page, at: "/a", of: article, mark: cache.mark(article))
    #expect(cache.page("/a", now: 0)?.etag == page.etag)
    #expect(cache.page("/a", now: 60) == nil, "nobody has followed events for a minute")
    cache.dropAll()
    cache.confirm(now: 60)
    #expect(cache.page("/a", now: 60) == nil)
    let old = cache.mark(article)
    cache.dropAll()
    cache.keep(page, at: "/a", of: article, mark: old)
    #expect(cache.page("/a", now: 60) == nil)
  }
}
