-- What figures are made of, condensed by lobby and day; see `figures::day::LobbyDay`. A migration marks what it changes the
-- form of: `UPDATE lobby_days SET condensed = 0`.
CREATE TABLE lobby_days (
    municipality TEXT COLLATE "C" NOT NULL,
    day TEXT COLLATE "C" NOT NULL,
    lobby TEXT COLLATE "C" NOT NULL,
    -- Grows with each batch that tells of the day.
    revision BIGINT NOT NULL,
    -- The revision that the payload is of; 0: of none.
    condensed BIGINT NOT NULL DEFAULT 0,
    payload TEXT,
    PRIMARY KEY (municipality, day, lobby)
);

CREATE INDEX lobby_days_changed ON lobby_days (municipality, day) WHERE condensed < revision;

INSERT INTO lobby_days (municipality, day, lobby, revision)
    SELECT split_part(lobby, '/', 1), day, lobby, 1
    FROM (SELECT lobby, day FROM visits
        UNION SELECT lobby, day FROM counter_periods
        UNION SELECT lobby, split_part(bucket, 'T', 1) FROM ratings) AS told;
