"""The tokens beside the search table: an FTS5 table on SQLite, a tsvector column on PostgreSQL."""

from django.db import migrations

from lianxin.records.operations import SqlPerVendor


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [
        SqlPerVendor(
            "Tokens of the search table",
            forward={
                "sqlite": [
                    "CREATE VIRTUAL TABLE records_search_fts USING fts5("
                    "tokens, tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* Co Cn'\","
                    " detail=none, columnsize=0, prefix='1')",
                ],
                "postgresql": [
                    "ALTER TABLE records_searchentry ADD COLUMN tokens tsvector",
                    "CREATE INDEX records_search_tokens ON records_searchentry USING gin (tokens)",
                ],
            },
            backward={
                "sqlite": ["DROP TABLE records_search_fts"],
                "postgresql": [
                    "DROP INDEX records_search_tokens",
                    "ALTER TABLE records_searchentry DROP COLUMN tokens",
                ],
            },
        ),
    ]
