public import CommentStore
public import Logging
public import ModerationModel
public import ModerationPipeline
import Synchronization

/// The use cases: gather what a decision needs, ask the pipeline, write once, announce.
///
/// A value that is cheap to copy; every copy works on the same store and the same rules. All calls may run at the same
/// time. Time, randomness and identities come from the `Surroundings`, so that a test or a simulation holds them.
public struct CommentFlow: Sendable {
  public let store: any CommentStore
  /// How sites take comments, unless an article says otherwise.
  public let policy: CommentPolicy
  let secret: FlowSecret
  let surroundings: Surroundings
  let logger: Logger
  let desk: JudgementDesk
  let bell: EventBell
  let spam: SpamRecall
  let waves: WaveRecall
  let markNotes: MarkNotes
  let passwords: PasswordHasher
  /// Makes this flow's writes once; see `once`.
  var claim: IdempotencyClaim?

  public init(
    store: any CommentStore, pipeline: ModerationPipeline, policy: CommentPolicy = CommentPolicy(),
    secret: FlowSecret, surroundings: Surroundings = .live, logger: Logger = Logger(label: "moderato.flow"),
    passwords: PasswordHasher = .standard
  ) {
    self.store = store
    self.policy = policy
    self.secret = secret
    self.surroundings = surroundings
    self.logger = logger
    self.passwords = passwords
    desk = JudgementDesk(pipeline: pipeline)
    bell = EventBell()
    spam = SpamRecall()
    waves = WaveRecall()
    markNotes = MarkNotes()
  }

  /// The rules in force. Judgements under way finish with the rules that they began with.
  public var pipeline: ModerationPipeline {
    get { desk.pipeline }
    nonmutating set { desk.pipeline = newValue }
  }

  /// When a write happens and by whom, with fresh randomness.
  func stamp(by actor: String) -> WriteStamp {
    WriteStamp(at: surroundings.now(), actor: actor, seed: surroundings.random(), claim: claim)
  }
}

/// What a flow takes from the world: the time, and random bits that nobody can guess.
public struct Surroundings: Sendable {
  public var now: @Sendable () -> Timestamp
  public var random: @Sendable () -> UInt128

  public init(now: @escaping @Sendable () -> Timestamp, random: @escaping @Sendable () -> UInt128) {
    self.now = now
    self.random = random
  }

  /// The machine's clock and the operating system's generator.
  public static let live = Surroundings(
    now: { .now },
    random: {
      var generator = SystemRandomNumberGenerator()
      return UInt128(generator.next()) << 64 | UInt128(generator.next())
    })
}
