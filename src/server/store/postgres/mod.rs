//! PostgreSQL, for several server processes.
