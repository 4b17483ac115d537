-- Which version of their operating system kiosks are offered. The municipality '' is all that have no row of their own; the
-- version is none where nobody is offered any; the share is in per cent.
CREATE TABLE image_choices (
    municipality TEXT COLLATE "C" PRIMARY KEY,
    version TEXT,
    share BIGINT NOT NULL
);

-- Kiosks that are to take a version at once.
CREATE TABLE image_orders (
    device TEXT COLLATE "C" PRIMARY KEY REFERENCES devices (id),
    version TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- Logs that staff have asked kiosks for, under gzip once they have come.
CREATE TABLE logs (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device TEXT COLLATE "C" NOT NULL REFERENCES devices (id),
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    came_at BIGINT,
    text BYTEA
);

CREATE UNIQUE INDEX logs_awaited ON logs (device) WHERE came_at IS NULL;
CREATE INDEX logs_of_device ON logs (device, id);
