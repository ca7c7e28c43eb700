import Moderato

let comments = try await CommentFlow.open(.file("comments.sqlite"))
let bridge = try ArticleID(validating: "bridge")
try await comments.add(
  Article(id: bridge, url: "https://gazeta.example/bridge", title: "Мост откроют в мае", publishedAt: .now))

let receipt = try await comments.submit(
  Submission(
    article: bridge, text: "Куплю билеты, мой номер 8 912 345-67-89", author: AuthorClaim(name: "Гость")))
print(receipt.comment.state)  // pending: a phone number, so somebody looks first
for signal in receipt.comment.revision.verdict.signals {
  print(signal.name, signal.score, signal.reason, signal.evidence.map(\.range))
}

for waiting in try await comments.queue() {
  let target = ReviewRequest.Target(comment: waiting.comment.id, version: waiting.comment.version)
  let review = try await comments.review(ReviewRequest(targets: [target], decision: .spam, moderator: "ira"))
  _ = try await comments.undo(review.id, by: "ira")  // exactly as it was
}
for try await event in comments.events() {
  print(event.kind.rawValue)
  if event.kind == .reviewUndone { break }
}
