"""One writing process of the queue test: ``writer_process.py FILE COUNT`` adds COUNT rows, reading before each."""

import sys
from pathlib import Path

import django
from django.conf import settings

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))


def main(file: str, count: int) -> None:
    """Add rows in read-then-write transactions and report what the connection promises."""
    settings.configure(DATABASES={"default": {"ENGINE": "lianxin.db.backends.sqlite", "NAME": file}})
    django.setup()
    from django.db import connection, transaction

    for _ in range(count):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT MAX(n) FROM line")
            (highest,) = cursor.fetchone()
            cursor.execute("INSERT INTO line (n) VALUES (%s)", [(highest or 0) + 1])
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
    sys.stdout.write(f"{journal} {synchronous}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
