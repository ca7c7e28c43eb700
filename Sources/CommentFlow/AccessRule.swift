public import ModerationModel

/// What somebody is about to do, by who may do it.
public enum Duty: String, Hashable, Sendable, CaseIterable {
  /// Looking at the queue, the log and what is kept.
  case read
  /// Deciding on comments and authors.
  case decide
  /// Changing articles, their policies and share counts; judging stored comments again.
  case edit
  /// Forgetting authors, and whatever else cannot be taken back.
  case administer

  /// The least role that may.
  public var leastRole: Moderator.Role {
    switch self {
    case .read: .viewer
    case .decide: .moderator
    case .edit: .editor
    case .administer: .admin
    }
  }
}

/// Why somebody may not do what they are about to do.
public enum AccessRefusal: Error, Hashable, Sendable {
  /// Nobody of that name is registered, and the site has users.
  case unregistered(name: String)
  case disabled(name: String)
  case roleTooLow(name: String, role: Moderator.Role, needed: Moderator.Role)
}

/// Who may do what: the one place that says so.
///
/// A site without enabled users trusts whoever reaches it, because nobody has been named yet. From the first enabled user
/// on, only registered and enabled ones act, each as far as their role goes. Somebody disabled, or with too low a role,
/// is refused in any case.
public enum AccessRule {
  public static func check(
    _ name: String, for duty: Duty, among moderators: [Moderator]
  ) throws(AccessRefusal) {
    guard duty != .read else { return }
    guard let moderator = moderators.first(where: { $0.name == name }) else {
      guard moderators.allSatisfy(\.isDisabled) else { throw .unregistered(name: name) }
      return
    }
    guard !moderator.isDisabled else { throw .disabled(name: name) }
    guard moderator.role.rank >= duty.leastRole.rank else {
      throw .roleTooLow(name: name, role: moderator.role, needed: duty.leastRole)
    }
  }
}

extension Moderator.Role {
  /// Each role may do all that the ones before it may.
  fileprivate var rank: Int {
    switch self {
    case .viewer: 0
    case .moderator: 1
    case .editor: 2
    case .admin: 3
    }
  }
}
