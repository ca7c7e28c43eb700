import Foundation
import Testing

@Suite struct StyleTests {
  @Test func unsafeStandsOnlyWhereTheDesignAllowsIt() throws {
    for (path, text) in try House.swiftFiles(under: "Sources") {
      let room = String(path.split(separator: "/")[1])
      guard !House.unsafeAllowed.contains(room) else { continue }
      for (number, line) in House.code(of: text).enumerated() {
        #expect(!line.contains(/\bunsafe\b|\bUnsafe[A-Z]/), "\(path):\(number + 1) has unsafe code")
      }
    }
  }

  /// What input can reach must throw or answer, never trap.
  @Test func nothingTrapsOnWhatComesFromOutside() throws {
    for (path, text) in try House.swiftFiles(under: "Sources") {
      for (number, line) in House.code(of: text).enumerated() {
        #expect(!line.contains("try!"), "\(path):\(number + 1) has try!")
        #expect(!line.contains("fatalError("), "\(path):\(number + 1) has fatalError")
        #expect(!line.contains(" as! "), "\(path):\(number + 1) has as!")
      }
    }
  }

  /// `@unchecked Sendable` carries its reason on the next line.
  @Test func uncheckedSendableGivesItsReason() throws {
    for (path, text) in try House.swiftFiles(under: "Sources") {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      for (number, line) in lines.enumerated() where line.contains("@unchecked Sendable") {
        guard !line.trimmingCharacters(in: .whitespaces).hasPrefix("//") else { continue }
        let next = number + 1 < lines.count ? lines[number + 1].trimmingCharacters(in: .whitespaces) : ""
        #expect(next.hasPrefix("//"), "\(path):\(number + 1) gives no reason on the next line")
      }
    }
  }

  @Test func nothingSpeaksOfUnfinishedWork() throws {
    for folder in ["Sources", "Rules", "Fixtures"] {
      for (path, text) in try House.swiftFiles(under: folder) {
        for word in ["TODO", "FIXME", "XXX", "being furnished"] {
          #expect(!text.contains(word), "\(path) says \(word)")
        }
      }
    }
  }

  @Test func mapNamesEveryRoom() throws {
    let map = try String(contentsOf: House.root.appending(path: "Docs/ARCHITECTURE.md"), encoding: .utf8)
    for (room, doors) in House.doors {
      let row = try #require(map.split(separator: "\n").first { $0.hasPrefix("| `\(room)`") }, "no row for \(room)")
      for door in doors {
        #expect(row.contains(door), "the map's row for \(room) does not name \(door)")
      }
    }
  }
}
