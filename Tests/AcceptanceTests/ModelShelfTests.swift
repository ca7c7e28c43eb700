import Foundation
import ModerationModel
import ModerationPipeline
import ServiceAssembly
import Testing

@Suite struct ModelShelfTests {
  private func model(_ seed: UInt64) -> ClassifierModel {
    ClassifierModel(
      card: .init(
        name: "m\(seed)", trainedAt: Timestamp(milliseconds: Int64(seed)), ruleSet: "", sources: [], seed: seed),
      heads: [], bits: 10, table: [UInt8](repeating: 0, count: 2 << 10))
  }

  private func withShelf(_ body: (ModelShelf) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "shelf-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(ModelShelf(folder: folder.path(percentEncoded: false)))
  }

  @Test func comesIntoForceAndBack() throws {
    try withShelf { shelf in
      let (first, second) = (model(1), model(2))
      try shelf.keep(first)
      try shelf.keep(second)
      #expect(shelf.currentPath == nil)
      #expect(shelf.models().map(\.revision) == [first.revision, second.revision])
      try shelf.promote(first.revision)
      #expect(try shelf.rollBack() == nil)
      try shelf.promote(second.revision)
      #expect(shelf.inForce == [first.revision, second.revision])
      #expect(try shelf.rollBack() == first.revision)
      #expect(shelf.inForce == [first.revision])
    }
  }

  @Test func aModelThatIsNotThereStaysOut() throws {
    try withShelf { shelf in
      #expect(throws: ModelFileError.self) { try shelf.promote("0123456789abcdef") }
      var settings = Settings()
      settings.classifier = .path(shelf.folder)
      #expect(throws: AssemblyError.self) { try Assembly.classifier(settings: settings) }
    }
  }

  @Test func theStarterModelIsThereUnlessItIsOff() throws {
    var settings = Settings()
    let starter = try #require(try Assembly.classifier(settings: settings))
    #expect(Set(starter.heads.map(\.category)) == [.spam, .abuse])
    #expect(starter.card.sources.allSatisfy { $0.contains("CC") || $0.contains("OpenRAIL++") || $0.contains("MIT") })
    settings.classifier = .off
    let none = try Assembly.classifier(settings: settings)
    #expect(none?.revision == nil)
  }
}
