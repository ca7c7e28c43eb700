import Hummingbird

/// The pages for people: the widget, the newsroom.
enum PageEndpoints {
  static let all: [Endpoint] = []

  /// What a page answers with when something goes wrong.
  static func page(for problem: Problem, in exchange: Exchange) -> Response {
    CommentService.response(to: problem)
  }
}
