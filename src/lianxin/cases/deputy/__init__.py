"""A matter as the deputy who brought it reads it."""
