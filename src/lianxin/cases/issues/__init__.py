"""Issues: matters brought together and taken apart by hand, without losing a voice."""
