/// The routes that the newsroom uses.
enum ModeratorEndpoints {
  static let all: [Endpoint] =
    QueueController.endpoints + ReviewController.endpoints + AuthorController.endpoints + RuleController.endpoints
    + RuleTrialController.endpoints
    + RecordController.endpoints + ArticleController.endpoints + WebhookController.endpoints
}
