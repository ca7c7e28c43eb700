/// A file's tree as bytes: reading it back costs a tenth of parsing YAML.
extension YAMLNode {
  func write(to cache: inout CacheWriter) {
    switch content {
    case .scalar(let scalar):
      cache.add(scalar.style.number)
      cache.write(place)
      cache.add(scalar.text)
    case .sequence(let items):
      cache.add(8)
      cache.write(place)
      cache.add(items.count)
      for item in items { item.write(to: &cache) }
    case .mapping(let pairs):
      cache.add(9)
      cache.write(place)
      cache.add(pairs.count)
      for (key, value) in pairs {
        cache.write(key.place)
        cache.add(key.name)
        value.write(to: &cache)
      }
    }
  }

  init?(from cache: inout CacheReader, file: String, depth: Int = 0) {
    guard depth <= RuleSetLimits.nestingMax + 1, let kind = cache.number(), let place = cache.place(in: file) else {
      return nil
    }
    switch kind {
    case 8:
      guard let count = cache.count() else { return nil }
      var items: [YAMLNode] = []
      items.reserveCapacity(count)
      for _ in 0..<count {
        guard let item = YAMLNode(from: &cache, file: file, depth: depth + 1) else { return nil }
        items.append(item)
      }
      self.init(content: .sequence(items), place: place)
    case 9:
      guard let count = cache.count() else { return nil }
      var pairs: [(key: YAMLKey, value: YAMLNode)] = []
      pairs.reserveCapacity(count)
      for _ in 0..<count {
        guard let keyPlace = cache.place(in: file), let name = cache.text(),
          let value = YAMLNode(from: &cache, file: file, depth: depth + 1)
        else { return nil }
        pairs.append((YAMLKey(name: name, place: keyPlace), value))
      }
      self.init(content: .mapping(pairs), place: place)
    default:
      guard let style = YAMLScalar.Style(number: kind), let text = cache.text() else { return nil }
      self.init(content: .scalar(YAMLScalar(text: text, style: style, place: place)), place: place)
    }
  }
}

extension YAMLScalar.Style {
  private static let all: [Self] = [.plain, .singleQuoted, .doubleQuoted, .block]

  fileprivate var number: Int { Self.all.firstIndex(of: self) ?? 0 }

  fileprivate init?(number: Int) {
    guard Self.all.indices.contains(number) else { return nil }
    self = Self.all[number]
  }
}

extension CacheWriter {
  fileprivate mutating func write(_ place: SourcePlace) {
    add(place.line)
    add(place.column)
    add(place.length)
  }
}

extension CacheReader {
  fileprivate mutating func place(in file: String) -> SourcePlace? {
    guard let line = number(), let column = number(), let length = number() else { return nil }
    return SourcePlace(file: file, line: line, column: column, length: length)
  }
}
