extension Migrations {
  /// Votes and appeals; what moderators and their programs sign in with; answers to repeated writes; webhooks.
  ///
  /// SQLite cannot widen a `CHECK`, so `cases` is made anew with the cause that appeals have.
  static let voicesAndAccess = """
    ALTER TABLE comments ADD COLUMN votes INTEGER NOT NULL DEFAULT 0;

    -- Few comments have votes; a submission writes nothing here.
    CREATE INDEX comments_by_votes ON comments (site, article, votes DESC, root DESC)
    WHERE votes > 0 AND length(path) = 16;

    CREATE TABLE votes (
      site TEXT NOT NULL,
      comment BLOB NOT NULL CHECK (length(comment) = 16),
      visitor TEXT NOT NULL CHECK (length(CAST(visitor AS BLOB)) <= 200),
      at INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      PRIMARY KEY (site, comment, visitor),
      FOREIGN KEY (site, comment) REFERENCES comments (site, id)
    ) STRICT;

    CREATE TABLE cases_anew (
      site TEXT NOT NULL,
      id BLOB NOT NULL CHECK (length(id) = 16),
      article TEXT NOT NULL,
      comment BLOB NOT NULL CHECK (length(comment) = 16),
      cause TEXT NOT NULL CHECK (cause IN ('verdict', 'reports', 'review', 'premoderation', 'appeal')),
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

    CREATE TABLE appeals (
      site TEXT NOT NULL,
      id BLOB NOT NULL CHECK (length(id) = 16),
      article TEXT NOT NULL,
      comment BLOB NOT NULL CHECK (length(comment) = 16),
      revision BLOB NOT NULL CHECK (length(revision) = 16),
      review BLOB,
      decider TEXT,
      moderation_case BLOB NOT NULL CHECK (length(moderation_case) = 16),
      text TEXT NOT NULL CHECK (length(CAST(text AS BLOB)) <= 4000),
      state TEXT NOT NULL CHECK (state IN ('open', 'granted', 'declined', 'lapsed')),
      filed_at INTEGER NOT NULL,
      answered_at INTEGER,
      answer BLOB,
      checksum INTEGER NOT NULL,
      PRIMARY KEY (site, id),
      FOREIGN KEY (site, comment) REFERENCES comments (site, id)
    ) STRICT;

    CREATE INDEX appeals_by_comment ON appeals (site, comment);

    CREATE TABLE credentials (
      site TEXT NOT NULL,
      moderator BLOB NOT NULL CHECK (length(moderator) = 16),
      password_hash TEXT NOT NULL CHECK (length(CAST(password_hash AS BLOB)) <= 500),
      sealed_secret BLOB,
      is_confirmed INTEGER NOT NULL CHECK (is_confirmed IN (0, 1)),
      last_step INTEGER NOT NULL,
      recovery_hashes BLOB NOT NULL CHECK (length(recovery_hashes) % 32 = 0),
      version INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      PRIMARY KEY (site, moderator),
      FOREIGN KEY (site, moderator) REFERENCES moderators (site, id)
    ) STRICT;

    -- Sessions, attempts and answers are gone within a day: they carry no checksum.
    CREATE TABLE sessions (
      site TEXT NOT NULL,
      id BLOB NOT NULL CHECK (length(id) = 16),
      token_hash BLOB NOT NULL CHECK (length(token_hash) = 32),
      moderator BLOB NOT NULL CHECK (length(moderator) = 16),
      created_at INTEGER NOT NULL,
      last_seen_at INTEGER NOT NULL,
      device TEXT NOT NULL CHECK (length(CAST(device AS BLOB)) <= 200),
      PRIMARY KEY (site, id),
      UNIQUE (site, token_hash)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX sessions_by_moderator ON sessions (site, moderator, id);
    CREATE INDEX sessions_by_use ON sessions (last_seen_at);

    CREATE TABLE access_tokens (
      site TEXT NOT NULL,
      id BLOB NOT NULL CHECK (length(id) = 16),
      hash BLOB NOT NULL CHECK (length(hash) = 32),
      moderator BLOB NOT NULL CHECK (length(moderator) = 16),
      label TEXT NOT NULL CHECK (length(CAST(label AS BLOB)) <= 100),
      scopes TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      created_by TEXT NOT NULL,
      expires_at INTEGER,
      last_used_at INTEGER,
      revoked_at INTEGER,
      checksum INTEGER NOT NULL,
      PRIMARY KEY (site, id),
      UNIQUE (site, hash),
      FOREIGN KEY (site, moderator) REFERENCES moderators (site, id)
    ) STRICT;

    CREATE TABLE sign_in_attempts (
      site TEXT NOT NULL,
      key TEXT NOT NULL CHECK (length(CAST(key AS BLOB)) <= 200),
      count INTEGER NOT NULL,
      ends_at INTEGER NOT NULL,
      PRIMARY KEY (site, key)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX sign_in_attempts_by_expiry ON sign_in_attempts (ends_at);

    CREATE TABLE stored_answers (
      site TEXT NOT NULL,
      key TEXT NOT NULL CHECK (length(CAST(key AS BLOB)) <= 200),
      fingerprint BLOB NOT NULL,
      made_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      status INTEGER,
      content_type TEXT,
      body BLOB CHECK (length(body) <= 65536),
      PRIMARY KEY (site, key)
    ) STRICT;

    CREATE INDEX stored_answers_by_expiry ON stored_answers (expires_at);

    CREATE TABLE webhooks (
      site TEXT NOT NULL,
      id BLOB NOT NULL CHECK (length(id) = 16),
      url TEXT NOT NULL CHECK (length(CAST(url AS BLOB)) <= 2000),
      kinds TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'failed')),
      created_at INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
      failures INTEGER NOT NULL,
      next_attempt_at INTEGER NOT NULL,
      last_error TEXT CHECK (length(CAST(last_error AS BLOB)) <= 500),
      last_delivered_at INTEGER,
      sealed_secrets BLOB NOT NULL,
      leased_until INTEGER,
      checksum INTEGER NOT NULL,
      PRIMARY KEY (site, id)
    ) STRICT;
    """
}
