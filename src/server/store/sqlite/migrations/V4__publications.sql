-- What was published: manifests by municipality and version, and their files by hash, each kept once.

CREATE TABLE objects (
    sha256 BLOB PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE publications (
    municipality TEXT NOT NULL,
    version INTEGER NOT NULL,
    -- Of the manifest.
    sha256 BLOB NOT NULL UNIQUE,
    manifest BLOB NOT NULL,
    signature TEXT NOT NULL,
    -- As JSON; empty where the manifest leaves the trusted keys as they are.
    keys TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    -- The one kiosk that it is for so far; NULL: for all.
    device TEXT,
    published_at INTEGER NOT NULL,
    published_by TEXT NOT NULL,
    PRIMARY KEY (municipality, version)
) STRICT;

-- Whose signatures kiosks trust that are enrolled from now on.
CREATE TABLE publishing_keys (
    key TEXT PRIMARY KEY,
    added_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
