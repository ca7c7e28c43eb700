import Foundation
import Mustache

/// What a template is filled with: names and their values, which are texts, flags, lists and further views.
typealias PageView = [String: Any]

/// The templates of all pages, read once.
///
/// Every template gets the escaping of ``PageEscaping`` laid under it when it is read, and none may ask for unescaped
/// text: a template with `{{{` or `{{&` is refused.
struct PageTemplates: Sendable {
  /// Why the templates cannot be used.
  enum Failure: Error, CustomStringConvertible {
    case missing
    case unescaped(template: String)
    case damaged(template: String, cause: any Error)

    var description: String {
      switch self {
      case .missing: "the folder moderato_HTTPService with the pages' templates was not found beside the program"
      case .unescaped(let template): "the template \(template) asks for unescaped text"
      case .damaged(let template, let cause): "the template \(template) cannot be read: \(cause)"
      }
    }
  }

  private let library: MustacheLibrary

  static let shipped = Result<PageTemplates, Failure> { () throws(Failure) in
    guard let folder = ServiceResources.folder else { throw .missing }
    return try PageTemplates(folder: folder.appending(path: "Templates"))
  }

  init(folder: URL) throws(Failure) {
    MustacheContentTypes.register(PageEscaping(), named: PageEscaping.name)
    var library = MustacheLibrary()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    for name in names where name.hasSuffix(".mustache") {
      let template = String(name.dropLast(".mustache".count))
      do {
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        guard !text.contains("{{{"), !text.contains("{{&"), !text.contains("{{%") else {
          throw Failure.unescaped(template: template)
        }
        try library.register("{{% CONTENT_TYPE: \(PageEscaping.name)}}" + text, named: template)
      } catch let error as Failure {
        throw error
      } catch {
        throw .damaged(template: template, cause: error)
      }
    }
    guard !names.isEmpty else { throw .missing }
    self.library = library
  }

  /// A page's HTML; `nil` when there is no such template.
  func render(_ view: PageView, as template: String) -> String? {
    library.render(view, withTemplate: template)
  }
}
