-- Signals and letters that staff enter: no sender, no subject, no text.
CREATE TABLE registered (
    municipality TEXT NOT NULL,
    number TEXT NOT NULL,
    matter TEXT NOT NULL,
    registered_on TEXT NOT NULL,
    answered_on TEXT,
    notice_on TEXT,
    PRIMARY KEY (municipality, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX registered_by_day ON registered (municipality, registered_on);

CREATE TABLE alert_rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    municipality TEXT NOT NULL,
    -- As JSON; see `figures::alert::Rule`.
    rule TEXT NOT NULL
) STRICT;

CREATE TABLE alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    municipality TEXT NOT NULL,
    -- Which may be no more, and what it said.
    rule_id INTEGER NOT NULL,
    rule TEXT NOT NULL,
    subject TEXT NOT NULL,
    measured TEXT NOT NULL,
    raised_at INTEGER NOT NULL,
    closed_at INTEGER,
    -- Until then somebody is sending it.
    taken_until INTEGER NOT NULL DEFAULT 0,
    sent_at INTEGER
) STRICT;

CREATE UNIQUE INDEX alerts_open ON alerts (rule_id, subject) WHERE closed_at IS NULL;
CREATE INDEX alerts_of_municipality ON alerts (municipality, id);
