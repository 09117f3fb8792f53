"""A small app with one table of every kind that the town engine must handle; installed in test runs only."""
