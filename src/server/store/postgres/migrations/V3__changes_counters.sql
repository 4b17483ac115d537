-- The hour of those who came by appointment.
ALTER TABLE visits ADD COLUMN arranged_at BIGINT;

-- What has changed with a state, as its record says; null where it is what it was.
ALTER TABLE periods ADD COLUMN queue TEXT COLLATE "C", ADD COLUMN service TEXT, ADD COLUMN reason TEXT;

-- The timed states of counters: when each called and when it did not.
CREATE TABLE counter_periods (
    id TEXT COLLATE "C" PRIMARY KEY,
    lobby TEXT COLLATE "C" NOT NULL,
    day TEXT COLLATE "C" NOT NULL,
    counter TEXT COLLATE "C" NOT NULL,
    ordinal BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    began_at BIGINT NOT NULL,
    device TEXT COLLATE "C" NOT NULL,
    sha256 BYTEA NOT NULL
);

CREATE INDEX counter_periods_of_day ON counter_periods (lobby, day);
