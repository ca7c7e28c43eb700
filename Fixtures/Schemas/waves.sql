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

CREATE TABLE arrivals (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  site TEXT NOT NULL,
  comment BLOB NOT NULL CHECK (length(comment) = 16),
  at INTEGER NOT NULL,
  address INTEGER,
  fingerprint BLOB CHECK (length(fingerprint) <= 256),
  wave BLOB CHECK (length(wave) = 16),
  inherited BLOB CHECK (length(inherited) = 16),
  UNIQUE (site, comment)
) STRICT;

CREATE TABLE article_counts (
  site TEXT NOT NULL,
  article TEXT NOT NULL,
  visible INTEGER NOT NULL,
  pending INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  spam INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  PRIMARY KEY (site, article),
  FOREIGN KEY (site, article) REFERENCES articles (site, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE articles (
  site TEXT NOT NULL CHECK (length(site) BETWEEN 1 AND 64),
  id TEXT NOT NULL CHECK (length(CAST(id AS BLOB)) BETWEEN 1 AND 200),
  url TEXT NOT NULL CHECK (length(CAST(url AS BLOB)) <= 2000),
  title TEXT NOT NULL CHECK (length(CAST(title AS BLOB)) <= 1000),
  language TEXT NOT NULL,
  published_at INTEGER NOT NULL,
  is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
  mode TEXT CHECK (mode IN ('post', 'pre')),
  body_bytes_max INTEGER,
  depth_max INTEGER,
  close_after_days REAL,
  edit_window_seconds REAL,
  hold_threshold REAL,
  reject_threshold REAL,
  version INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  PRIMARY KEY (site, id)
) STRICT;

CREATE TABLE authors (
  site TEXT NOT NULL,
  id BLOB NOT NULL CHECK (length(id) = 16),
  identity_kind TEXT NOT NULL CHECK (identity_kind IN ('account', 'guest')),
  identity_key TEXT NOT NULL,
  name TEXT NOT NULL CHECK (length(CAST(name AS BLOB)) <= 200),
  name_folded TEXT NOT NULL,
  first_seen_at INTEGER NOT NULL,
  published INTEGER NOT NULL,
  approved INTEGER NOT NULL,
  pending INTEGER NOT NULL,
  rejected INTEGER NOT NULL,
  spam INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  sanction TEXT CHECK (sanction IN ('ban', 'mute', 'premoderate', 'trust')),
  sanction_until INTEGER,
  sanction_reason TEXT,
  sanction_set_by TEXT,
  sanction_set_at INTEGER,
  version INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  PRIMARY KEY (site, id)
) STRICT;

CREATE TABLE "cases" (
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

CREATE TABLE comments (
  site TEXT NOT NULL,
  article TEXT NOT NULL,
  path BLOB NOT NULL CHECK (length(path) BETWEEN 16 AND 1616 AND length(path) % 16 = 0),
  root BLOB NOT NULL CHECK (root = substr(path, 1, 16)),
  id BLOB NOT NULL CHECK (id = substr(path, -16)),
  author BLOB NOT NULL CHECK (length(author) = 16),
  author_name TEXT NOT NULL CHECK (length(CAST(author_name AS BLOB)) <= 200),
  author_url TEXT CHECK (length(CAST(author_url AS BLOB)) <= 500),
  state TEXT NOT NULL CHECK (state IN ('published', 'approved', 'pending', 'rejected', 'spam', 'deleted')),
  cause TEXT NOT NULL CHECK (cause IN ('verdict', 'review', 'reports', 'author', 'erasure')),
  revision BLOB NOT NULL CHECK (length(revision) = 16),
  revision_number INTEGER NOT NULL,
  revised_at INTEGER NOT NULL,
  text TEXT NOT NULL CHECK (length(CAST(text AS BLOB)) <= 1048576 AND instr(text, char(0)) = 0),
  verdict BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  edited_at INTEGER,
  language TEXT,
  version INTEGER NOT NULL,
  digest INTEGER,
  edit_token_hash BLOB,
  replies INTEGER NOT NULL DEFAULT 0,
  checksum INTEGER NOT NULL, votes INTEGER NOT NULL DEFAULT 0, circumstances BLOB CHECK (length(circumstances) <= 1024),
  PRIMARY KEY (site, article, path),
  UNIQUE (site, id),
  FOREIGN KEY (site, article) REFERENCES articles (site, id),
  FOREIGN KEY (site, author) REFERENCES authors (site, id)
) STRICT;

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

CREATE TABLE earlier_revisions (
  site TEXT NOT NULL,
  comment BLOB NOT NULL CHECK (length(comment) = 16),
  number INTEGER NOT NULL,
  id BLOB NOT NULL CHECK (length(id) = 16),
  text TEXT NOT NULL CHECK (length(CAST(text AS BLOB)) <= 1048576 AND instr(text, char(0)) = 0),
  created_at INTEGER NOT NULL,
  verdict BLOB NOT NULL,
  checksum INTEGER NOT NULL, circumstances BLOB CHECK (length(circumstances) <= 1024),
  PRIMARY KEY (site, comment, number),
  FOREIGN KEY (site, comment) REFERENCES comments (site, id)
) STRICT;

CREATE TABLE events (
  sequence INTEGER PRIMARY KEY,
  site TEXT NOT NULL,
  id BLOB NOT NULL CHECK (length(id) = 16),
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  article TEXT,
  comment BLOB,
  review BLOB,
  before TEXT,
  after TEXT,
  checksum INTEGER NOT NULL
) STRICT;

CREATE TABLE idempotency_keys (
  site TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  comment BLOB NOT NULL CHECK (length(comment) = 16),
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (site, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE log (
  site TEXT NOT NULL,
  entry INTEGER NOT NULL CHECK (entry > 0),
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  details TEXT NOT NULL,
  previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (site, entry)
) STRICT;

CREATE TABLE log_heads (
  site TEXT NOT NULL PRIMARY KEY,
  entry INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TABLE moderators (
  site TEXT NOT NULL,
  id BLOB NOT NULL CHECK (length(id) = 16),
  name TEXT NOT NULL CHECK (length(CAST(name AS BLOB)) <= 64),
  role TEXT NOT NULL CHECK (role IN ('viewer', 'moderator', 'editor', 'admin')),
  is_disabled INTEGER NOT NULL CHECK (is_disabled IN (0, 1)),
  created_at INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  PRIMARY KEY (site, id),
  UNIQUE (site, name)
) STRICT;

CREATE TABLE nonces (
  site TEXT NOT NULL,
  nonce TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (site, nonce)
) STRICT, WITHOUT ROWID;

CREATE TABLE recorded_shares (
  site TEXT NOT NULL,
  article TEXT NOT NULL,
  network TEXT NOT NULL,
  count INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  PRIMARY KEY (site, article, network),
  FOREIGN KEY (site, article) REFERENCES articles (site, id)
) STRICT;

CREATE TABLE reported_shares (
  site TEXT NOT NULL,
  article TEXT NOT NULL,
  network TEXT NOT NULL,
  source TEXT NOT NULL,
  count INTEGER,
  precision TEXT NOT NULL CHECK (precision IN ('exact', 'rounded')),
  fetched_at INTEGER NOT NULL,
  last_error TEXT,
  checksum INTEGER NOT NULL,
  PRIMARY KEY (site, article, network, source),
  FOREIGN KEY (site, article) REFERENCES articles (site, id)
) STRICT;

CREATE TABLE reports (
  site TEXT NOT NULL,
  comment BLOB NOT NULL CHECK (length(comment) = 16),
  id BLOB NOT NULL CHECK (length(id) = 16),
  article TEXT NOT NULL,
  reporter TEXT NOT NULL,
  reason TEXT NOT NULL,
  note TEXT NOT NULL CHECK (length(CAST(note AS BLOB)) <= 1000),
  weight REAL NOT NULL CHECK (weight >= 0),
  at INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  PRIMARY KEY (site, comment, id),
  UNIQUE (site, comment, reporter),
  FOREIGN KEY (site, comment) REFERENCES comments (site, id)
) STRICT;

CREATE TABLE review_items (
  site TEXT NOT NULL,
  review BLOB NOT NULL CHECK (length(review) = 16),
  position INTEGER NOT NULL,
  author BLOB NOT NULL CHECK (length(author) = 16),
  article TEXT NOT NULL,
  comment BLOB NOT NULL CHECK (length(comment) = 16),
  revision BLOB NOT NULL CHECK (length(revision) = 16),
  before TEXT NOT NULL,
  cause_before TEXT NOT NULL,
  after TEXT NOT NULL,
  version INTEGER NOT NULL,
  closed_case BLOB,
  opened_case BLOB,
  checksum INTEGER NOT NULL,
  PRIMARY KEY (site, review, position),
  FOREIGN KEY (site, review) REFERENCES reviews (site, id),
  FOREIGN KEY (site, comment) REFERENCES comments (site, id)
) STRICT;

CREATE TABLE reviews (
  site TEXT NOT NULL,
  id BLOB NOT NULL CHECK (length(id) = 16),
  decision TEXT NOT NULL CHECK (decision IN ('approve', 'reject', 'spam', 'hold')),
  reason TEXT,
  note TEXT NOT NULL CHECK (length(CAST(note AS BLOB)) <= 2000),
  moderator TEXT NOT NULL,
  at INTEGER NOT NULL,
  undone_at INTEGER,
  checksum INTEGER NOT NULL,
  PRIMARY KEY (site, id)
) STRICT;

CREATE TABLE rule_marks (
  site TEXT NOT NULL,
  revision TEXT NOT NULL CHECK (length(revision) <= 64),
  kind TEXT NOT NULL CHECK (kind IN ('quarantine', 'guard')),
  rule TEXT NOT NULL,
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  pattern TEXT NOT NULL CHECK (length(CAST(pattern AS BLOB)) <= 500),
  code TEXT NOT NULL,
  count INTEGER NOT NULL,
  share REAL,
  since INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  PRIMARY KEY (site, revision, kind, rule, file, line, pattern)
) STRICT;

CREATE TABLE rule_sets (
  site TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  revision TEXT NOT NULL CHECK (length(revision) <= 64),
  name TEXT NOT NULL CHECK (length(CAST(name AS BLOB)) <= 500),
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (length(CAST(reason AS BLOB)) <= 500),
  -- A line a file: the digest in hexadecimal digits, a blank, the path.
  files TEXT NOT NULL,
  checksum INTEGER NOT NULL,
  PRIMARY KEY (site, number)
) STRICT;

CREATE TABLE rule_texts (
  site TEXT NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  text TEXT NOT NULL CHECK (length(CAST(text AS BLOB)) <= 67108864 AND instr(text, char(0)) = 0),
  PRIMARY KEY (site, digest)
) STRICT;

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

CREATE TABLE share_visits (
  site TEXT NOT NULL,
  article TEXT NOT NULL,
  network TEXT NOT NULL,
  visitor TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (site, article, network, visitor)
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_attempts (
  site TEXT NOT NULL,
  key TEXT NOT NULL CHECK (length(CAST(key AS BLOB)) <= 200),
  count INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  PRIMARY KEY (site, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE sqlite_sequence(name,seq);

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

CREATE TABLE votes (
  site TEXT NOT NULL,
  comment BLOB NOT NULL CHECK (length(comment) = 16),
  visitor TEXT NOT NULL CHECK (length(CAST(visitor AS BLOB)) <= 200),
  at INTEGER NOT NULL,
  checksum INTEGER NOT NULL,
  PRIMARY KEY (site, comment, visitor),
  FOREIGN KEY (site, comment) REFERENCES comments (site, id)
) STRICT;

CREATE TABLE wave_alarms (
  site TEXT NOT NULL PRIMARY KEY,
  wave BLOB NOT NULL CHECK (length(wave) = 16),
  since INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT;

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

CREATE INDEX appeals_by_comment ON appeals (site, comment);

CREATE INDEX arrivals_by_address ON arrivals (site, address, at)
WHERE address IS NOT NULL;

CREATE INDEX arrivals_by_inheritance ON arrivals (site, inherited)
WHERE inherited IS NOT NULL;

CREATE INDEX arrivals_by_wave ON arrivals (site, wave, comment)
WHERE wave IS NOT NULL;

CREATE INDEX articles_by_date ON articles (site, published_at, id);

CREATE UNIQUE INDEX articles_by_url ON articles (site, url);

CREATE UNIQUE INDEX authors_by_identity ON authors (site, identity_kind, identity_key)
WHERE identity_key <> '';

CREATE INDEX cases_by_comment ON cases (site, comment);

CREATE INDEX cases_by_urgency ON cases (site, priority DESC, opened_at, id)
WHERE state = 'open';

CREATE INDEX comments_by_author ON comments (site, author, id, created_at);

CREATE INDEX comments_by_digest ON comments (site, digest, created_at, id, author)
WHERE digest IS NOT NULL;

CREATE INDEX comments_by_votes ON comments (site, article, votes DESC, root DESC)
WHERE votes > 0 AND length(path) = 16;

CREATE INDEX comments_newest_first ON comments (site, article, root DESC, path)
WHERE state IN ('published', 'approved') OR replies > 0;

CREATE INDEX comments_waiting ON comments (site, article, author, path)
WHERE state = 'pending';

CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at);

CREATE INDEX nonces_by_expiry ON nonces (expires_at);

CREATE INDEX review_items_by_author ON review_items (site, author, review, position);

CREATE INDEX review_items_by_comment ON review_items (site, comment, review);

CREATE INDEX reviews_by_moderator ON reviews (site, moderator, id);

CREATE INDEX sessions_by_moderator ON sessions (site, moderator, id);

CREATE INDEX sessions_by_use ON sessions (last_seen_at);

CREATE INDEX share_visits_by_date ON share_visits (at);

CREATE INDEX sign_in_attempts_by_expiry ON sign_in_attempts (ends_at);

CREATE INDEX stored_answers_by_expiry ON stored_answers (expires_at);
