internal import CommentStore
internal import GRDB

extension StoreError {
  /// The one place where what SQLite says becomes what a store says.
  ///
  /// Only SQLite's message is kept, never the statement's values: they are readers' words.
  init(_ error: any Error, at path: String) {
    if let error = error as? StoreError {
      self = error
    } else if let error = error as? DatabaseError {
      self.init(Self.code(of: error), path, underlying: error.message)
    } else {
      self.init(.inputOutput, path, underlying: "\(type(of: error))")
    }
  }

  /// Result codes: https://www.sqlite.org/rescode.html
  private static func code(of error: DatabaseError) -> Code {
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: .readOnly
    case .SQLITE_FULL: .full
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT: .damaged
    case .SQLITE_CANTOPEN: .inputOutput
    case .SQLITE_CONSTRAINT, .SQLITE_TOOBIG, .SQLITE_MISMATCH: .invalidValue
    // GRDB answers so once its connection was closed.
    case .SQLITE_MISUSE: .closed
    default: .inputOutput
    }
  }
}
