import Logging

extension Logger {
  /// A logger to standard error, so that standard output stays the program's answer.
  init(label: String, level: LogLevel) {
    self.init(label: label) { label in
      var handler = StreamLogHandler.standardError(label: label)
      handler.logLevel = Logger.Level(rawValue: level.rawValue) ?? .warning
      return handler
    }
  }
}
