-- The hub's part. Numbers that it has given away for the time when a further kiosk can't reach it; `key` is what that
-- kiosk has asked with, so that the same question is the same block.
CREATE TABLE blocks (
    key TEXT PRIMARY KEY,
    lobby TEXT NOT NULL,
    day TEXT NOT NULL,
    queue TEXT NOT NULL,
    first INTEGER NOT NULL CHECK (first > 0),
    last INTEGER NOT NULL CHECK (last >= first)
) STRICT, WITHOUT ROWID;

CREATE INDEX blocks_of_queue ON blocks (lobby, day, queue, last);

-- Tickets that a further kiosk has asked for and did not wait for: nobody holds them, and none is issued later.
CREATE TABLE withdrawn (
    code TEXT PRIMARY KEY,
    day TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where a visit stands in the lobby's order, of one that was handed in later than it came. Null is where its id says.
ALTER TABLE visits ADD COLUMN place INTEGER;

-- The further kiosk's part. What is left of the blocks that it was given.
CREATE TABLE held_numbers (
    key TEXT PRIMARY KEY,
    day TEXT NOT NULL,
    queue TEXT NOT NULL,
    next INTEGER NOT NULL CHECK (next > 0),
    last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the hub is still to be told: visits that have a number of these blocks, and codes that nobody holds (`visit` is
-- null). `refused` is why the hub will not have it.
CREATE TABLE hand_ins (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL UNIQUE,
    visit TEXT,
    refused TEXT
) STRICT;
