-- A check can't be changed, so the table is made anew. `queue` and `service` are null where they are the visit's own;
-- `counter` of a wait is the only one that may call.
CREATE TABLE periods_v4 (
    visit INTEGER NOT NULL REFERENCES visits (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),
    kind TEXT NOT NULL CHECK (
        kind IN ('waiting', 'called', 'walking', 'serving', 'held', 'served', 'no_show', 'unserved')
    ),
    counter TEXT,
    queue TEXT,
    service TEXT,
    reason TEXT,
    began_at INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (visit, ordinal)
) STRICT, WITHOUT ROWID;

INSERT INTO periods_v4 (visit, ordinal, kind, counter, began_at, ended_at)
SELECT visit, ordinal, kind, counter, began_at, ended_at FROM periods;

DROP TABLE periods;
ALTER TABLE periods_v4 RENAME TO periods;

-- A visit is in one state at a time.
CREATE UNIQUE INDEX periods_now ON periods (visit) WHERE ended_at IS NULL;

-- Those who are in the lobby, among all who ever were.
CREATE INDEX periods_open ON periods (visit)
WHERE ended_at IS NULL AND kind NOT IN ('served', 'no_show', 'unserved');

-- Every call, in the order in which they were made: the board announces them in that.
CREATE TABLE calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    visit INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    UNIQUE (visit, ordinal),
    FOREIGN KEY (visit, ordinal) REFERENCES periods (visit, ordinal) ON DELETE CASCADE
) STRICT;

-- What each counter was last. One of an earlier day is closed.
CREATE TABLE counters (
    id TEXT PRIMARY KEY,
    day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'paused', 'closed')),
    since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE visits ADD COLUMN arranged_at INTEGER;

-- Arranged visits: a code and an hour, nothing of a person. `visit` is who has come.
CREATE TABLE appointments (
    lobby TEXT NOT NULL,
    day TEXT NOT NULL,
    code TEXT NOT NULL,
    at INTEGER NOT NULL,
    queue TEXT NOT NULL,
    letter TEXT NOT NULL,
    service TEXT,
    visit INTEGER UNIQUE REFERENCES visits (id),
    PRIMARY KEY (lobby, day, code)
) STRICT, WITHOUT ROWID;

-- Codes that pair a browser with a counter once, and the browsers that are paired; secrets as hashes alone.
CREATE TABLE pairing_codes (
    sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
    counter TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pairings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    counter TEXT NOT NULL,
    token BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
    paired_at INTEGER NOT NULL
) STRICT;
