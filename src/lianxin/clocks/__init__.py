"""Clocks: dates that people are held to, each of which explains itself."""
