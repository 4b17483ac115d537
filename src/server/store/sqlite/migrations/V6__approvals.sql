-- The municipalities whose content is published by two people.
CREATE TABLE second_person (
    municipality TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What one person has asked another to publish.
CREATE TABLE publication_wishes (
    municipality TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    -- NULL: from the approval on.
    valid_from INTEGER,
    -- NULL: for all kiosks.
    device TEXT,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
