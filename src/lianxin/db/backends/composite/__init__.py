"""PostgreSQL with keys that contain the town: the usual mode of a server."""
