"""Figures: measures with their definition, read as grouped facts, summed by pure rules."""
