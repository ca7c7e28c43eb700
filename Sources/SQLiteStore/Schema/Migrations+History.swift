extension Migrations {
  /// What a verdict rested on, beside it; cases of comments that chance has chosen.
  ///
  /// The new columns stand outside the rows' checksums and carry their own, so that old rows stay as they are. SQLite cannot
  /// widen a `CHECK`, so `cases` is made anew.
  static let circumstances = """
    ALTER TABLE comments ADD COLUMN circumstances BLOB CHECK (length(circumstances) <= 1024);
    ALTER TABLE earlier_revisions ADD COLUMN circumstances BLOB CHECK (length(circumstances) <= 1024);

    CREATE TABLE cases_anew (
      site TEXT NOT NULL,
      id BLOB NOT NULL CHECK (length(id) = 16),
      article TEXT NOT NULL,
      comment BLOB NOT NULL CHECK (length(comment) = 16),
      cause TEXT NOT NULL CHECK (cause IN ('verdict', 'reports', 'review', 'premoderation', 'appeal', 'audit')),
      state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
      priority REAL NOT NULL,
      opened_at INTEGER NOT NULL,
      closed_at INTEGER,
      lease_holder TEXT,
      lease_until INTEGER,
      tags TEXT NOT NULL,
      escalation TEXT,
      version INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      PRIMARY KEY (site, id),
      FOREIGN KEY (site, comment) REFERENCES comments (site, id)
    ) STRICT;

    INSERT INTO cases_anew (
      site, id, article, comment, cause, state, priority, opened_at, closed_at, lease_holder, lease_until, tags,
      escalation, version, checksum
    )
    SELECT site, id, article, comment, cause, state, priority, opened_at, closed_at, lease_holder, lease_until, tags,
      escalation, version, checksum
    FROM cases;
    DROP TABLE cases;
    ALTER TABLE cases_anew RENAME TO cases;

    CREATE INDEX cases_by_comment ON cases (site, comment);
    CREATE INDEX cases_by_urgency ON cases (site, priority DESC, opened_at, id)
    WHERE state = 'open';
    """
}
