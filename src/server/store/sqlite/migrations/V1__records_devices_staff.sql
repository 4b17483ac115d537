-- What kiosks have told, the kiosks themselves, and the staff who look after them. Times are Unix seconds; days are ISO.

CREATE TABLE devices (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    municipality TEXT NOT NULL,
    lobby TEXT,
    created_at INTEGER NOT NULL,
    enrolled_at INTEGER,
    revoked_at INTEGER,
    heard_at INTEGER,
    -- Hashes; the next one takes the place of the present one when it is first used.
    token BLOB UNIQUE,
    token_at INTEGER,
    next_token BLOB UNIQUE,
    health TEXT NOT NULL DEFAULT '{}',
    UNIQUE (municipality, name)
) STRICT;

-- One-time codes, the last of each device.
CREATE TABLE offers (
    device TEXT PRIMARY KEY REFERENCES devices (id),
    -- Not unique: it is short, and drawn by chance.
    name TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE heartbeats (
    device TEXT PRIMARY KEY REFERENCES devices (id),
    id TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    payload TEXT NOT NULL
) STRICT;

-- How often each lobby has changed: pages that wait for news look here.
CREATE TABLE lobbies (
    lobby TEXT PRIMARY KEY,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE visits (
    code TEXT PRIMARY KEY,
    device TEXT NOT NULL,
    lobby TEXT NOT NULL,
    day TEXT NOT NULL,
    queue TEXT NOT NULL,
    seq INTEGER NOT NULL,
    letter TEXT NOT NULL,
    service TEXT,
    priority TEXT,
    issued_at INTEGER NOT NULL,
    sha256 BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX visits_of_day ON visits (lobby, day, queue, seq);

-- The states after the first, which is the wait that begins with the visit.
CREATE TABLE periods (
    visit TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    counter TEXT,
    began_at INTEGER NOT NULL,
    device TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    PRIMARY KEY (visit, ordinal)
) STRICT, WITHOUT ROWID;

-- No device, no time but the bucket and the day of arrival, and an id that is random.
CREATE TABLE ratings (
    id TEXT PRIMARY KEY,
    lobby TEXT NOT NULL,
    bucket TEXT NOT NULL,
    face INTEGER NOT NULL,
    repeated INTEGER NOT NULL,
    queue TEXT,
    reasons TEXT NOT NULL,
    answers TEXT NOT NULL,
    received_day TEXT NOT NULL,
    sha256 BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX ratings_of_bucket ON ratings (lobby, bucket, id);

-- Of kinds that this version does not know.
CREATE TABLE unknown_records (
    device TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    payload TEXT NOT NULL,
    received_day TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    PRIMARY KEY (device, kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE refused (
    device TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    payload TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (device, kind, id, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL,
    password TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    sha256 BLOB PRIMARY KEY,
    user TEXT NOT NULL REFERENCES users (name),
    csrf TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
