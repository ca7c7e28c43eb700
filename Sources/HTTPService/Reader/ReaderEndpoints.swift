/// The routes that readers use.
enum ReaderEndpoints {
  static let all: [Endpoint] = ThreadController.endpoints + SubmitController.endpoints
}
