"""Commands of ``python -m lianxin``: one module a command, found by name.

A module holds ``HELP`` (one Chinese sentence), ``configure(parser)``, ``run(options) -> int`` (the exit code) and
``NEEDS_DJANGO`` (whether Django is set up first). Optional: ``NEEDS_DATA`` (default: as ``NEEDS_DJANGO``) says that an
installed data folder must exist; ``CREATES_DATA`` says that an absent one is installed first (database and keys), and
``CREATES_TOWN`` that it then also gets an empty town. These must be literals: they are read from the
source, since importing a command may need a running Django.
"""
