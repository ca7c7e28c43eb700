package import CommentFlow
package import ModerationModel

/// Somebody of the newsroom whom a request has let in.
package struct Actor: Hashable, Sendable {
  /// How they showed who they are.
  package enum Proof: Hashable, Sendable {
    /// An API token in the `Authorization` field.
    case token
    /// A session cookie; changes also need the session's CSRF token.
    case session
  }

  package var name: String
  package var role: Moderator.Role
  package var proof: Proof
  /// What the token is limited to; `nil` for everything that the role may.
  package var duties: Set<Duty>?

  package init(name: String, role: Moderator.Role, proof: Proof, duties: Set<Duty>? = nil) {
    self.name = name
    self.role = role
    self.proof = proof
    self.duties = duties
  }
}
