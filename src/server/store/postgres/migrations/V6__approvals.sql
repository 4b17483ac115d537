-- The municipalities whose content is published by two people.
CREATE TABLE second_person (
    municipality TEXT COLLATE "C" PRIMARY KEY
);

-- What one person has asked another to publish.
CREATE TABLE publication_wishes (
    municipality TEXT COLLATE "C" PRIMARY KEY,
    revision BIGINT NOT NULL,
    -- NULL: from the approval on.
    valid_from BIGINT,
    -- NULL: for all kiosks.
    device TEXT COLLATE "C",
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL
);
