"""How tokens lie beside the search table on each database; the only raw SQL of the room.

SQLite: the FTS5 table ``records_search_fts`` (``unicode61``), rowid = id of the search row.  Its categories
take in characters newer than SQLite's own tables, so that rare Han characters are not cut off.
PostgreSQL: the column ``tokens`` of the search table, made with ``array_to_tsvector`` (the lexemes of
``'simple'`` without its parser, which would cut by the server's locale), under a GIN index.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.db.models import F, Func

FTS_TABLE = "records_search_fts"


def write_tokens(town_id: int, row_id: int, tokens: Sequence[str], *, is_new: bool = False) -> None:
    """Store the tokens of one search row, replacing earlier ones unless it is new; in the change's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            if not is_new:
                cursor.execute("DELETE FROM records_search_fts WHERE rowid = %s", [row_id])
            cursor.execute("INSERT INTO records_search_fts (rowid, tokens) VALUES (%s, %s)", [row_id, " ".join(tokens)])
        else:
            cursor.execute(
                "UPDATE records_searchentry SET tokens = array_to_tsvector(%s::text[]) WHERE town_id = %s AND id = %s",
                [sorted(set(tokens)), town_id, row_id],
            )


def drop_tokens(row_ids: Sequence[int]) -> None:
    """Remove the tokens of rows that are about to be deleted."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM records_search_fts WHERE rowid = %s", [[row_id] for row_id in row_ids])


class HasTokens(Func):
    """A condition on search rows: all of these tokens occur; a token of one character is a prefix."""

    output_field = models.BooleanField()

    def __init__(self, tokens: Sequence[str]) -> None:
        """Take the tokens of a query; at least one."""
        super().__init__(F("id"))
        self.tokens = tuple(dict.fromkeys(tokens))

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        """``id IN (SELECT rowid FROM the FTS5 table WHERE MATCH …)``."""
        column, params = compiler.compile(self.source_expressions[0])
        wanted = " AND ".join(f'"{token}" *' if len(token) == 1 else f'"{token}"' for token in self.tokens)
        sql = f"{column} IN (SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s)"  # noqa: S608  # nosec B608
        return sql, (*params, wanted)

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """``tokens @@ query`` on PostgreSQL."""
        column, params = compiler.compile(self.source_expressions[0])
        table = column.rpartition(".")[0]
        wanted = " & ".join(f"'{token}':*" if len(token) == 1 else f"'{token}'" for token in self.tokens)
        return f"{table}.tokens @@ %s::tsquery", [*params, wanted]
