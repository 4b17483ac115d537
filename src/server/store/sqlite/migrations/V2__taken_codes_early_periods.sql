-- A code is spent when the token that came of it is first used, not when it is given: an answer may be lost.
ALTER TABLE offers ADD COLUMN taken INTEGER NOT NULL DEFAULT 0;

-- A period is its lobby's own: two lobbies may tell of one visit before the visit itself has come.
CREATE TABLE periods_of_lobbies (
    visit TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    lobby TEXT NOT NULL,
    kind TEXT NOT NULL,
    counter TEXT,
    began_at INTEGER NOT NULL,
    device TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    -- As it came, where it came before its visit: it may have to be shown as rejected yet.
    payload TEXT,
    PRIMARY KEY (visit, ordinal, lobby)
) STRICT, WITHOUT ROWID;

INSERT INTO periods_of_lobbies (visit, ordinal, lobby, kind, counter, began_at, device, sha256)
    SELECT visit, ordinal, CASE WHEN visits.device = periods.device THEN visits.lobby ELSE coalesce(devices.lobby, '') END,
        kind, counter, began_at, periods.device, periods.sha256
    FROM periods LEFT JOIN visits ON code = visit LEFT JOIN devices ON devices.id = periods.device;

DROP TABLE periods;

ALTER TABLE periods_of_lobbies RENAME TO periods;
