import HTTPTypes
import Hummingbird

/// The routes that operators and programs use.
enum OperationEndpoints {
  static func all(settings: HTTPSettings) -> [Endpoint] {
    [
      Endpoint(.get, "/healthz", access: .anyone, "Whether the process answers.") { _ in
        CommentService.response(json: ["status": "ok"])
      },
      Endpoint(.get, "/assets/{file}", access: .anyone, "A script, style or picture of the pages.") { exchange in
        try exchange.service.shared.assets.response(try exchange.parameter("file"), to: exchange)
      },
    ]
  }
}
