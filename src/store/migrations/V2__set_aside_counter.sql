-- Records that will never be taken as they are: the server has rejected them, or they don't fit the wire. Kept for staff.
-- Nothing here orders them; of their time, the lobby's day alone.
CREATE TABLE set_aside (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    payload TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (kind, id, sha256)
) STRICT, WITHOUT ROWID;

-- Which counter called or served.
ALTER TABLE periods ADD COLUMN counter TEXT;
