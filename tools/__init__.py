"""The project's own checks, run by ``dev.py check``. Nothing here is shipped."""
