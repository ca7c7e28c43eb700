import CommentStore
import Foundation
import ModerationTesting
import SQLiteStore
import Testing

@Suite struct StoreContractTests {
  @Test(arguments: StoreContract.checks)
  func memoryKeeps(_ check: StoreContract.Check) async throws {
    try await check.run(on: MemoryStore())
  }

  @Test(arguments: StoreContract.checks)
  func sqliteKeeps(_ check: StoreContract.Check) async throws {
    try await withTemporaryFolder { folder in
      let store = try SQLiteStore(path: folder + "/store.sqlite")
      try await check.run(on: store)
      try await store.close()
    }
  }
}

/// A folder of this test's own, removed afterwards.
func withTemporaryFolder<Answer>(_ body: (String) async throws -> Answer) async throws -> Answer {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("moderato-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try await body(folder.path)
}
