import CommentStore
import Foundation
import GRDB
import ModerationModel
import ModerationTesting
import SQLiteStore
import Testing

/// What can go wrong with a file, and what the store says then.
@Suite struct SQLiteFileTests {
  private func code(_ act: () async throws -> Void) async -> StoreError.Code? {
    do {
      try await act()
      return nil
    } catch {
      return (error as? StoreError)?.code
    }
  }

  private static func fill(_ path: String, _ count: Int = 5) async throws -> ManualTime {
    let store = try SQLiteStore(path: path)
    var time = ManualTime()
    try await store.add(Examples.article(), stamp: time.stamp())
    for number in 0..<count {
      _ = try await store.submit(
        Examples.submission("текст номер \(number)", by: "a\(number % 3)", time: &time), stamp: time.stamp())
      time.advance(seconds: 1)
    }
    try await store.close()
    return time
  }

  @Test func writesAreDurable() async throws {
    try await withTemporaryFolder { folder in
      let store = try SQLiteStore(path: folder + "/s.sqlite")
      let pragmas = try await store.write { (transaction) throws(StoreError) in
        try ["synchronous", "foreign_keys", "trusted_schema", "secure_delete", "cell_size_check"].map {
          (name) throws(StoreError) in try transaction.pragma(name)
        }
      }
      #expect(pragmas == ["2", "1", "0", "1", "1"])
      #expect(
        try await store.write { (transaction) throws(StoreError) in try transaction.pragma("journal_mode") } == "wal")
      try await store.close()
    }
  }

  @Test func twoStoresOnOneFileLoseNothing() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      var time = try await Self.fill(path, 0)
      let first = try SQLiteStore(path: path)
      let second = try SQLiteStore(path: path)
      var work: [(SQLiteStore, JudgedSubmission, WriteStamp)] = []
      for number in 0..<400 {
        work.append((number % 2 == 0 ? first : second, Examples.submission("\(number)", time: &time), time.stamp()))
      }
      let stored = try await withThrowingTaskGroup(of: CommentID.self) { group in
        for (store, submission, stamp) in work {
          group.addTask { try await store.submit(submission, stamp: stamp).comment.id }
        }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
      #expect(stored == Set(work.map { $0.1.comment }))
      let events = try await second.events(after: 0, limit: 1000)
      #expect(events.map(\.sequence) == Array(1...401))
      #expect(try await first.counts(of: Examples.articleID(), site: .default).visible == 400)
      #expect(try await first.verify() == [])
      try await first.close()
      try await second.close()
    }
  }

  @Test func saysBusyWhenAnotherProcessHoldsTheFile() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      var time = try await Self.fill(path)
      var options = SQLiteStore.Options()
      options.busySeconds = 0.05
      let store = try SQLiteStore(path: path, options: options)
      var configuration = Configuration()
      configuration.allowsUnsafeTransactions = true
      let other = try DatabaseQueue(path: path, configuration: configuration)
      try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
      let submission = Examples.submission(time: &time)
      let stamp = time.stamp()
      #expect(await code { _ = try await store.submit(submission, stamp: stamp) } == .busy)
      #expect(try await store.comment(submission.comment, site: .default) == nil)
      try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
      #expect(try await store.submit(submission, stamp: stamp).isRepeat == false)
      try other.close()
      try await store.close()
    }
  }

  /// Opening, reading and closing a store that is up to date take no lock that a writer has.
  @Test func readsWhileAnotherProcessWrites() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      _ = try await Self.fill(path)
      var configuration = Configuration()
      configuration.allowsUnsafeTransactions = true
      let other = try DatabaseQueue(path: path, configuration: configuration)
      try await other.writeWithoutTransaction { database in
        try database.execute(sql: "BEGIN IMMEDIATE")
        try database.execute(sql: "UPDATE article_counts SET visible = 99")
      }
      let bytes = try Data(contentsOf: URL(filePath: path))
      for isReadOnly in [false, true] {
        var options = SQLiteStore.Options()
        options.busySeconds = 0
        options.isReadOnly = isReadOnly
        let store = try SQLiteStore(path: path, options: options)
        #expect(try await store.articles(site: .default, limit: 10, after: nil).count == 1)
        #expect(try await store.thread(ThreadQuery(article: Examples.articleID())).items.count == 5)
        #expect(try await store.counts(of: Examples.articleID(), site: .default).visible == 5)
        try await store.close()
      }
      #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
      try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
      try other.close()
    }
  }

  @Test func isForItsOwnerAlone() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      let store = try SQLiteStore(path: path)
      var time = ManualTime()
      try await store.add(Examples.article(), stamp: time.stamp())
      try await store.backup(to: folder + "/copy.sqlite")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(Set(files) == ["s.sqlite", "s.sqlite-wal", "s.sqlite-shm", "copy.sqlite"])
      for file in files {
        let rights = try FileManager.default.attributesOfItem(atPath: folder + "/" + file)[.posixPermissions]
        #expect((rights as? NSNumber)?.intValue == 0o600, "\(file)")
      }
      try await store.close()
      #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder)) == ["s.sqlite", "copy.sqlite"])
    }
  }

  @Test func anEmptiedFileIsNotANewOne() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      try Data().write(to: URL(filePath: path))
      try Data(repeating: 7, count: 32).write(to: URL(filePath: path + ".secret"))
      #expect(await code { _ = try SQLiteStore(path: path) } == .damaged)
      #expect(try Data(contentsOf: URL(filePath: path)).isEmpty)
      try FileManager.default.removeItem(atPath: path + ".secret")
      let store = try SQLiteStore(path: path)
      #expect(try await store.verify() == [])
      try await store.close()
    }
  }

  @Test func findsTheOpenCaseOfACommentByTheComment() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      _ = try await Self.fill(path)
      let queue = try DatabaseQueue(path: path)
      let plan = try await queue.read { database in
        try Row.fetchAll(
          database, sql: "EXPLAIN QUERY PLAN \(SQLiteTransaction.openCaseStatement)", arguments: ["default", Data()]
        ).map { $0["detail"] as String? ?? "" }
      }
      #expect(plan.contains { $0.contains("cases_by_comment (site=? AND comment=?)") }, "\(plan)")
      try queue.close()
    }
  }

  /// A queue of fifty thousand and a month of arrivals must not be read for one page and the last second.
  @Test func findsWavesByTheirIndexes() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      _ = try await Self.fill(path)
      let queue = try DatabaseQueue(path: path)
      func plan(_ sql: String, _ arguments: StatementArguments = []) async throws -> [String] {
        try await queue.read { database in
          try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: arguments)
            .map { $0["detail"] as String? ?? "" }
        }
      }
      let page = try await plan(
        "SELECT id FROM cases WHERE site = '' AND state = 'open' AND \(SQLiteTransaction.standsForItsWave) "
          + "ORDER BY priority DESC, opened_at, id LIMIT 50")
      #expect(page.contains { $0.contains("arrivals_by_wave (site=? AND wave=? AND comment<?)") }, "\(page)")
      #expect(page.contains { $0.contains("cases_by_comment (site=? AND comment=?)") }, "\(page)")
      #expect(!page.contains { $0.contains("TEMP B-TREE") }, "\(page)")
      let marks = try await plan(SQLiteTransaction.arrivalMarksStatement, [1, "", 0, 10])
      #expect(marks.count == 1 && marks[0].contains("INTEGER PRIMARY KEY (rowid>?)"), "\(marks)")
      try queue.close()
    }
  }

  @Test func answersReadsAndRefusesWritesWhenReadOnly() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      var time = try await Self.fill(path)
      var options = SQLiteStore.Options()
      options.isReadOnly = true
      let store = try SQLiteStore(path: path, options: options)
      #expect(store.isReadOnly)
      #expect(try await store.thread(ThreadQuery(article: Examples.articleID())).items.count == 5)
      let submission = Examples.submission(time: &time)
      let stamp = time.stamp()
      #expect(await code { _ = try await store.submit(submission, stamp: stamp) } == .readOnly)
      try await store.close()
      #expect(await code { _ = try SQLiteStore(path: folder + "/none.sqlite", options: options) } == .notFound)
    }
  }

  /// Permissions do not bind the superuser, for whom this says nothing.
  @Test(.enabled(if: NSUserName() != "root", "permissions do not bind root"))
  func readsAFileThatCannotBeWritten() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      var time = try await Self.fill(path)
      try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
      defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder) }
      let store = try SQLiteStore(path: path)
      #expect(store.isReadOnly)
      #expect(try await store.thread(ThreadQuery(article: Examples.articleID())).items.count == 5)
      let submission = Examples.submission(time: &time)
      let stamp = time.stamp()
      #expect(await code { _ = try await store.submit(submission, stamp: stamp) } == .readOnly)
      try await store.close()
    }
  }

  @Test func saysFullAndGoesOnReading() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      var time = try await Self.fill(path)
      var options = SQLiteStore.Options()
      options.fileBytesMax = 600_000
      let store = try SQLiteStore(path: path, options: options)
      var acknowledged: [CommentID] = []
      var refusal: StoreError.Code?
      let words = String(repeating: "слово ", count: 1000)
      for number in 0..<200 where refusal == nil {
        let submission = Examples.submission(words + "\(number)", time: &time)
        let stamp = time.stamp()
        refusal = await code { _ = try await store.submit(submission, stamp: stamp) }
        if refusal == nil { acknowledged.append(submission.comment) }
      }
      #expect(refusal == .full)
      #expect(!acknowledged.isEmpty)
      for id in acknowledged { #expect(try await store.comment(id, site: .default) != nil) }
      #expect(try await store.verify() == [])
      try await store.close()
      let roomy = try SQLiteStore(path: path)
      let submission = Examples.submission(words, time: &time)
      #expect(try await roomy.submit(submission, stamp: time.stamp()).isRepeat == false)
      #expect(try await roomy.verify() == [])
      try await roomy.close()
    }
  }

  @Test func tellsOtherFilesFromItsOwn() async throws {
    try await withTemporaryFolder { folder in
      let noise = folder + "/noise.sqlite"
      try Data(repeating: 0x5A, count: 8192).write(to: URL(filePath: noise))
      #expect(await code { _ = try SQLiteStore(path: noise) } == .damaged)

      let foreign = folder + "/foreign.sqlite"
      let queue = try DatabaseQueue(path: foreign)
      try await queue.write { try $0.execute(sql: "CREATE TABLE notes (id INTEGER PRIMARY KEY)") }
      try queue.close()
      #expect(await code { _ = try SQLiteStore(path: foreign) } == .unsupported)
      #expect(await code { _ = try SQLiteStore(path: folder + "/no/such/folder/s.sqlite") } == .notFound)

      var options = SQLiteStore.Options()
      options.mayCreate = false
      #expect(await code { _ = try SQLiteStore(path: folder + "/none.sqlite", options: options) } == .notFound)
    }
  }

  @Test func refusesANewerSchema() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      _ = try await Self.fill(path)
      let queue = try DatabaseQueue(path: path)
      try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('from the future')") }
      try queue.close()
      #expect(await code { _ = try SQLiteStore(path: path) } == .schemaTooNew)
    }
  }

  @Test func findsADamagedPage() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      _ = try await Self.fill(path, 200)
      var bytes = try Data(contentsOf: URL(filePath: path))
      for page in stride(from: 100, to: bytes.count / 4096, by: 3) {
        bytes.replaceSubrange(page * 4096..<page * 4096 + 64, with: Data(repeating: 0xEE, count: 64))
      }
      try bytes.write(to: URL(filePath: path))
      let store = try SQLiteStore(path: path)
      let findings = try await store.verify()
      #expect(findings.contains { $0.kind == .damagedFile }, "\(findings)")
      // One unreadable page does not end the search.
      #expect(findings.count > 1, "\(findings)")
      #expect(
        await code { _ = try await store.repair(stamp: WriteStamp(at: Examples.morning, actor: "a", seed: 1)) }
          == .damaged)
      try await store.close()
    }
  }

  @Test func refusesEverythingOnceClosed() async throws {
    try await withTemporaryFolder { folder in
      let stores: [any CommentStore] = [try SQLiteStore(path: folder + "/s.sqlite"), MemoryStore()]
      for store in stores {
        try await store.close()
        #expect(
          await code {
            try await store.add(Examples.article(), stamp: WriteStamp(at: Examples.morning, actor: "a", seed: 1))
          } == .closed)
        #expect(await code { _ = try await store.comment(CommentID(bits: 1), site: .default) } == .closed)
      }
    }
  }

  @Test func copiesOneStateWhileWorkGoesOn() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      var time = try await Self.fill(path, 300)
      let store = try SQLiteStore(path: path)
      var work: [(JudgedSubmission, WriteStamp)] = []
      for number in 0..<300 { work.append((Examples.submission("\(number)", time: &time), time.stamp())) }
      let submissions = work
      async let writing: Void = {
        for (submission, stamp) in submissions { _ = try await store.submit(submission, stamp: stamp) }
      }()
      try await store.backup(to: folder + "/copy.sqlite")
      try await writing
      #expect(await code { try await store.backup(to: folder + "/copy.sqlite") } == .fileExists)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy { !$0.hasSuffix(".part") })
      let copy = try SQLiteStore(path: folder + "/copy.sqlite")
      #expect(try await copy.verify() == [])
      let copied = try await copy.counts(of: Examples.articleID(), site: .default).visible
      #expect((300...600).contains(copied))
      try await store.backup(to: folder + "/whole.sqlite")
      let whole = try SQLiteStore(path: folder + "/whole.sqlite")
      #expect(try await whole.dump() == (try await store.dump()))
      try await copy.close()
      try await whole.close()
      try await store.close()
    }
  }

  /// What was erased stands nowhere in the files, not on free pages either.
  @Test func erasedWordsAreGoneFromTheFiles() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/s.sqlite"
      let store = try SQLiteStore(path: path)
      var time = ManualTime()
      try await store.add(Examples.article(), stamp: time.stamp())
      var last: ModerationModel.Comment?
      for number in 0..<40 {
        var submission = Examples.submission(
          "ТАЙНОЕСЛОВО " + String(repeating: "ы", count: number * 97), by: "ИМЯРЕК", verdict: Examples.verdict(.hold),
          time: &time)
        submission.verdict.signals[0].reason = "Оскорбление: «ТАЙНОЕСЛОВО»"
        last = try await store.submit(submission, stamp: time.stamp()).comment
        time.advance(seconds: 1)
      }
      let comment = try #require(last)
      let edit = Examples.edit(comment, to: "ещё ТАЙНОЕСЛОВО", verdict: Examples.verdict(.hold), time: &time)
      _ = try await store.edit(edit, stamp: time.stamp())
      let report = Examples.report(on: comment, note: "тут ТАЙНОЕСЛОВО", time: &time)
      _ = try await store.report(report, holdFrom: 3, stamp: time.stamp())
      let open = try #require(try await store.moderationCase(of: comment.id, site: .default))
      _ = try await store.escalate(open.id, site: .default, question: "ТАЙНОЕСЛОВО?", stamp: time.stamp())
      let refused = ReviewRequest(targets: [.init(comment: comment.id)], decision: .reject, moderator: "vera")
      _ = try await store.review(refused, stamp: time.stamp(by: "vera"))
      var once = time.stamp()
      once.claim = IdempotencyClaim(key: "k", fingerprint: [1])
      _ = try await store.file(AppealFiling(comment: comment.id, text: "ТАЙНОЕСЛОВО!"), stamp: once)
      let answer = StoredAnswer(status: 201, contentType: "text/plain", body: Array("ТАЙНОЕСЛОВО".utf8))
      try await store.keep(
        answer, for: IdempotencyClaim(key: "k", fingerprint: [1]), site: .default, stamp: time.stamp())
      #expect(try await store.erase(comment.author, site: .default, stamp: time.stamp()) == 40)
      #expect(try await store.verify() == [])
      try await store.close()
      for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
        let bytes = try Data(contentsOf: URL(filePath: folder + "/" + file))
        for word in ["ТАЙНОЕСЛОВО", "ИМЯРЕК", "имярек", "key-of-"] {
          #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) stands in \(file)")
        }
      }
    }
  }
}

extension SQLiteStore {
  /// Runs one statement beside the store, as somebody with a database shell would.
  static func tamper(_ path: String, _ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      try database.execute(sql: sql)
    }
    try queue.close()
  }
}
