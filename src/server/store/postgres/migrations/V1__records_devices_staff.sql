-- What kiosks have told, the kiosks themselves, and the staff who look after them. Times are Unix seconds; days are ISO.
-- Keys are compared byte by byte (COLLATE "C"), so that lists stand in one order whatever the database's language.

CREATE TABLE devices (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    municipality TEXT COLLATE "C" NOT NULL,
    lobby TEXT COLLATE "C",
    created_at BIGINT NOT NULL,
    enrolled_at BIGINT,
    revoked_at BIGINT,
    heard_at BIGINT,
    -- Hashes; the next one takes the place of the present one when it is first used.
    token BYTEA UNIQUE,
    token_at BIGINT,
    next_token BYTEA UNIQUE,
    health TEXT NOT NULL DEFAULT '{}',
    UNIQUE (municipality, name)
);

-- One-time codes, the last of each device.
CREATE TABLE offers (
    device TEXT COLLATE "C" PRIMARY KEY REFERENCES devices (id),
    -- Not unique: it is short, and drawn by chance.
    name TEXT COLLATE "C" NOT NULL,
    sha256 BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE heartbeats (
    device TEXT COLLATE "C" PRIMARY KEY REFERENCES devices (id),
    id TEXT COLLATE "C" NOT NULL,
    sha256 BYTEA NOT NULL,
    payload TEXT NOT NULL
);

-- How often each lobby has changed: pages that wait for news look here.
CREATE TABLE lobbies (
    lobby TEXT COLLATE "C" PRIMARY KEY,
    revision BIGINT NOT NULL
);

CREATE TABLE visits (
    code TEXT COLLATE "C" PRIMARY KEY,
    device TEXT COLLATE "C" NOT NULL,
    lobby TEXT COLLATE "C" NOT NULL,
    day TEXT COLLATE "C" NOT NULL,
    queue TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    letter TEXT NOT NULL,
    service TEXT,
    priority TEXT,
    issued_at BIGINT NOT NULL,
    sha256 BYTEA NOT NULL
);

CREATE INDEX visits_of_day ON visits (lobby, day, queue, seq);

-- The states after the first, which is the wait that begins with the visit.
CREATE TABLE periods (
    visit TEXT COLLATE "C" NOT NULL,
    ordinal BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    counter TEXT,
    began_at BIGINT NOT NULL,
    device TEXT COLLATE "C" NOT NULL,
    sha256 BYTEA NOT NULL,
    PRIMARY KEY (visit, ordinal)
);

-- No device, no time but the bucket and the day of arrival, and an id that is random.
CREATE TABLE ratings (
    id TEXT COLLATE "C" PRIMARY KEY,
    lobby TEXT COLLATE "C" NOT NULL,
    bucket TEXT COLLATE "C" NOT NULL,
    face BIGINT NOT NULL,
    repeated BOOLEAN NOT NULL,
    queue TEXT COLLATE "C",
    reasons TEXT NOT NULL,
    answers TEXT NOT NULL,
    received_day TEXT NOT NULL,
    sha256 BYTEA NOT NULL
);

CREATE INDEX ratings_of_bucket ON ratings (lobby, bucket, id);

-- Of kinds that this version does not know.
CREATE TABLE unknown_records (
    device TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    payload TEXT NOT NULL,
    received_day TEXT NOT NULL,
    sha256 BYTEA NOT NULL,
    PRIMARY KEY (device, kind, id)
);

CREATE TABLE refused (
    device TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    sha256 BYTEA NOT NULL,
    payload TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    day TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (device, kind, id, sha256)
);

CREATE TABLE users (
    name TEXT COLLATE "C" PRIMARY KEY,
    role TEXT NOT NULL,
    password TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);

CREATE TABLE sessions (
    sha256 BYTEA PRIMARY KEY,
    "user" TEXT COLLATE "C" NOT NULL REFERENCES users (name),
    csrf TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);

CREATE TABLE audit (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
);
