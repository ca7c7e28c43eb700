/// Where each byte of a view came from, as the few places where the two sides stop running in step.
///
/// A text whose view has the same bytes at the same places has no segments at all, so that ordinary text pays
/// nothing. Segments stand in order of the view and cover it without holes; holes on the origin's side are what the
/// view left out.
struct OffsetMap: Sendable, Equatable {
  struct Segment: Sendable, Equatable {
    /// Where it starts in the view.
    var view: UInt32
    /// Where it starts in the origin.
    var origin: UInt32
    /// Where it ends in the origin, if all its bytes come from all of that range; equal to `origin` if view and
    /// origin run in step, byte for byte, until the next segment.
    var originEnd: UInt32

    var isLinear: Bool { originEnd == origin }
  }

  /// Empty: the view's offsets are the origin's offsets.
  private(set) var segments: [Segment] = []

  var isIdentity: Bool { segments.isEmpty }

  mutating func removeAll() {
    segments.removeAll(keepingCapacity: true)
  }

  /// Where the byte at this offset of the view comes from, or at the end, where the next one would.
  func originStart(of offset: Int) -> Int {
    guard let index = segmentIndex(containing: offset) else { return offset }
    let segment = segments[index]
    return segment.isLinear ? Int(segment.origin) + offset - Int(segment.view) : Int(segment.origin)
  }

  /// Where the origin of the byte before this offset of the view ends.
  func originEnd(of offset: Int) -> Int {
    guard offset > 0, let index = segmentIndex(containing: offset - 1) else { return offset }
    let segment = segments[index]
    return segment.isLinear ? Int(segment.origin) + offset - Int(segment.view) : Int(segment.originEnd)
  }

  /// The last segment that starts at or before the offset.
  private func segmentIndex(containing offset: Int) -> Int? {
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if Int(segments[middle].view) <= offset { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }

  /// From here on, the view runs in step with the origin.
  mutating func appendLinear(view: Int, origin: Int) {
    if let last = segments.last {
      if last.isLinear, Int(last.origin) - Int(last.view) == origin - view { return }
    } else {
      if view == origin { return }
      if view > 0 { segments.append(Segment(view: 0, origin: 0, originEnd: 0)) }
    }
    segments.append(Segment(view: UInt32(view), origin: UInt32(origin), originEnd: UInt32(origin)))
  }

  /// What the view has from here on comes, all of it, from this range.
  mutating func appendBlock(view: Int, origin: Range<Int>) {
    if segments.isEmpty, view > 0 { segments.append(Segment(view: 0, origin: 0, originEnd: 0)) }
    segments.append(
      Segment(view: UInt32(view), origin: UInt32(origin.lowerBound), originEnd: UInt32(origin.upperBound)))
  }

  /// Forgets what starts at or after this offset of the view.
  mutating func truncate(to view: Int) {
    while let last = segments.last, Int(last.view) >= view { segments.removeLast() }
  }

  /// Makes a map into `parent`'s view a map into `parent`'s origin. `viewCount` is the length of the view.
  ///
  /// - Complexity: O(n) in the segments of both.
  mutating func rebase(onto parent: OffsetMap, viewCount: Int, scratch: inout [Segment]) {
    guard !parent.isIdentity, viewCount > 0 else { return }
    guard !isIdentity else {
      segments.append(contentsOf: parent.segments)
      return
    }
    scratch.removeAll(keepingCapacity: true)
    swap(&scratch, &segments)
    for (index, segment) in scratch.enumerated() {
      let end = index + 1 < scratch.count ? Int(scratch[index + 1].view) : viewCount
      guard !segment.isLinear else {
        appendLinear(segment, until: end, through: parent)
        continue
      }
      let start = parent.originStart(of: Int(segment.origin))
      appendBlock(view: Int(segment.view), origin: start..<parent.originEnd(of: Int(segment.originEnd)))
    }
  }

  /// Cuts a linear segment at the seams of the parent.
  private mutating func appendLinear(_ segment: Segment, until end: Int, through parent: OffsetMap) {
    var view = Int(segment.view)
    var middle = Int(segment.origin)
    guard var index = parent.segmentIndex(containing: middle) else { return }
    while view < end {
      let next = index + 1 < parent.segments.count ? Int(parent.segments[index + 1].view) : Int.max
      let piece = parent.segments[index]
      if piece.isLinear {
        appendLinear(view: view, origin: Int(piece.origin) + middle - Int(piece.view))
      } else {
        appendBlock(view: view, origin: Int(piece.origin)..<Int(piece.originEnd))
      }
      let length = min(end - view, next - middle)
      view += length
      middle += length
      index += 1
    }
  }
}
