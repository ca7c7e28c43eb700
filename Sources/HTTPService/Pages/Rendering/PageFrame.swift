import HTTPTypes
import Hummingbird
import ModerationModel
import NIOCore

/// What all pages have around them.
enum PageFrame {
  static func view(
    words: PageWords, title: String, styles: [String], scripts: [String], theme: String? = nil
  ) -> PageView {
    [
      "s": words.phrases, "lang": words.language.code, "pageTitle": title, "assets": "/assets",
      "styles": styles.map(asset), "scripts": scripts.map(asset), "theme": theme ?? false as Any,
      "feedAddress": false, "noIndex": false,
    ]
  }

  /// The address of a shipped file. The mark in its query changes with the file, so that no browser shows a page in
  /// yesterday's clothes.
  static func asset(_ file: String) -> String {
    let mark = StaticAssets.shipped[file].map { $0.etag.filter { $0 != "\"" }.prefix(10) } ?? ""
    return "/assets/\(file)?v=\(mark)"
  }
}

/// Which of the service's audiences a page is for; it decides what the page may load and who may frame it.
enum PageAudience {
  /// Framed by the newsroom's articles; keeps no cookies.
  case readers
  /// Framed by nobody.
  case newsroom
  /// The demonstration's articles, which frame the readers' page.
  case newspaper

  func policy(origins: [String]) -> String {
    let own =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'"
    switch self {
    case .readers:
      let hosts = ShareTarget.hosts.joined(separator: " ")
      let frames = (["'self'"] + origins).joined(separator: " ")
      return "\(own); form-action 'self' \(hosts); frame-ancestors \(frames); require-trusted-types-for 'script'; "
        + "trusted-types 'none'"
    case .newsroom:
      return "\(own); form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        + "trusted-types 'none'"
    case .newspaper: return "\(own); frame-src 'self'; form-action 'none'; frame-ancestors 'none'"
    }
  }
}

extension Exchange {
  /// A page as an answer.
  ///
  /// - Throws: a problem with 503 when the templates are missing.
  func page(
    _ view: PageView, as template: String, for audience: PageAudience, status: HTTPResponse.Status = .ok
  ) throws -> Response {
    response(html: ByteBuffer(string: try Self.html(view, as: template)), for: audience, status: status)
  }

  /// A page's HTML.
  ///
  /// - Throws: a problem with 503 when the templates are missing.
  static func html(_ view: PageView, as template: String) throws -> String {
    guard let html = try PageTemplates.shipped.get().render(view, as: template) else {
      throw PageTemplates.Failure.missing
    }
    return html
  }

  /// A page that is laid out already, as an answer.
  func response(
    html: ByteBuffer, for audience: PageAudience, status: HTTPResponse.Status = .ok
  ) -> Response {
    var headers: HTTPFields = [
      .contentType: "text/html; charset=utf-8",
      .contentSecurityPolicy: audience.policy(origins: service.settings.origins),
      .contentTypeOptions: "nosniff",
      // Other sites learn nothing; our own forms still say where they come from.
      .referrerPolicy: "same-origin",
      .permissionsPolicy: "camera=(), geolocation=(), microphone=(), payment=()",
      .vary: "Accept-Language, X-Moderato-Part",
    ]
    switch audience {
    case .readers, .newspaper: headers[.cacheControl] = "private, no-cache"
    case .newsroom:
      headers[.cacheControl] = "no-store"
      headers[.openerPolicy] = "same-origin"
      headers[.resourcePolicy] = "same-origin"
    }
    return Response(status: status, headers: headers, body: .init(byteBuffer: html))
  }

  /// Sends a browser on after a form was taken, so that loading the page again repeats nothing.
  func seeOther(_ address: String) -> Response {
    Response(
      status: .seeOther,
      headers: [.location: address, .cacheControl: "no-store", .referrerPolicy: "same-origin"])
  }
}
