/// What lies beside a store that is one file.
package enum StoreFiles {
  /// The secret that guests are told apart and forms are signed by.
  ///
  /// A store does not read it. But an empty file beside a secret was emptied, and is not a new one.
  package static func secret(of path: String) -> String { path + ".secret" }
}
