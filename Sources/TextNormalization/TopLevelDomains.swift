/// The last labels of host names that we take for links without further proof, or with some.
enum TopLevelDomains {
  /// Enough by themselves after "name.".
  static let certain: Set<String> = [
    "com", "net", "org", "info", "biz", "top", "xyz", "site", "online", "club", "shop", "store", "pro", "app", "dev",
    "casino", "bet", "vip", "icu", "cyou", "io", "ai", "gg", "tv", "cc", "ws", "ly", "gl", "co", "tk", "ml", "ga", "cf",
    "gq", "ru", "su", "ua", "by", "kz", "uz", "ge", "md", "lt", "lv", "ee", "de", "uk", "fr", "pl", "cz", "sk", "bg",
    "eu", "cn", "jp", "br", "nl", "se", "ch", "au", "ca", "es", "pt", "gr", "ro", "hu", "tr", "il", "kg", "tj", "рф",
    "укр", "бел", "рус", "edu", "gov", "mobi", "guru", "website", "agency", "email", "onion", "cash", "poker", "porn",
    "xxx", "sex", "adult", "dating", "loan", "crypto", "bid", "trade", "wtf", "lol",
  ]
  /// Ordinary words of English too: they need a path, a third label, a digit or a hyphen.
  static let doubtful: Set<String> = [
    "work", "live", "life", "world", "date", "men", "link", "click", "party", "review", "space", "fun", "win", "me",
    "it", "is", "in", "at", "be", "no", "so", "to", "my", "am", "as", "do", "us", "im", "id", "la", "ph", "sh", "cx",
    "blog", "news", "media", "team", "money", "games", "game", "today", "tech", "cloud", "page", "zone", "best",
    "monster",
    "buzz", "stream", "digital", "group", "video", "chat", "social", "wiki", "art", "bar", "tel", "cafe", "city",
    "сайт", "онлайн", "москва", "дети", "орг", "ком",
  ]
  /// As people spell them out: "kazik7 точка ру".
  static let spelled: [String: String] = [
    "ру": "ru", "ком": "com", "орг": "org", "юа": "ua", "топ": "top", "нет": "net",
  ]

  /// Words before "dot com" that speak of companies, not of hosts.
  static let ordinaryWords: Set<String> = [
    "the", "a", "an", "this", "that", "these", "those", "of", "and", "or", "in", "on", "big", "new", "old", "early",
    "late",
    "every", "each", "first", "last", "any", "some", "no", "red", "black", "blue", "green", "white", "polka", "micro",
  ]
}
