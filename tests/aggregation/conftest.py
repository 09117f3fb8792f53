"""The small town for tests of the room around the engine."""

from tests.cases.conftest import clock, town

__all__ = ["clock", "town"]
