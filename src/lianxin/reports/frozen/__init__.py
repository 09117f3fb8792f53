"""Frozen reports: figures, tables and text as they were signed, proved by a digest, corrected by new versions."""
