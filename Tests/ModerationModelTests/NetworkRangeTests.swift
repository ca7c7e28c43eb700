import ModerationModel
import Testing

@Suite struct NetworkRangeTests {
  @Test(arguments: [
    ("203.0.113.7", "203.0.113.7"), ("203.0.113.0/24", "203.0.113.0/24"), ("0.0.0.0/0", "0.0.0.0/0"),
    ("::ffff:203.0.113.0/120", "203.0.113.0/24"), ("2001:db8::/32", "2001:db8:0:0:0:0:0:0/32"),
    ("::/0", "0:0:0:0:0:0:0:0/0"), ("203.0.113.7/32", "203.0.113.7"),
  ])
  func readsBlocks(_ text: String, _ description: String) throws {
    let range = try NetworkRange(text)
    #expect(range.description == description)
    #expect(try NetworkRange(range.description) == range)
  }

  @Test(arguments: [
    "", "/", "1.2.3", "1.2.3.4/ 8", "1.2.3.4/+8", "1.2.3.4/8/8", "1.2.3.4/33", "::/129", "fe80::1%eth0",
  ])
  func refusesTheRest(_ text: String) {
    #expect(throws: NetworkRange.Problem.self) { try NetworkRange(text) }
  }

  @Test func namesTheBlockThatWasMeant() throws {
    let meant = try NetworkRange("203.0.113.0/24")
    #expect(throws: NetworkRange.Problem.notTheFirst(meant)) { try NetworkRange("203.0.113.9/24") }
  }

  @Test func holdsAddressesAndBlocks() throws {
    let block = try NetworkRange("203.0.113.0/25")
    #expect(block.contains(try #require(NetworkAddress("203.0.113.127"))))
    #expect(!block.contains(try #require(NetworkAddress("203.0.113.128"))))
    #expect(block.contains(try #require(NetworkAddress("::ffff:203.0.113.1"))))
    #expect(try NetworkRange("203.0.113.0/24").contains(block))
    #expect(!block.contains(try NetworkRange("203.0.113.0/24")))
  }
}
