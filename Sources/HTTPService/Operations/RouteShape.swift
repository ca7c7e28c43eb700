import HTTPTypes

/// What a route takes and gives, for `/openapi.json`. The table below has a row for each route of the interface, and a
/// test proves that none is missing and none is left over.
struct RouteShape {
  enum Kind {
    case text(max: Int)
    case integer(Int, Int)
    case flag
    case choice([String])
    case texts(max: Int)
  }

  struct Parameter {
    var name: String
    var kind: Kind
    var isRequired = false
  }

  var query: [Parameter] = []
  /// The names of schemas.
  var body: String?
  var answer: String?
  /// The status when all goes well, and others that are no problem.
  var statuses: [Int] = [200]
  var mediaType = "application/json"
  /// Whether the body may be a form as well.
  var takesForms = false

  init(
    _ answer: String?, body: String? = nil, query: [Parameter] = [], statuses: [Int] = [200],
    mediaType: String = "application/json", takesForms: Bool = false
  ) {
    self.answer = answer
    self.body = body
    self.query = query
    self.statuses = statuses
    self.mediaType = mediaType
    self.takesForms = takesForms
  }
}
