"""From single-column keys to composite ones by a data-only dump: nothing is transformed, counts and chains are equal.

The same steps lead on to a distributed database: migrate an empty one, empty what migrating filled, copy the rest.
"""

from typing import Any

import pytest
from django.db import connection

from lianxin.db.classes import stored_models
from lianxin.db.integrity import check_integrity
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.db.transactions import write
from lianxin.journal.actors import SYSTEM
from lianxin.journal.log import append
from lianxin.journal.sealing import seal
from lianxin.journal.verify import verify_town
from tests.db.lanes import default_database, migrated, require_server
from tests.db.toytown.models import Kind, Matter

pytestmark = pytest.mark.postgres

#: What each database must know for itself.
KEPT = ("django_migrations", "db_installmode")


def live() -> None:
    """Two towns with references of every kind and a sealed log."""
    kind = Kind.objects.create(name="k")
    for code in ("AA", "BB"):
        town = Town.objects.create(code=code, slug=code.lower(), name=code)
        with town_scope(town), write():
            parent = Matter.objects.create(number="1", kind=kind)
            Matter.objects.create(number="2", parent=parent).events.create(seq=1)
            for number in range(5):
                append("noted", "town", town.pk, SYSTEM, {"number": number, "text": "路灯不亮，\n“三天了”\\"})
        seal(town)


def counts() -> dict[str, int]:
    """Rows of every table but those that each database keeps for itself."""
    chosen = (model for model in stored_models() if model._meta.db_table not in KEPT)
    return {model._meta.db_table: model._base_manager.count() for model in chosen}


def heads() -> list[tuple[int, int, str]]:
    """The hash of every log entry."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT town_id, seq, hash FROM journal_logentry ORDER BY town_id, seq")
        return cursor.fetchall()


def test_a_plain_database_moves_to_composite_keys_with_counts_and_chains_equal(django_db_blocker: Any) -> None:
    server = require_server()
    with django_db_blocker.unblock():
        plain, composite = migrated("plain"), {**migrated("composite"), "NAME": "moved_to"}
        server.create("moved_from", template=plain["NAME"])
        server.create("moved_to", template=migrated("composite")["NAME"])
        with default_database({**plain, "NAME": "moved_from"}):
            live()
            before = counts(), heads()
        leave_out = [f"--exclude-table={table}" for table in KEPT]
        dump = server.run("pg_dump", "--data-only", *leave_out, "moved_from")
        empty = b"TRUNCATE django_content_type, auth_permission CASCADE;\n"
        server.run("psql", "-qX", "-1", "-v", "ON_ERROR_STOP=1", "-d", "moved_to", stdin=empty + dump)
        with default_database(composite):
            assert (counts(), heads()) == before
            for town in Town.objects.all():
                assert verify_town(town).is_whole
                assert list(check_integrity(town)) == []
                with town_scope(town):
                    assert Matter.objects.get(number="2").parent == Matter.objects.get(number="1")
    assert before[0]["toytown_event"] == 2
    assert len(before[1]) == 10
