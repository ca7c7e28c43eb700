/// Normalises texts one after another, in buffers that it keeps, so that a steady stream allocates next to nothing.
///
///     var normalizer = Normalizer()
///     var text = NormalizedText("")
///     for comment in comments { normalizer.normalize(comment, into: &text) }
///
/// - Complexity: O(n) in the bytes of each text, whatever they are.
public struct Normalizer: Sendable {
  private var composer = Composer()
  private var folder = FoldPass()
  private var squeezer = SqueezePass()
  private var original: [UInt8] = []
  private var spare = TextView()
  private var segments: [OffsetMap.Segment] = []

  public init() {}

  /// A text of its own, when buffers are not worth keeping.
  public mutating func normalize(_ string: String) -> NormalizedText {
    var text = NormalizedText()
    normalize(string, into: &text)
    return text
  }

  /// Replaces what `text` holds.
  public mutating func normalize(_ string: String, into text: inout NormalizedText) {
    start(&text)
    text.rawView.bytes.append(contentsOf: string.utf8)
    derive(&text)
  }

  /// Replaces what `text` holds.
  ///
  /// - Parameter bytes: UTF-8, or what claims to be.
  public mutating func normalize(bytes: some Collection<UInt8>, into text: inout NormalizedText) {
    start(&text)
    text.rawView.bytes.append(contentsOf: bytes)
    validate(&text)
    derive(&text)
  }

  /// The same for an array, without the detour of a generic collection.
  public mutating func normalize(bytes: [UInt8], into text: inout NormalizedText) {
    start(&text)
    text.rawView.bytes.append(contentsOf: bytes)
    validate(&text)
    derive(&text)
  }

  private mutating func validate(_ text: inout NormalizedText) {
    if (try? UTF8Span(validating: text.rawView.bytes.span)) == nil {
      swap(&original, &text.rawView.bytes)
      text.rawView.bytes.removeAll(keepingCapacity: true)
      RawPass.run(original.span, into: &text.rawView)
    }
  }

  private func start(_ text: inout NormalizedText) {
    text.rawView.removeAll()
    text.normView.removeAll()
    text.urlsView.removeAll()
    text.domainsView.removeAll()
    text.links.removeAll(keepingCapacity: true)
  }

  private mutating func derive(_ text: inout NormalizedText) {
    let raw = text.rawView.bytes
    var counts = StatisticsPass()
    let isASCII = counts.run(raw)
    NormPass.run(raw, into: &text.normView, composer: &composer)
    if isASCII ? text.normView.bytes.contains(0x60) : ApostrophePass.mayChange(text.normView.bytes) {
      straightenApostrophes(&text)
    }

    let letters = counts.statistics.letters
    let leansCyrillic = letters.cyrillic > 0 && letters.cyrillic >= letters.latin
    var tally = WordTally()
    let norm = text.normView
    let isUppercase = { (offset: Int) in
      ScalarProperties(scalar(in: raw.span, at: norm.map.originStart(of: offset)).value).isUppercase
    }
    let found = LinkFinder(norm.bytes, isUppercase: isUppercase).find()

    let fold = folder.run(
      norm.bytes,
      in: .init(links: found.isEmpty ? [] : found.map(\.range), leansCyrillic: leansCyrillic, isUppercase: isUppercase),
      tally: &tally, reusing: text.foldView)
    text.foldView = fold.view
    text.isFoldNorm = !fold.hasChanges
    let foldMap = text.foldView.map
    let isFoldNorm = text.isFoldNorm
    if !isFoldNorm {
      text.foldView.map.rebase(onto: norm.map, viewCount: text.foldView.bytes.count, scratch: &segments)
    }
    text.isSqueezeFold = true
    if tally.mayNeedSqueeze {
      let squeeze = squeezer.run(
        text[.fold].bytes, folder: &folder, leansCyrillic: leansCyrillic, reusing: text.squeezeView,
        isUppercase: { isUppercase(isFoldNorm ? $0 : foldMap.originStart(of: $0)) })
      text.squeezeView = squeeze.view
      text.isSqueezeFold = !squeeze.hasChanges
      if squeeze.hasChanges {
        text.squeezeView.map.rebase(
          onto: text[.fold].map, viewCount: text.squeezeView.bytes.count, scratch: &segments)
      }
    }
    text.statistics = counts.statistics
    text.statistics.words = tally.words
    text.statistics.longestCharacterRun = tally.longestCharacterRun
    text.statistics.longestWordRun = tally.longestWordRun
    text.statistics.mapRuns(text.normView.originalRange)
    text.statistics.language = LanguageGuess(
      cyrillic: letters.cyrillic, latin: letters.latin, ukrainianLetters: counts.ukrainianLetters,
      russianLetters: counts.russianLetters, tally: tally)
    LinkViews.write(found, to: &text)
    if !text.rawView.isIdentity { rebaseOntoRaw(&text) }
  }

  private mutating func straightenApostrophes(_ text: inout NormalizedText) {
    var (view, hasChanges) = ApostrophePass.run(text.normView.bytes, reusing: spare)
    if hasChanges {
      view.map.rebase(onto: text.normView.map, viewCount: view.bytes.count, scratch: &segments)
      swap(&view, &text.normView)
    }
    spare = view
  }

  /// When the text was not UTF-8: everything so far counted bytes of `raw`, and now counts bytes of the original.
  private mutating func rebaseOntoRaw(_ text: inout NormalizedText) {
    let raw = text.rawView
    for view in [\NormalizedText.normView, \.foldView, \.squeezeView, \.urlsView, \.domainsView] {
      text[keyPath: view].map.rebase(
        onto: raw.map, viewCount: text[keyPath: view].bytes.count, scratch: &segments)
    }
    text.statistics.mapRanges(raw.originalRange)
    for index in text.links.indices {
      text.links[index].range = raw.originalRange(text.links[index].range)
      text.links[index].hostRange = raw.originalRange(text.links[index].hostRange)
    }
  }
}

extension TextStatistics {
  fileprivate mutating func mapRuns(_ transform: (Range<Int>) -> Range<Int>) {
    if let run = longestCharacterRun { longestCharacterRun?.range = transform(run.range) }
    if let run = longestWordRun { longestWordRun?.range = transform(run.range) }
  }

  fileprivate mutating func mapRanges(_ transform: (Range<Int>) -> Range<Int>) {
    mapRuns(transform)
    for list in [
      \TextStatistics.mixedScriptWords, \.invisible, \.bidiControls, \.directionMarks, \.stackedMarks,
    ] {
      for index in self[keyPath: list].indices { self[keyPath: list][index] = transform(self[keyPath: list][index]) }
    }
  }
}
