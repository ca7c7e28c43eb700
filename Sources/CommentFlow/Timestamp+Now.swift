import Foundation
public import ModerationModel

extension Timestamp {
  /// The machine's clock. Only an edge asks for it; everything behind an edge is handed the time.
  public static var now: Timestamp {
    Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }
}
