-- The hour of those who came by appointment.
ALTER TABLE visits ADD COLUMN arranged_at INTEGER;

-- What has changed with a state, as its record says; null where it is what it was.
ALTER TABLE periods ADD COLUMN queue TEXT;
ALTER TABLE periods ADD COLUMN service TEXT;
ALTER TABLE periods ADD COLUMN reason TEXT;

-- The timed states of counters: when each called and when it did not.
CREATE TABLE counter_periods (
    id TEXT PRIMARY KEY,
    lobby TEXT NOT NULL,
    day TEXT NOT NULL,
    counter TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    state TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    device TEXT NOT NULL,
    sha256 BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX counter_periods_of_day ON counter_periods (lobby, day);
