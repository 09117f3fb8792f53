"""The one search table."""

from django.db import models

from lianxin.db.base import TownOwned


class SearchEntry(TownOwned):
    """The searchable text of one object for one scope.

    ``text`` is folded (`lianxin.core.text.fold`).  Beside each row the database keeps its two-character tokens:
    on SQLite in the FTS5 table ``records_search_fts`` under the same rowid, on PostgreSQL in the column
    ``tokens`` (``tsvector``) that Django does not see.  Only `lianxin.records.search` writes here.
    """

    kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    scope = models.CharField(max_length=16, default="desk")
    text = models.TextField()
    indexed_at = models.DateTimeField()

    class Meta:
        """One text per object and scope."""

        constraints = [
            models.UniqueConstraint(fields=["town", "kind", "object_id", "scope"], name="records_search_object")
        ]
