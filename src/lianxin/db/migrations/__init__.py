"""One history of schema changes for every database mode."""
