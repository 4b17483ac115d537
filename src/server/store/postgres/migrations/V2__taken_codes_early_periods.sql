-- A code is spent when the token that came of it is first used, not when it is given: an answer may be lost.
ALTER TABLE offers ADD COLUMN taken BOOLEAN NOT NULL DEFAULT false;

-- A period is its lobby's own: two lobbies may tell of one visit before the visit itself has come.
-- The payload is kept as it came where that was before its visit: it may have to be shown as rejected yet.
ALTER TABLE periods ADD COLUMN lobby TEXT COLLATE "C", ADD COLUMN payload TEXT;

UPDATE periods SET lobby = coalesce(
    (SELECT visits.lobby FROM visits WHERE code = visit AND visits.device = periods.device),
    (SELECT devices.lobby FROM devices WHERE id = periods.device), '');

ALTER TABLE periods ALTER COLUMN lobby SET NOT NULL, DROP CONSTRAINT periods_pkey, ADD PRIMARY KEY (visit, ordinal, lobby);
