"""The small town of the cases room, and callers."""

from tests.cases.conftest import clock, town

__all__ = ["clock", "town"]
