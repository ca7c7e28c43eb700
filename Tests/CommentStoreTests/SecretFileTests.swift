import CommentFlow
import CommentStore
import Foundation
import ModerationModel
import ModerationTesting
import Testing

/// The secret beside a store.
@Suite struct SecretFileTests {
  @Test func isMadeOnceForAStoreThatKnowsNobody() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      let store = MemoryStore()
      _ = try await FlowSecret(beside: path, of: store)
      let bytes = try Data(contentsOf: URL(filePath: path + ".secret"))
      #expect(bytes.count == FlowSecret.bytesMin)
      _ = try await FlowSecret(beside: path, of: store)
      #expect(try Data(contentsOf: URL(filePath: path + ".secret")) == bytes)
    }
  }

  @Test func isNotMadeAnewForAStoreThatKnowsPeople() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      let store = MemoryStore()
      var time = ManualTime()
      try await store.add(Examples.article(), stamp: time.stamp())
      _ = try await store.submit(Examples.submission(time: &time), stamp: time.stamp())
      await #expect(throws: FlowSecret.FileError.missing(path: path + ".secret")) {
        _ = try await FlowSecret(beside: path, of: store)
      }
      #expect(!FileManager.default.fileExists(atPath: path + ".secret"))
      try Data(repeating: 7, count: 32).write(to: URL(filePath: path + ".secret"))
      _ = try await FlowSecret(beside: path, of: store)
    }
  }
}
