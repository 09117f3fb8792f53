"""Distributed PostgreSQL: every town on one of many nodes."""
