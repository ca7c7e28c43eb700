/// The routes that readers use.
enum ReaderEndpoints {
  static let all: [Endpoint] =
    ThreadController.endpoints + SubmitController.endpoints + CommentController.endpoints + SharesController.endpoints
    + CountsController.endpoints + EventController.endpoints + FeedController.endpoints
    + VoiceController.endpoints + SessionController.endpoints
}
