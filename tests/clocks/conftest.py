"""The small town of the cases, in scope."""

from tests.cases.conftest import clock, town

__all__ = ["clock", "town"]
