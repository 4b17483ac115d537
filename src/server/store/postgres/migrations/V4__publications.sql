-- What was published: manifests by municipality and version, and their files by hash, each kept once.

CREATE TABLE objects (
    sha256 BYTEA PRIMARY KEY,
    bytes BYTEA NOT NULL
);

CREATE TABLE publications (
    municipality TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    -- Of the manifest.
    sha256 BYTEA NOT NULL UNIQUE,
    manifest BYTEA NOT NULL,
    signature TEXT NOT NULL,
    -- As JSON; empty where the manifest leaves the trusted keys as they are.
    keys TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    -- The one kiosk that it is for so far; NULL: for all.
    device TEXT COLLATE "C",
    published_at BIGINT NOT NULL,
    published_by TEXT NOT NULL,
    PRIMARY KEY (municipality, version)
);

-- Whose signatures kiosks trust that are enrolled from now on.
CREATE TABLE publishing_keys (
    key TEXT COLLATE "C" PRIMARY KEY,
    added_at BIGINT NOT NULL,
    revoked_at BIGINT
);
