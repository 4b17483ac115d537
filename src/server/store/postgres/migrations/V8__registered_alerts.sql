-- Signals and letters that staff enter: no sender, no subject, no text.
CREATE TABLE registered (
    municipality TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    matter TEXT NOT NULL,
    registered_on TEXT COLLATE "C" NOT NULL,
    answered_on TEXT,
    notice_on TEXT,
    PRIMARY KEY (municipality, number)
);

CREATE INDEX registered_by_day ON registered (municipality, registered_on);

CREATE TABLE alert_rules (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality TEXT COLLATE "C" NOT NULL,
    -- As JSON; see `figures::alert::Rule`.
    rule TEXT NOT NULL
);

CREATE TABLE alerts (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    municipality TEXT COLLATE "C" NOT NULL,
    -- Which may be no more, and what it said.
    rule_id BIGINT NOT NULL,
    rule TEXT NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    measured TEXT NOT NULL,
    raised_at BIGINT NOT NULL,
    closed_at BIGINT,
    -- Until then somebody is sending it.
    taken_until BIGINT NOT NULL DEFAULT 0,
    sent_at BIGINT
);

CREATE UNIQUE INDEX alerts_open ON alerts (rule_id, subject) WHERE closed_at IS NULL;
CREATE INDEX alerts_of_municipality ON alerts (municipality, id);
