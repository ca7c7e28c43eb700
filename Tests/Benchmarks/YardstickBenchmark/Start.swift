import Foundation
import RuleEngine

/// Loading a large set: cold, from the cache, and as a program's start; and what the set takes of memory.
struct Start {
  private let material: Material

  init(_ material: Material) { self.material = material }

  func run(program: String?) throws {
    Report.head("Start")
    let folder = FileManager.default.temporaryDirectory.appending(path: "start-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let cache = RuleCache(folder: folder.appending(path: "cache").path)
    let expressions = ExpressionVariants.make(10_000, from: material.expressions)
    for (name, files) in [
      ("one list of \(material.expressions.count)", Material.listFiles(material.expressions)),
      ("\(expressions.count) rules of one each", Material.ruleFiles(expressions)),
    ] {
      let (set, grown) = try Memory.growth { try RuleSet(files: files, cache: cache) }
      Report.row("\(name): memory, compiling included", "\(grown) KiB")
      precondition(set.rules.count > 0)
      Report.row("\(name): cold", try Stopwatch.measure { _ = try RuleSet(files: files) }.millis)
      Report.row(
        "\(name): from the cache", try Stopwatch.measure { _ = try RuleSet(files: files, cache: cache) }.millis)
    }
    guard let program else {
      Report.row("start of the program", "not measured", "no program was given")
      return
    }
    let rules = folder.appending(path: "rules")
    try FileManager.default.createDirectory(at: rules, withIntermediateDirectories: true)
    let files = Material.ruleFiles(expressions)
    for path in files.paths {
      try (files[path] ?? "").write(to: rules.appending(path: path), atomically: false, encoding: .utf8)
    }
    for (name, cached) in [("no cache", "none"), ("cached", folder.appending(path: "program").path)] {
      var times: [Double] = []
      for round in 0..<6 {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = ["check", "--rules", rules.path, "Сколько магазинов закрыли?"]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "MODERATO_CACHE": cached]
        process.standardOutput = FileHandle.nullDevice
        let begin = ContinuousClock.now
        try process.run()
        process.waitUntilExit()
        let time = ContinuousClock.now - begin
        precondition(process.terminationStatus == 0, "\(program) failed")
        // The first fills the cache.
        if round > 0 { times.append(Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18) }
      }
      Report.row(
        "moderato check, \(expressions.count) rules, \(name)", Spread(times).millis, "on the wall, process and all")
    }
  }
}
