import ModerationModel
import Testing

@Suite struct NetworkAddressTests {
  @Test(arguments: [
    ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"), ("::ffff:c000:207", "192.0.2.7"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
    ("2001:DB8:1:2::", "2001:db8:1:2::/64"), ("fe80::1%eth0", "fe80:0:0:0::/64"), ("::", "0:0:0:0::/64"),
    ("64:ff9b::192.0.2.33", "64:ff9b:0:0::/64"),
  ])
  func reducesToWhatStandsForOneVisitor(text: String, prefix: String) {
    #expect(NetworkAddress(text)?.visitorPrefix == prefix)
  }

  @Test(arguments: [
    "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4 ", "+1.2.3.4", ":", ":::", "1::2::3", "12345::", "g::1",
    "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8:9", "1.2.3.4::", "::1.2.3", "[::1]", "::-1", "localhost",
  ])
  func refusesWhatIsNoAddress(text: String) {
    #expect(NetworkAddress(text) == nil)
  }
}
