package import ModerationModel

/// Somebody of the newsroom whom a request has let in.
package struct Actor: Hashable, Sendable {
  /// How they showed who they are.
  package enum Proof: Hashable, Sendable {
    /// An API token in the `Authorization` field.
    case token
    /// A session cookie; changes also need the session's form key.
    case session
  }

  package var name: String
  package var role: Moderator.Role
  package var proof: Proof
  package var session: SessionID?
  /// What the forms of this session's pages carry as `form_key`; `nil` for a token, which needs none.
  package var formKey: String?

  package init(
    name: String, role: Moderator.Role, proof: Proof, session: SessionID? = nil, formKey: String? = nil
  ) {
    self.name = name
    self.role = role
    self.proof = proof
    self.session = session
    self.formKey = formKey
  }
}
