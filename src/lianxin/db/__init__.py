"""The town engine: who owns a row, which town is meant, and how that holds on every database."""
