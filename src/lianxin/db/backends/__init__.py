"""Database engines: SQLite with a queue of writers, and PostgreSQL with keys that contain the town."""
