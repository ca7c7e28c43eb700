import ModerationModel

/// A place to which our buttons pass an article on, and how its own page for that is asked.
struct ShareTarget: Hashable {
  /// The name under which shares are counted.
  var network: String
  private var names: [Language: String] = [:]
  private var plainName: String
  /// The page's address up to its query.
  private var page: String
  /// The query's field for the article's address, and the one for its title where there is one.
  private var fields: (url: String, title: String?)

  private init(
    _ network: String, _ name: String, names: [Language: String] = [:], page: String, url: String, title: String?
  ) {
    self.network = network
    self.names = names
    plainName = name
    self.page = page
    fields = (url, title)
  }

  static let all = [
    ShareTarget("telegram", "Telegram", page: "https://t.me/share/url", url: "url", title: "text"),
    ShareTarget(
      "vk", "VK", names: [.russian: "ВКонтакте"], page: "https://vk.com/share.php", url: "url", title: "title"),
    ShareTarget(
      "ok", "OK", names: [.russian: "Одноклассники"], page: "https://connect.ok.ru/offer", url: "url", title: "title"),
    ShareTarget("whatsapp", "WhatsApp", page: "https://api.whatsapp.com/send", url: "text", title: nil),
    ShareTarget("facebook", "Facebook", page: "https://www.facebook.com/sharer/sharer.php", url: "u", title: nil),
    ShareTarget("x", "X", page: "https://x.com/intent/post", url: "url", title: "text"),
  ]

  /// Hosts that a form of ours may lead to, as a Content-Security-Policy names them. Browsers hold later hops of the same
  /// journey to the list too.
  static let hosts = [
    "https://t.me", "https://vk.com", "https://*.vk.com", "https://vk.ru", "https://*.vk.ru", "https://connect.ok.ru",
    "https://*.ok.ru", "https://api.whatsapp.com", "https://*.whatsapp.com", "https://www.facebook.com",
    "https://*.facebook.com", "https://x.com",
  ]

  /// The buttons that readers of a language meet, in order.
  static func shown(in language: Language) -> [ShareTarget] {
    let order =
      switch language {
      case .russian: ["telegram", "vk", "ok", "whatsapp"]
      case .ukrainian: ["telegram", "facebook", "whatsapp", "x"]
      default: ["whatsapp", "facebook", "x", "telegram"]
      }
    return order.compactMap { name in all.first { $0.network == name } }
  }

  func name(in language: Language) -> String { names[language] ?? plainName }

  /// The address at which a reader passes an article on.
  func address(for article: Article) -> String {
    var values = [(fields.url, article.url)]
    if let title = fields.title { values.append((title, article.title)) }
    return PageAddress.query(page, values)
  }

  static func == (left: ShareTarget, right: ShareTarget) -> Bool { left.network == right.network }

  func hash(into hasher: inout Hasher) { hasher.combine(network) }
}
