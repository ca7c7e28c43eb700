import HTTPTypes

extension CommentService {
  /// The interface as OpenAPI 3.1, made from the routes themselves.
  package var openAPI: JSONValue {
    var paths: [String: [JSONValue.Member]] = [:]
    var order: [String] = []
    for endpoint in endpoints where endpoint.kind == .interface {
      if paths[endpoint.path] == nil { order.append(endpoint.path) }
      paths[endpoint.path, default: []].append(
        .init(endpoint.method.rawValue.lowercased(), Self.operation(endpoint)))
    }
    let schemas = OpenAPISchemas.answers + OpenAPISchemas.bodies
    return [
      "openapi": "3.1.0",
      "info": [
        "title": "Moderato", "version": "1",
        "description": "Comments of one site. Problems are RFC 9457 documents whose type and code are promises.",
      ],
      "servers": [["url": .string(baseURL)]],
      "paths": .object(order.map { .init($0, .object(paths[$0] ?? [])) }),
      "components": [
        "schemas": .object(schemas.map { .init($0.0, $0.1) }),
        "securitySchemes": [
          "token": ["type": "http", "scheme": "bearer"],
          "session": ["type": "apiKey", "in": "cookie", "name": .string(cookie.name)],
          "editToken": ["type": "apiKey", "in": "header", "name": "Edit-Token"],
        ],
      ],
    ]
  }

  private static func operation(_ endpoint: Endpoint) -> JSONValue {
    let shape = RouteShape.all["\(endpoint.method.rawValue) \(endpoint.path)"] ?? RouteShape("Document")
    var parameters: [JSONValue] = endpoint.path.split(separator: "/").filter { $0.hasPrefix("{") }.map { segment in
      [
        "name": .string(String(segment.dropFirst().dropLast())), "in": "path", "required": true,
        "schema": ["type": "string", "minLength": 1],
      ]
    }
    parameters += shape.query.map(query)
    if endpoint.isUnsafe {
      parameters.append([
        "name": "Idempotency-Key", "in": "header",
        "schema": ["type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"],
      ])
    }
    var members: [JSONValue.Member] = [
      .init("summary", .string(endpoint.summary)), .init("operationId", .string(identity(of: endpoint))),
      .init("parameters", .array(parameters)),
    ]
    if let body = shape.body {
      var content: [JSONValue.Member] = [
        .init("application/json", ["schema": OpenAPISchemas.reference(body)])
      ]
      if shape.takesForms { content.append(.init("application/x-www-form-urlencoded", ["schema": ["type": "object"]])) }
      members.append(.init("requestBody", ["required": true, "content": .object(content)]))
    }
    members.append(.init("responses", responses(shape)))
    switch endpoint.access {
    case .moderator: members.append(.init("security", [["token": []], ["session": []]]))
    case .reader: members.append(.init("security", [[:], ["token": []], ["editToken": []]]))
    case .anyone, .signIn: break
    }
    return .object(members)
  }

  private static func responses(_ shape: RouteShape) -> JSONValue {
    var responses: [JSONValue.Member] = shape.statuses.map { status in
      guard ![204, 304].contains(status) else { return .init("\(status)", ["description": "No content"]) }
      let schema: JSONValue = shape.answer.map { OpenAPISchemas.reference($0) } ?? ["type": "string"]
      return .init(
        "\(status)",
        ["description": "Done", "content": .object([.init(shape.mediaType, ["schema": schema])])])
    }
    responses.append(
      .init(
        "default",
        [
          "description": "A problem",
          "content": ["application/problem+json": ["schema": OpenAPISchemas.reference("Problem")]],
        ]))
    return .object(responses)
  }

  private static func query(_ parameter: RouteShape.Parameter) -> JSONValue {
    let schema: JSONValue
    switch parameter.kind {
    case .text(let max): schema = ["type": "string", "minLength": 1, "maxLength": .integer(Int64(max))]
    case .integer(let low, let high):
      schema = ["type": "integer", "minimum": .integer(Int64(low)), "maximum": .integer(Int64(high))]
    case .flag: schema = OpenAPISchemas.flag
    case .choice(let words): schema = OpenAPISchemas.choice(words)
    case .texts(let max):
      schema = ["type": "array", "items": OpenAPISchemas.text(max), "minItems": 1, "maxItems": 50]
    }
    return [
      "name": .string(parameter.name), "in": "query", "required": .bool(parameter.isRequired), "schema": schema,
    ]
  }

  private static func identity(of endpoint: Endpoint) -> String {
    let words = endpoint.path.split(whereSeparator: { "/{}.".contains($0) }).filter { $0 != "v1" }
    return ([endpoint.method.rawValue.lowercased()] + words.map(String.init)).joined(separator: "_")
  }
}

extension CommentService {
  /// Routes whose shape is known, for the test that holds the document against the routes.
  package var shapedRoutes: Set<String> {
    let offered = settings.offersMetrics ? [] : ["GET /metrics"]
    return Set(RouteShape.all.keys).subtracting(offered)
  }

  /// Live streams that are open just now.
  package var listenerCount: Int { shared.hub.count }
}
