-- What staff are writing, by municipality; the newest of its revisions.
CREATE TABLE drafts (
    municipality TEXT PRIMARY KEY,
    revision INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE draft_revisions (
    municipality TEXT NOT NULL REFERENCES drafts (municipality),
    revision INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    saved_by TEXT NOT NULL,
    PRIMARY KEY (municipality, revision)
) STRICT, WITHOUT ROWID;

-- Files by their hashes: a revision keeps only those that it has changed.
CREATE TABLE draft_files (
    municipality TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (municipality, sha256)
) STRICT;

CREATE TABLE draft_parts (
    municipality TEXT NOT NULL,
    revision INTEGER NOT NULL,
    name TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    PRIMARY KEY (municipality, revision, name),
    FOREIGN KEY (municipality, revision) REFERENCES draft_revisions (municipality, revision),
    FOREIGN KEY (municipality, sha256) REFERENCES draft_files (municipality, sha256)
) STRICT, WITHOUT ROWID;

CREATE INDEX draft_parts_of_file ON draft_parts (municipality, sha256);
