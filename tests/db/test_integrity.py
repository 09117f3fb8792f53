"""The check that takes the place of foreign keys."""

import pytest
from django.db import connection

from lianxin.db.integrity import Trouble, check_integrity
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from tests.db.toytown.models import Event, Kind, Matter


def point(table: str, row: int, column: str, value: int) -> None:
    """Spoil a reference behind the ORM's back."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, row])


def test_sound_rows_have_no_broken_reference(towns: list[Town]) -> None:
    with town_scope(towns[0]):
        matter = Matter.objects.create(number="1", kind=Kind.objects.create(name="k"))
        Matter.objects.create(number="2", parent=matter)
        Event.objects.create(matter=matter)
    assert list(check_integrity(towns[0])) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="this database refuses to break the reference")
def test_a_reference_to_nothing_and_one_into_another_town_are_told_apart(towns: list[Town]) -> None:
    with town_scope(towns[1]):
        foreign = Matter.objects.create(number="1")
    with town_scope(towns[0]):
        matter = Matter.objects.create(number="1", kind=Kind.objects.create(name="k"))
        lost, stray = (Event.objects.create(matter=matter, seq=seq) for seq in (1, 2))
    good_kind = matter.kind_id
    point("toytown_event", lost.pk, "matter_id", 5)
    point("toytown_event", stray.pk, "matter_id", foreign.pk)
    point("toytown_matter", matter.pk, "kind_id", 7)
    found = {(fault.model, fault.row, fault.field, fault.value, fault.trouble) for fault in check_integrity(towns[0])}
    assert found == {
        ("toytown.Event", lost.pk, "matter", 5, Trouble.MISSING),
        ("toytown.Event", stray.pk, "matter", foreign.pk, Trouble.OTHER_TOWN),
        ("toytown.Matter", matter.pk, "kind", 7, Trouble.MISSING),
    }
    assert list(check_integrity(towns[1])) == []
    for table, row, column, value in (
        ("toytown_event", lost.pk, "matter_id", matter.pk),
        ("toytown_event", stray.pk, "matter_id", matter.pk),
        ("toytown_matter", matter.pk, "kind_id", good_kind),
    ):
        point(table, row, column, value)
