/// The routes that the newsroom uses.
enum ModeratorEndpoints {
  static let all: [Endpoint] = []
}
