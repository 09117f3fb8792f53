"""Receptions: planned, announced, held, and every word with an exit."""
