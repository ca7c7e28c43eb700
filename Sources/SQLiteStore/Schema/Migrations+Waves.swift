extension Migrations {
  /// What is remembered of arrivals, to find waves by; alarms.
  ///
  /// Arrivals are forgotten after a month and carry no checksum. Their places never come twice, so that whoever has read up
  /// to one misses none.
  static let waves = """
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

    -- Most comments belong to no wave and inherit nothing: only those that do are in these indexes.
    CREATE INDEX arrivals_by_wave ON arrivals (site, wave, comment)
    WHERE wave IS NOT NULL;
    CREATE INDEX arrivals_by_inheritance ON arrivals (site, inherited)
    WHERE inherited IS NOT NULL;
    CREATE INDEX arrivals_by_address ON arrivals (site, address, at)
    WHERE address IS NOT NULL;

    CREATE TABLE wave_alarms (
      site TEXT NOT NULL PRIMARY KEY,
      wave BLOB NOT NULL CHECK (length(wave) = 16),
      since INTEGER NOT NULL,
      until INTEGER NOT NULL
    ) STRICT;
    """
}
