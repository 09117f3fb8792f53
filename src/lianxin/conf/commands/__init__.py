"""Commands of ``python -m lianxin``: one module a command, found by name.

A module holds ``HELP`` (one Chinese sentence), ``configure(parser)``, ``run(options) -> int`` (the exit code) and
``NEEDS_DJANGO`` (whether Django is set up first). Optional: ``NEEDS_DATA`` (default: as ``NEEDS_DJANGO``) says that an
installed data folder must exist; ``CREATES_DATA`` says that an absent one is installed (database, keys, no town) first.
The four constants must be literals: they are read from the source, since importing a command may need a running Django.
"""
