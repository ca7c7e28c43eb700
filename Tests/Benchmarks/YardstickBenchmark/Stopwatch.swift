import Foundation

/// Time that this process had of a processor: unlike time on the wall it does not grow when others want the machine too.
enum Stopwatch {
  /// Processor seconds since the process began, of all its threads, in the program and in the kernel for it.
  static var processorSeconds: Double {
    var time = timespec()
    guard unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return 0 }
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  static func measure(_ body: () throws -> Void) rethrows -> Double {
    let begin = processorSeconds
    try body()
    return processorSeconds - begin
  }
}
