"""SQLite for one town: durable commits and a queue of writers."""
