"""The superior's blank forms: taken in, pointed at, filled from records."""
