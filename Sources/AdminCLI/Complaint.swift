import CommentFlow
import CommentStore
import DemoFixtures
import Foundation
import ModelTraining
import ModerationModel
import RuleEngine
import ServiceAssembly

/// What went wrong, what to do next, and how the program ends: the one place where errors become an operator's words.
///
/// Codes are a promise in JSON; messages are not. No message holds a comment's text or a secret.
struct Complaint {
  /// The request was understood and refused.
  static let refusedExit: Int32 = 1
  /// The program could not do its work.
  static let troubleExit: Int32 = 2

  var code: String
  var message: String
  var advice: String?
  /// Findings that belong to it, such as a rule file's diagnostics.
  var details: [String] = []
  var exit: Int32

  init(_ code: String, _ message: String, advice: String? = nil, details: [String] = [], exit: Int32) {
    self.code = code
    self.message = message
    self.advice = advice
    self.details = details
    self.exit = exit
  }

  init(_ error: any Error) {
    switch error {
    case let error as Complaint.Thrown: self = error.complaint
    case let error as FlowError: self.init(flow: error)
    case let error as StoreError: self.init(store: error)
    case let error as AccessRefusal: self.init(access: error)
    case let error as InvalidSubmission: self.init(invalid: error)
    case let error as AssemblyError: self.init(assembly: error)
    case let error as SettingsError: self.init(settings: error)
    case let error as RuleSetError: self.init(rules: error)
    case let error as TrainingFileError:
      self.init("input", error.description, exit: Self.troubleExit)
    case let error as ModelFileError: self.init(assembly: .classifier(error))
    case let error as InputError: self.init(input: error)
    case let error as DemoFixtureError:
      self.init("demo_files", error.description, exit: Self.troubleExit)
    case OutputError.failed(let problem):
      self.init(
        "output", "standard output cannot be written: \(problem)", advice: "look whether the disk is full",
        exit: Self.troubleExit)
    case let error as EncodingError:
      self.init("output", "an answer cannot be written as JSON: \(error)", exit: Self.troubleExit)
    default:
      self.init("unexpected", Harmless.line("\(error)", widthMax: 500), exit: Self.troubleExit)
    }
  }

  /// A complaint on its way from a command that has found its words itself.
  struct Thrown: Error {
    var complaint: Complaint
  }

  static func refused(_ code: String, _ message: String, advice: String? = nil) -> Thrown {
    Thrown(complaint: Complaint(code, message, advice: advice, exit: refusedExit))
  }

  static func trouble(_ code: String, _ message: String, advice: String? = nil) -> Thrown {
    Thrown(complaint: Complaint(code, message, advice: advice, exit: troubleExit))
  }

  var text: String {
    var lines = details.isEmpty ? [] : details + [""]
    lines.append("error: \(Harmless.line(message))")
    if let advice { lines.append("  \(Harmless.line(advice))") }
    return lines.joined(separator: "\n")
  }

  var payload: ErrorPayload {
    ErrorPayload(code: code, message: message, advice: advice, details: details.isEmpty ? nil : details)
  }

  var jsonLine: String {
    struct Envelope: Encodable { var error: ErrorPayload }
    let line = try? JSONText.line(Envelope(error: payload))
    return line.map { String(decoding: $0.dropLast(), as: UTF8.self) } ?? #"{"error":{"code":"\#(code)"}}"#
  }
}

/// An error as programs read it.
struct ErrorPayload: Encodable {
  var code: String
  var message: String
  var advice: String?
  var details: [String]?
}

/// A file or stream handed to the program that cannot be read.
struct InputError: Error {
  var path: String
  var line: Int?
  var problem: String
}
