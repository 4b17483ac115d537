-- Which version of their operating system kiosks are offered. The municipality '' is all that have no row of their own; the
-- version is none where nobody is offered any; the share is in per cent.
CREATE TABLE image_choices (
    municipality TEXT PRIMARY KEY,
    version TEXT,
    share INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Kiosks that are to take a version at once.
CREATE TABLE image_orders (
    device TEXT PRIMARY KEY REFERENCES devices (id),
    version TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Logs that staff have asked kiosks for, under gzip once they have come.
CREATE TABLE logs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device TEXT NOT NULL REFERENCES devices (id),
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    came_at INTEGER,
    text BLOB
) STRICT;

CREATE UNIQUE INDEX logs_awaited ON logs (device) WHERE came_at IS NULL;
CREATE INDEX logs_of_device ON logs (device, id);
