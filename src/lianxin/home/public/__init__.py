"""Pages of the home for everybody."""
