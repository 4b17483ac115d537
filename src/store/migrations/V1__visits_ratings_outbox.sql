-- What a lobby's days leave behind. Order comes from rowids alone, whatever the clock says; times are Unix seconds.

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The last number given for each queue and day. Kept beside the visits, so that numbering goes on where it was even
-- when some of them were lost to a damaged disk.
CREATE TABLE numbers (
    lobby TEXT NOT NULL,
    day TEXT NOT NULL,
    queue TEXT NOT NULL,
    last INTEGER NOT NULL CHECK (last > 0),
    PRIMARY KEY (lobby, day, queue)
) STRICT, WITHOUT ROWID;

CREATE TABLE visits (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    lobby TEXT NOT NULL,
    day TEXT NOT NULL,
    queue TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    letter TEXT NOT NULL,
    service TEXT,
    priority TEXT,
    issued_at INTEGER NOT NULL,
    UNIQUE (lobby, day, queue, seq)
) STRICT;

-- The timed states of a visit; the one that has not ended is the visit's state now.
CREATE TABLE periods (
    visit INTEGER NOT NULL REFERENCES visits (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),
    kind TEXT NOT NULL CHECK (kind IN ('waiting', 'called', 'serving', 'held', 'served', 'no_show')),
    began_at INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (visit, ordinal)
) STRICT, WITHOUT ROWID;

-- A visit is in one state at a time.
CREATE UNIQUE INDEX periods_now ON periods (visit) WHERE ended_at IS NULL;

-- Ratings whose bucket is still open. There is nothing here that orders them: see src/store/ratings.rs.
CREATE TABLE ratings (
    id TEXT PRIMARY KEY,
    bucket TEXT NOT NULL,
    face INTEGER NOT NULL CHECK (face BETWEEN 1 AND 5),
    repeated INTEGER NOT NULL CHECK (repeated IN (0, 1)),
    queue TEXT,
    reasons TEXT NOT NULL,
    answers TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Records on their way to the server, in the order of a counter that never goes back. Written in the transaction
-- that writes the fact; taken out only on the server's own acknowledgement.
CREATE TABLE outbox (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    payload TEXT NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    UNIQUE (kind, id)
) STRICT;
