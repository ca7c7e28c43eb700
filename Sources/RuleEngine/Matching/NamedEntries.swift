/// Entries of lists that stand for something by its name: hosts, mail addresses, blocks of network addresses.
///
/// They are found by what a text names and not by how it is spelled, so that `bit.ly` meets `www.bit.ly` and not
/// `rabbit.ly`, and `1.2.3.0/24` meets `1.2.3.4` and not `11.2.3.4`. What a search costs does not grow with their number.
struct NamedEntries: Sendable {
  /// For the view `domains`.
  private var hosts = HostTable()
  /// For the view `norm`.
  private var mail = MailTable()
  private var networks = NetworkTable()

  var isEmpty: Bool { hosts.isEmpty && mail.isEmpty && networks.isEmpty }

  /// Adds an entry; call ``seal()`` after the last one.
  mutating func add(_ entry: ListEntry, pattern: Int) {
    switch entry {
    case .host(let host): hosts.add(host, pattern: pattern)
    case .mail(let address): mail.add(address, pattern: pattern)
    case .network(let range): networks.add(range, pattern: pattern)
    }
  }

  /// Builds the tables.
  mutating func seal() {
    hosts.seal()
    mail.seal()
    networks.seal()
  }

  /// Calls `found` with the pattern and range of every entry in the text.
  ///
  /// - Complexity: O(text), and O(log n) for each network address in it.
  func forEachHit(in text: Span<UInt8>, _ found: (_ pattern: Int, _ range: Range<Int>) -> Void) {
    if !hosts.isEmpty { hosts.forEachHit(in: text, found) }
    if !mail.isEmpty { mail.forEachHit(in: text, found) }
    if !networks.isEmpty { networks.forEachHit(in: text, found) }
  }
}

/// Texts by their bytes from the last to the first, so that one walk over a host asks for all of its endings.
struct EndingTable: Sendable {
  private var table = KeyTable([])
  private var keys: [UInt64] = []
  private var pool: [UInt8] = []
  private var starts: [Int32] = []
  private var patterns: [Int32] = []

  var isEmpty: Bool { patterns.isEmpty }

  mutating func add(_ bytes: [UInt8], pattern: Int) {
    keys.append(FNV1a.hash(bytes.reversed()))
    starts.append(Int32(pool.count))
    pool += bytes
    patterns.append(Int32(pattern))
  }

  mutating func seal() {
    table = KeyTable(keys)
    starts.append(Int32(pool.count))
    keys = []
  }

  /// Calls `found` with the pattern of every entry that is equal to the bytes.
  ///
  /// - Parameter hash: Of the bytes from the last to the first.
  func forEachEntry(equalTo bytes: Span<UInt8>, hash: UInt64, _ found: (_ pattern: Int) -> Void) {
    var number = table.first(hash)
    while number >= 0 {
      let (first, last) = (Int(starts[number]), Int(starts[number + 1]))
      var isEqual = last - first == bytes.count
      var index = 0
      while isEqual, index < bytes.count {
        isEqual = pool[first + index] == bytes[index]
        index += 1
      }
      if isEqual { found(Int(patterns[number])) }
      number = table.following(number)
    }
  }
}

/// Hosts, each with all hosts below it. The text is a view `domains`: a host a line, in Unicode first.
struct HostTable: Sendable {
  private var endings = EndingTable()

  var isEmpty: Bool { endings.isEmpty }

  /// - Parameter host: In Unicode, as ``HostName`` writes it.
  mutating func add(_ host: String, pattern: Int) { endings.add(Array(host.utf8), pattern: pattern) }

  mutating func seal() { endings.seal() }

  func forEachHit(in text: Span<UInt8>, _ found: (_ pattern: Int, _ range: Range<Int>) -> Void) {
    var end = text.count
    while end > 0 {
      var hash = FNV1a()
      var start = end
      while start > 0, text[start - 1] != 0x0A {
        start -= 1
        hash.add(text[start])
        guard start == 0 || text[start - 1] == 0x2E || text[start - 1] == 0x0A else { continue }
        let range = start..<end
        endings.forEachEntry(equalTo: text.extracting(range), hash: hash.value) { found($0, range) }
      }
      end = start - 1
    }
  }
}
