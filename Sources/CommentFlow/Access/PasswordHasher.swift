import Dispatch
import Synchronization

/// Makes and checks hashes of passwords, a few at a time and on threads of its own, because each takes 128 MiB and a third
/// of a second on purpose.
public final class PasswordHasher: Sendable {
  /// Hashes made at once. More would let a crowd of sign-ins take all memory of a small machine.
  static let runningMax = 2
  /// Sign-ins that wait for their turn; more are refused as `busy`.
  static let waitingMax = 32

  /// The hasher that every flow of a process shares unless it is given another.
  public static let standard = PasswordHasher(parameters: .standard)

  private struct State {
    var running = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  let parameters: PasswordHash.Parameters
  private let state = Mutex(State())

  init(parameters: PasswordHash.Parameters) {
    self.parameters = parameters
  }

  /// A hasher that costs nothing, for tests and demonstrations whose passwords protect nothing.
  package static func forTests() -> PasswordHasher {
    PasswordHasher(parameters: PasswordHash.Parameters(logCost: 4, blockSize: 8, parallelism: 1))
  }

  /// `nil` when too many wait.
  func hash(_ password: String, salt: [UInt8]) async -> PasswordHash? {
    let parameters = parameters
    return await run { PasswordHash(password, salt: salt, parameters: parameters) }
  }

  /// Whether it is the password; `nil` when too many wait.
  func check(_ password: String, against hash: PasswordHash) async -> Bool? {
    await run { hash.isHash(of: password) }
  }

  /// A hash that belongs to nobody, so that an unknown name costs what a known one does.
  var nobody: PasswordHash {
    var hash = PasswordHash.unmatched
    hash.parameters = parameters
    return hash
  }

  private func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
    guard await enter() else { return nil }
    defer { leave() }
    return await withCheckedContinuation { continuation in
      DispatchQueue.global(qos: .userInitiated).async { continuation.resume(returning: work()) }
    }
  }

  private func enter() async -> Bool {
    let isFull = state.withLock { $0.running >= Self.runningMax && $0.waiting.count >= Self.waitingMax }
    guard !isFull else { return false }
    await withCheckedContinuation { continuation in
      let mayRun = state.withLock { state in
        guard state.running >= Self.runningMax else {
          state.running += 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if mayRun { continuation.resume() }
    }
    return true
  }

  private func leave() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if state.waiting.isEmpty {
        state.running -= 1
        return nil
      }
      // The place is handed on.
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}

extension PasswordHash {
  /// No password has it: its hash is not scrypt's for its salt.
  fileprivate static let unmatched: PasswordHash = {
    var hash = PasswordHash(
      "-", salt: [UInt8](repeating: 1, count: saltBytes), parameters: .init(logCost: 1, blockSize: 1, parallelism: 1))
    hash.hash = [UInt8](repeating: 0, count: hashBytes)
    return hash
  }()
}
