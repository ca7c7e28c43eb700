import CommentFlow
import ModerationModel
import Synchronization

/// The demo's clock, turned by hand, so that a day of comments passes in a moment and floods look like floods.
final class DemoClock: Sendable {
  private let moment: Mutex<Timestamp>

  init(_ start: Timestamp) {
    moment = Mutex(start)
  }

  var now: Timestamp { moment.withLock { $0 } }

  /// Turns the clock; never back.
  func turn(to moment: Timestamp) {
    self.moment.withLock { $0 = max($0, moment) }
  }

  var surroundings: Surroundings {
    Surroundings(now: { self.now }, random: Surroundings.live.random)
  }
}
