import Hummingbird

/// The pages for people: the widget, the newsroom.
enum PageEndpoints {
  static let all: [Endpoint] = ReaderPageEndpoints.all

  /// What a page answers with when something goes wrong.
  static func page(for problem: Problem, in exchange: Exchange) async -> Response {
    CommentService.response(to: problem)
  }
}
