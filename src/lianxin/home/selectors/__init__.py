"""How the home is read."""
