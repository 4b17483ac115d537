-- What staff are writing, by municipality; the newest of its revisions.
CREATE TABLE drafts (
    municipality TEXT COLLATE "C" PRIMARY KEY,
    revision BIGINT NOT NULL
);

CREATE TABLE draft_revisions (
    municipality TEXT COLLATE "C" NOT NULL REFERENCES drafts (municipality),
    revision BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    saved_by TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (municipality, revision)
);

-- Files by their hashes: a revision keeps only those that it has changed.
CREATE TABLE draft_files (
    municipality TEXT COLLATE "C" NOT NULL,
    sha256 BYTEA NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (municipality, sha256)
);

CREATE TABLE draft_parts (
    municipality TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    sha256 BYTEA NOT NULL,
    PRIMARY KEY (municipality, revision, name),
    FOREIGN KEY (municipality, revision) REFERENCES draft_revisions (municipality, revision),
    FOREIGN KEY (municipality, sha256) REFERENCES draft_files (municipality, sha256)
);

CREATE INDEX draft_parts_of_file ON draft_parts (municipality, sha256);
