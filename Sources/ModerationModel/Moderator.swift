/// A person who may decide.
public struct Moderator: Hashable, Sendable {
  public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Reads the queue and the log.
    case viewer
    /// Decides on comments.
    case moderator
    /// Changes rules and article policies too.
    case editor
    /// Everything, people included.
    case admin
  }

  public static let nameBytesMax = 64

  public var site: SiteID
  public var id: ModeratorID
  /// The name to sign in with, unique on its site.
  public var name: String
  public var role: Role
  public var isDisabled: Bool
  public var createdAt: Timestamp

  public init(
    site: SiteID, id: ModeratorID, name: String, role: Role, isDisabled: Bool = false, createdAt: Timestamp
  ) {
    self.site = site
    self.id = id
    self.name = name
    self.role = role
    self.isDisabled = isDisabled
    self.createdAt = createdAt
  }
}
