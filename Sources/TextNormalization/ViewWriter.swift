/// Builds a view as an edit of another: what is not replaced is copied, and runs in step.
struct ViewWriter {
  private(set) var view: TextView
  /// How far the source has been copied.
  private var copied = 0
  /// Something differs from the source.
  private(set) var hasChanges = false

  /// Takes the buffers of an earlier view.
  init(reusing view: consuming TextView) {
    self.view = view
    self.view.removeAll()
  }

  /// Writes a scalar in place of this range of the source. Ranges come in order.
  mutating func replace(_ range: Range<Int>, with scalar: UInt32, in source: [UInt8]) {
    copy(upTo: range.lowerBound, from: source)
    if utf8Length(of: scalar) == range.count {
      view.map.appendLinear(view: view.bytes.count, origin: range.lowerBound)
    } else {
      view.map.appendBlock(view: view.bytes.count, origin: range)
    }
    view.bytes.append(scalar: scalar)
    copied = range.upperBound
    hasChanges = true
  }

  /// Leaves out what stands before this offset and was not copied yet.
  mutating func skip(to offset: Int) {
    copied = offset
    hasChanges = true
  }

  mutating func copy(upTo offset: Int, from source: [UInt8]) {
    guard offset > copied else { return }
    view.map.appendLinear(view: view.bytes.count, origin: copied)
    view.bytes += source[copied..<offset]
    copied = offset
  }

  /// The view, when everything has been copied; its map leads to the source.
  consuming func finish(source: [UInt8]) -> TextView {
    copy(upTo: source.count, from: source)
    return view
  }
}
