"""Property tests of this room: the same examples on every run, and no clock on a busy machine."""

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.load_profile("house")
