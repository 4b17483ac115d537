-- What figures are made of, condensed by lobby and day; see `figures::day::LobbyDay`. A migration marks what it changes the
-- form of: `UPDATE lobby_days SET condensed = 0`.
CREATE TABLE lobby_days (
    municipality TEXT NOT NULL,
    day TEXT NOT NULL,
    lobby TEXT NOT NULL,
    -- Grows with each batch that tells of the day.
    revision INTEGER NOT NULL,
    -- The revision that the payload is of; 0: of none.
    condensed INTEGER NOT NULL DEFAULT 0,
    payload TEXT,
    PRIMARY KEY (municipality, day, lobby)
) STRICT;

CREATE INDEX lobby_days_changed ON lobby_days (municipality, day) WHERE condensed < revision;

INSERT INTO lobby_days (municipality, day, lobby, revision)
    SELECT substr(lobby, 1, instr(lobby || '/', '/') - 1), day, lobby, 1
    FROM (SELECT lobby, day FROM visits
        UNION SELECT lobby, day FROM counter_periods
        UNION SELECT lobby, substr(bucket, 1, instr(bucket, 'T') - 1) FROM ratings);
