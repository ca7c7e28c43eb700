package import ModerationPipeline
import Synchronization

/// Lends out the pipeline and its workers, so that concurrent judgements never share scratch space and a change of rules
/// reaches the next judgement at once.
package final class JudgementDesk: Sendable {
  /// Workers kept for the next judgement; more are made when more judge at once, and dropped again.
  static let idleMax = 64

  /// A worker on its way between the desk and one judgement.
  private struct Lent: @unchecked Sendable {
    // A worker is either in the idle list or with the one judgement that took it out under the lock, never both.
    let worker: PipelineWorker
  }

  private struct State {
    var pipeline: ModerationPipeline
    /// Counts changes of rules, so that a worker of older rules is not taken back.
    var generation = 0
    var idle: [Lent] = []
  }

  private let state: Mutex<State>

  package init(pipeline: ModerationPipeline) {
    state = Mutex(State(pipeline: pipeline))
  }

  package var pipeline: ModerationPipeline {
    get { state.withLock { $0.pipeline } }
    set {
      state.withLock { state in
        state.pipeline = newValue
        state.generation += 1
        state.idle = []
      }
    }
  }

  /// Judges with a worker that nobody else uses meanwhile. The body must not wait for anything.
  package func judge<Value>(_ body: (PipelineWorker) throws -> Value) rethrows -> Value {
    let (lent, generation) = state.withLock { state in
      (state.idle.popLast() ?? Lent(worker: state.pipeline.makeWorker()), state.generation)
    }
    defer {
      state.withLock { state in
        if state.generation == generation, state.idle.count < Self.idleMax { state.idle.append(lent) }
      }
    }
    return try body(lent.worker)
  }
}
