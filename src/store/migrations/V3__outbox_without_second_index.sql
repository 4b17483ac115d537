-- A record's kind and id are unique already where the fact itself is kept. An index of them is of no use here, and over
-- months without a network it outgrows every cache: each record that leaves would cost a page somewhere else on the disk.
CREATE TABLE outbox_v3 (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    payload TEXT NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32)
) STRICT;

INSERT INTO outbox_v3 SELECT position, kind, id, payload, sha256 FROM outbox ORDER BY position;

-- Positions go on where they were, also where the outbox is empty.
DELETE FROM sqlite_sequence WHERE name = 'outbox_v3';
INSERT INTO sqlite_sequence (name, seq) SELECT 'outbox_v3', seq FROM sqlite_sequence WHERE name = 'outbox';

DROP TABLE outbox;
ALTER TABLE outbox_v3 RENAME TO outbox;
