-- What became of each ticket's paper. While a printer has it, that is not known, and so it stays after a power cut.
CREATE TABLE prints (
    visit INTEGER PRIMARY KEY REFERENCES visits (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('queued', 'printed', 'failed', 'unknown')),
    why TEXT CHECK ((why IS NOT NULL) = (state = 'failed')),
    sheet TEXT NOT NULL,
    queued_at INTEGER NOT NULL
) STRICT;

CREATE INDEX prints_queued ON prints (visit) WHERE state = 'queued';
