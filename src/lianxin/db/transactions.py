"""Write transactions."""

from django.db import transaction


def write(using: str | None = None) -> transaction.Atomic:
    """A write transaction: all of the block is stored, or none of it.

    On SQLite the outermost block holds the process lock and the file lock of the database from BEGIN to COMMIT, so
    that writers wait in a queue instead of failing with "database is locked" (`lianxin.db.backends.sqlite`).
    """
    return transaction.atomic(using=using)
