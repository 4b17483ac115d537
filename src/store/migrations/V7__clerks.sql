-- Who may sign in at the counters, where the municipality wants that: initials or a work number that it chose, and the PIN
-- as argon2id. Nothing says who worked where: that is in no table.
CREATE TABLE clerks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    label TEXT NOT NULL UNIQUE,
    pin TEXT NOT NULL
) STRICT;
