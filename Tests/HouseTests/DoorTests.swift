import Foundation
import Testing

@Suite struct DoorTests {
  @Test(arguments: House.doors.keys.sorted())
  func importsOnlyThroughItsDoors(room: String) throws {
    let allowed = try #require(House.doors[room]).union(House.toolchain)
    for (path, text) in try House.swiftFiles(under: "Sources/\(room)") {
      for module in House.imports(in: text) {
        #expect(allowed.contains(module), "\(path) imports \(module), which is not a door of \(room)")
      }
    }
  }

  @Test func everyFolderOfSourcesIsARoomWithDoors() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: House.root.appending(path: "Sources").path)
    #expect(Set(folders.filter { !$0.hasPrefix(".") }) == Set(House.doors.keys).union(["CPCRE2"]))
  }

  /// The manifest may offer a room no more than its doors allow.
  @Test(arguments: House.doors.keys.sorted())
  func manifestGivesNoOtherDependencies(room: String) throws {
    let manifest = try String(contentsOf: House.root.appending(path: "Package.swift"), encoding: .utf8)
    let targets = manifest.replacing("Target(", with: "target(").components(separatedBy: "target(").dropFirst()
    let own = try #require(targets.first { $0.contains("name: \"\(room)\"") }, "no target \(room)")
    let block = own.components(separatedBy: "swiftSettings")[0].components(separatedBy: "resources:")[0]
    guard let list = block.components(separatedBy: "dependencies: [").dropFirst().first else { return }
    let names = list.matches(of: /(?:\.product\(name: )?"([A-Za-z0-9]+)"(?:, package: "[^"]+"\))?/).map { String($0.1) }
    let allowed = try #require(House.doors[room])
    for name in names where name != room {
      #expect(allowed.contains(name), "Package.swift gives \(room) the dependency \(name)")
    }
  }

  @Test func pureRoomsNeedNothingOfTheMachine() throws {
    for room in House.pureRooms.sorted() {
      for (path, text) in try House.swiftFiles(under: "Sources/\(room)") {
        for module in House.imports(in: text) where module != "Swift" {
          #expect(!House.toolchain.contains(module), "\(path) imports \(module)")
        }
      }
    }
  }
}
