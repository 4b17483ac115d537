-- The timed states of each counter on each day of the lobby; the one that has not ended is the counter's state now. Before
-- the first it is closed. What was kept of counters until now was no record, so none of it is brought over: they are opened
-- again.
DROP TABLE counters;

CREATE TABLE counter_periods (
    lobby TEXT NOT NULL,
    day TEXT NOT NULL,
    counter TEXT NOT NULL,
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),
    state TEXT NOT NULL CHECK (state IN ('open', 'paused', 'closed')),
    began_at INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (lobby, day, counter, ordinal)
) STRICT, WITHOUT ROWID;

-- A counter is in one state at a time.
CREATE UNIQUE INDEX counter_periods_now ON counter_periods (lobby, day, counter) WHERE ended_at IS NULL;

-- Those that are not closed, among all who ever were.
CREATE INDEX counter_periods_open ON counter_periods (lobby, day) WHERE ended_at IS NULL AND state <> 'closed';
