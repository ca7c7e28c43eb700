import CommentFlow
import Dispatch
import Foundation
import ModerationModel
import ReviewDesk

/// Runs a desk in a terminal: keys in, effects out to the backend, answers in, screens out.
///
/// One place changes the desk, one event at a time. Questions to the backend run beside it; orders leave one by one, as the
/// desk hands them out.
struct DeskLoop {
  /// How long a lone escape waits for a sequence that it might begin.
  static let escapeSeconds = 0.05

  private enum Input: Sendable {
    case bytes([UInt8])
    case patience(Int)
    case event(DeskEvent)
    case resized
    case hangUp
  }

  let backend: any ReviewBackend
  let palette: Palette
  let session: TerminalSession
  /// Makes the keys of a sitting's orders unlike those of any other.
  private let sitting = UUID().uuidString

  init(backend: any ReviewBackend, palette: Palette, session: TerminalSession) {
    self.backend = backend
    self.palette = palette
    self.session = session
  }

  /// - Returns: The desk as it was left.
  func run(_ desk: DeskModel) async -> DeskModel {
    var model = desk
    model.columns = session.columns
    model.rows = session.rows
    let (inputs, door) = AsyncStream<Input>.makeStream()
    let signals = Self.signals(door)
    defer { for signal in signals { signal.cancel() } }
    Self.readKeys(into: door)
    let clock = Task {
      while !Task.isCancelled {
        try? await Task.sleep(for: .seconds(1))
        door.yield(.event(.tick(.now)))
      }
    }
    defer { clock.cancel() }

    var decoder = KeyDecoder()
    var reads = 0
    var shown: Screen?
    func draw() {
      let screen = DeskView(model, palette: palette).screen
      let bytes = screen.update(from: shown, palette: palette)
      session.write(bytes)
      shown = screen
    }
    var isOver = carryOut(model.beginning, door)
    draw()
    for await input in inputs {
      var events: [DeskEvent] = []
      switch input {
      case .bytes(let bytes):
        reads += 1
        let keys = decoder.read(bytes)
        if decoder.isWaiting {
          let read = reads
          Task {
            try? await Task.sleep(for: .seconds(Self.escapeSeconds))
            door.yield(.patience(read))
          }
        }
        events = keys.map { .key($0) }
      case .patience(let read):
        if read == reads { events = decoder.flush().map { .key($0) } }
      case .event(let event): events = [event]
      case .resized:
        session.measure()
        events = [.resized(columns: session.columns, rows: session.rows)]
        shown = nil
      case .hangUp: isOver = true
      }
      for event in events where !isOver {
        if case .key(.control("z")) = event {
          session.suspend()
          session.measure()
          model.columns = session.columns
          model.rows = session.rows
          shown = nil
          continue
        }
        if case .key(.control("l")) = event { shown = nil }
        isOver = carryOut(model.handle(event), door)
      }
      if isOver { break }
      draw()
    }
    return model
  }

  /// - Returns: Whether that was all.
  private func carryOut(_ effects: [DeskEffect], _ door: AsyncStream<Input>.Continuation) -> Bool {
    var isOver = false
    for effect in effects {
      switch effect {
      case .end: isOver = true
      case .copy(let text):
        // "Manipulate Selection Data" of xterm; terminals that do not know it pass it over.
        session.write("\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{07}")
      case .release(let cases) where effects.contains(.end):
        // The last thing before leaving is waited for.
        let done = DispatchSemaphore(value: 0)
        let backend = backend
        Task.detached {
          try? await backend.release(cases)
          done.signal()
        }
        _ = done.wait(timeout: .now() + 2)
      default: answer(effect, door)
      }
    }
    return isOver
  }

  private func answer(_ effect: DeskEffect, _ door: AsyncStream<Input>.Continuation) {
    let (backend, sitting) = (backend, sitting)
    Task.detached {
      do {
        switch effect {
        case .load(let filter, let after):
          let page = try await backend.queue(filter: filter, after: after)
          door.yield(
            .event(.queue(filter: filter, cases: page.cases, isMore: after != nil, isEnd: page.isEnd)))
        case .count: door.yield(.event(.counts(try await backend.counts())))
        case .show(let comment): door.yield(.event(.detail(try await backend.detail(of: comment))))
        case .claim(let cases): door.yield(.event(.claimed(try await backend.claim(cases))))
        case .release(let cases): try await backend.release(cases)
        case .find(let text): door.yield(.event(.found(try await backend.find(text))))
        case .send(let order):
          door.yield(.event(.ended(order: order.id, await backend.carryOut(order, key: "\(sitting)-\(order.id)"))))
        case .retry(let order, let seconds):
          try? await Task.sleep(for: .seconds(seconds))
          door.yield(.event(.ended(order: order.id, await backend.carryOut(order, key: "\(sitting)-\(order.id)"))))
        case .copy, .end: break
        }
      } catch let failure as ReviewFailure {
        door.yield(.event(.failed(failure.words)))
      } catch {
        door.yield(.event(.failed(Complaint(error).message)))
      }
    }
  }

  /// Reads on a thread of its own, because reading waits.
  private static func readKeys(into door: AsyncStream<Input>.Continuation) {
    let thread = Thread {
      while true {
        let data = FileHandle.standardInput.availableData
        guard !data.isEmpty else { break }
        door.yield(.bytes(Array(data)))
      }
      door.yield(.hangUp)
    }
    thread.start()
  }

  private static func signals(_ door: AsyncStream<Input>.Continuation) -> [any DispatchSourceSignal] {
    let meanings: [(Int32, Input)] = [(SIGWINCH, .resized), (SIGTERM, .hangUp), (SIGHUP, .hangUp), (SIGINT, .hangUp)]
    return meanings.map { number, input in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { door.yield(input) }
      source.resume()
      return source
    }
  }
}
