import Foundation
import Testing

/// A real terminal to press keys in: tmux with a server of its own.
///
/// Tests wait for what is to be seen, never for time; the time after which they give up is generous, because other tests
/// run beside them.
final class TerminalBench {
  static let tmux: String? = ["/usr/bin/tmux", "/usr/local/bin/tmux", "/opt/homebrew/bin/tmux"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  static let secondsMax = 180.0

  private let newsroom: Newsroom
  private let socket: String
  private let server: Process
  /// Of the client too, because tmux takes the path of a session from there.
  private let path: String

  /// Starts a shell; the program is on its path as `moderato`.
  init(_ newsroom: Newsroom, columns: Int = 100, rows: Int = 30, environment: [String: String] = [:]) throws {
    self.newsroom = newsroom
    socket = newsroom.path("tmux")
    try newsroom.write(
      "set -g escape-time 0\nset -g default-terminal tmux-256color\nset -g status off\n", to: "tmux.conf")
    // In the foreground: a server that detached itself would keep open what tells this process that a child has ended. What
    // stands in its environment is what the shell in the terminal finds.
    path = try Newsroom.program.deletingLastPathComponent().path + ":/usr/bin:/bin"
    server = Process()
    server.executableURL = URL(filePath: try #require(Self.tmux))
    server.arguments = ["-S", socket, "-f", newsroom.path("tmux.conf"), "-u", "-D"]
    server.environment = [
      "PATH": path, "HOME": newsroom.folder.path, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
      "MODERATO_STORE": newsroom.path("comments.sqlite"), "MODERATO_AS": "ira",
    ].merging(environment) { $1 }
    server.standardInput = FileHandle.nullDevice
    server.standardOutput = FileHandle.nullDevice
    server.standardError = FileHandle.nullDevice
    try server.run()
    let words = ["new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "/bin/sh"]
    for _ in 0..<600 {
      try tmux(words)
      if try !tmux(["list-sessions"]).isEmpty { return }
      Thread.sleep(forTimeInterval: 0.05)
    }
    _ = try #require(nil as Int?, "tmux did not begin")
  }

  deinit {
    // Asked to end, it would wait for everybody in it; with its terminals gone they end by themselves.
    kill(server.processIdentifier, SIGKILL)
    server.waitUntilExit()
  }

  @discardableResult
  private func tmux(_ words: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.tmux))
    process.arguments = ["-S", socket] + words
    process.environment = ["PATH": path, "LANG": "C.UTF-8", "TERM": "xterm-256color"]
    process.standardError = FileHandle.nullDevice
    let answer = try newsroom.write(Data(), to: "tmux.out")
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: answer))
    try process.run()
    process.waitUntilExit()
    return String(decoding: FileManager.default.contents(atPath: answer) ?? Data(), as: UTF8.self)
  }

  /// Presses keys by tmux's names, such as `j`, `Enter`, `Escape`.
  func press(_ keys: String...) throws {
    try tmux(["send-keys"] + keys)
  }

  /// Types a text as it is.
  func type(_ text: String) throws {
    try tmux(["send-keys", "-l", text])
  }

  func run(_ line: String) throws {
    try type(line)
    try press("Enter")
  }

  func resize(columns: Int, rows: Int) throws {
    try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// The terminal's name as pkill(1) takes it, such as `pts/3`.
  var line: String {
    get throws {
      try tmux(["display-message", "-p", "#{pane_tty}"]).trimmingCharacters(in: .whitespacesAndNewlines)
        .replacingOccurrences(of: "/dev/", with: "")
    }
  }

  var screen: String {
    get throws { try tmux(["capture-pane", "-p"]) }
  }

  /// Waits until the screen shows something.
  @discardableResult
  func until(_ what: String, _ holds: (String) -> Bool) async throws -> String {
    let start = ContinuousClock.now
    while true {
      let shown = try screen
      if holds(shown) { return shown }
      guard ContinuousClock.now - start < .seconds(Self.secondsMax) else {
        Issue.record("waited for: \(what); the screen shows:\n\(shown)")
        throw Missing()
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  @discardableResult
  func until(_ words: String) async throws -> String {
    try await until(words) { $0.contains(words) }
  }

  struct Missing: Error {}
}
