"""Inspections: what must be kept in order. In this version only the planner, which knows nothing of the rest."""
