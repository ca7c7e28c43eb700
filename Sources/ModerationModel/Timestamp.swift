/// A moment, in whole milliseconds since the beginning of 1970 in UTC.
///
/// Whole milliseconds because every store keeps them exactly, so that a comment read back equals the one written.
public struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
  public var milliseconds: Int64

  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// The moment this many seconds after `self`; negative seconds lie before it. Saturates at the ends of time.
  public func adding(seconds: Double) -> Timestamp {
    let sum = Double(milliseconds) + seconds * 1000
    return Timestamp(milliseconds: Int64(exactly: sum.rounded()) ?? (sum < 0 ? .min : .max))
  }

  /// Seconds from `earlier` to `self`; negative when `earlier` is in fact later.
  public func seconds(since earlier: Timestamp) -> Double {
    (Double(milliseconds) - Double(earlier.milliseconds)) / 1000
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// RFC 3339 in UTC with milliseconds, such as `2026-11-20T09:30:00.000Z`.
  public var description: String {
    let (days, millisecond) = milliseconds.quotientAndRemainderFloored(dividingBy: 86_400_000)
    let date = CivilDate(daysSince1970: days)
    let second = millisecond / 1000
    func padded(_ value: Int64, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2) + "T"
      + padded(second / 3600, 2) + ":" + padded(second / 60 % 60, 2) + ":" + padded(second % 60, 2) + "."
      + padded(millisecond % 1000, 3) + "Z"
  }

  /// Reads RFC 3339, with or without fractional seconds, with `Z` or an offset; also a bare date, which is its
  /// midnight in UTC. `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int64? {
      guard range.upperBound <= bytes.count else { return nil }
      var value: Int64 = 0
      for byte in bytes[range] {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        value = value * 10 + Int64(byte - UInt8(ascii: "0"))
      }
      return value
    }
    func holds(_ character: Unicode.Scalar, at index: Int) -> Bool {
      index < bytes.count && bytes[index] == UInt8(ascii: character)
    }
    guard let year = number(0..<4), holds("-", at: 4), let month = number(5..<7), holds("-", at: 7),
      let day = number(8..<10), (1...12).contains(month),
      (1...CivilDate.daysIn(month: month, year: year)).contains(day)
    else { return nil }
    let midnight = CivilDate(year: year, month: month, day: day).daysSince1970 * 86_400_000
    if bytes.count == 10 {
      milliseconds = midnight
      return
    }
    guard holds("T", at: 10) || holds("t", at: 10) || holds(" ", at: 10),
      let hour = number(11..<13), holds(":", at: 13), let minute = number(14..<16), holds(":", at: 16),
      let second = number(17..<19), hour < 24, minute < 60, second <= 60
    else { return nil }
    var index = 19
    var fraction: Int64 = 0
    if holds(".", at: index) {
      index += 1
      var scale: Int64 = 100
      let start = index
      while index < bytes.count, let digit = number(index..<index + 1) {
        fraction += digit * scale
        scale /= 10
        index += 1
      }
      guard index > start else { return nil }
    }
    var offset: Int64 = 0
    if holds("Z", at: index) || holds("z", at: index) {
      index += 1
    } else if holds("+", at: index) || holds("-", at: index) {
      guard let hours = number(index + 1..<index + 3), holds(":", at: index + 3),
        let minutes = number(index + 4..<index + 6), hours < 24, minutes < 60
      else { return nil }
      offset = (hours * 60 + minutes) * 60_000 * (holds("-", at: index) ? -1 : 1)
      index += 6
    } else {
      return nil
    }
    guard index == bytes.count else { return nil }
    milliseconds = midnight + (hour * 3600 + minute * 60 + second) * 1000 + fraction - offset
  }
}

/// A day of the Gregorian calendar, extended to all years.
///
/// The two conversions follow Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013), days_from_civil
/// and civil_from_days: years begin in March, so that the leap day is the last of a year.
struct CivilDate {
  var year: Int64
  var month: Int64
  var day: Int64

  init(year: Int64, month: Int64, day: Int64) {
    self.year = year
    self.month = month
    self.day = day
  }

  init(daysSince1970: Int64) {
    let (era, dayOfEra) = (daysSince1970 + 719_468).quotientAndRemainderFloored(dividingBy: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  var daysSince1970: Int64 {
    let (era, yearOfEra) = (month <= 2 ? year - 1 : year).quotientAndRemainderFloored(dividingBy: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  static func daysIn(month: Int64, year: Int64) -> Int64 {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}

extension Int64 {
  /// Division that rounds toward negative infinity, so that days before 1970 come out right.
  fileprivate func quotientAndRemainderFloored(dividingBy divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
