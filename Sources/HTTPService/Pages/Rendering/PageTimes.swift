import Foundation
import ModerationModel

/// Says when something was, as seen from now.
struct PageTimes {
  var words: PageWords
  var now: Timestamp
  /// Scripts say times again in the reader's own zone.
  var zone: TimeZone = .current

  /// Younger than this is told as an age, older as a date.
  static let recentSeconds = 7 * 86_400.0

  func isRecent(_ moment: Timestamp) -> Bool { now.seconds(since: moment) < Self.recentSeconds }

  /// «5 минут назад», or the date.
  func ago(_ moment: Timestamp) -> String {
    let seconds = now.seconds(since: moment)
    switch seconds {
    case ..<60: return words["justNow"]
    case ..<3600: return words.count("minutesAgo", Int(seconds / 60))
    case ..<86_400: return words.count("hoursAgo", Int(seconds / 3600))
    case ..<Self.recentSeconds: return words.count("daysAgo", Int(seconds / 86_400))
    default: return date(moment)
    }
  }

  /// «27 ноября 2026, 14:05».
  func long(_ moment: Timestamp) -> String { "\(date(moment)), \(clock(moment))" }

  /// «14:05».
  func clock(_ moment: Timestamp) -> String {
    let parts = components(moment)
    return "\(Self.padded(parts.hour)):\(Self.padded(parts.minute))"
  }

  /// «27 ноября 2026».
  func date(_ moment: Timestamp) -> String {
    let parts = components(moment)
    let months = words["months"].split(separator: " ")
    let month = parts.month.flatMap { months.indices.contains($0 - 1) ? String(months[$0 - 1]) : nil } ?? "?"
    return "\(parts.day ?? 0) \(month) \(parts.year ?? 0)"
  }

  private func components(_ moment: Timestamp) -> DateComponents {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar.dateComponents(
      [.year, .month, .day, .hour, .minute], from: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000))
  }

  private static func padded(_ number: Int?) -> String {
    let digits = String(number ?? 0)
    return digits.utf8.count < 2 ? "0" + digits : digits
  }
}
