"""The same models and migrations on PostgreSQL: what the database itself refuses, and how little a query touches."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, models, transaction
from django.db.utils import NotSupportedError
from django.test.utils import CaptureQueriesContext

from lianxin.db.classes import is_town_owned, stored_models, town_owned_models
from lianxin.db.fields import TownForeignKey
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from tests.db.lanes import default_database, migrated
from tests.db.toytown.models import Event, Kind, Matter

pytestmark = pytest.mark.postgres


@pytest.fixture(params=["composite", "partition", "citus"])
def lane(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[str]:
    """The mode under test; what the test writes is rolled back."""
    with django_db_blocker.unblock(), default_database(migrated(request.param)), transaction.atomic():
        yield request.param
        transaction.set_rollback(True)


@pytest.fixture
def towns(lane: str) -> tuple[Town, Town]:
    return tuple(Town.objects.create(code=code, slug=code.lower(), name=code) for code in ("AA", "BB"))


def columns_of_key(table: str, kind: str) -> dict[str, str]:
    """Definitions of a table's constraints of one kind (``p`` primary, ``f`` foreign, ``u`` unique), by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = %s AND conparentid = 0",
            [table, kind],
        )
        return dict(cursor.fetchall())


def test_every_town_owned_table_has_the_town_in_its_key(lane: str) -> None:
    keys = {model: columns_of_key(model._meta.db_table, "p") for model in town_owned_models()}
    assert set(keys) == {model for model in stored_models() if is_town_owned(model)}
    assert {definition for key in keys.values() for definition in key.values()} == {"PRIMARY KEY (town_id, id)"}


def test_every_reference_inside_a_town_carries_the_town_and_is_checked_at_once(lane: str) -> None:
    for model in town_owned_models():
        wanted = sum(isinstance(field, TownForeignKey) for field in model._meta.local_fields)
        found = columns_of_key(model._meta.db_table, "f").values()
        assert sum(text.startswith("FOREIGN KEY (town_id, ") for text in found) == wanted
        assert not any("DEFERRABLE" in text for text in found)


def test_a_reference_into_another_town_is_refused_by_the_database(towns: tuple[Town, Town]) -> None:
    with town_scope(towns[0]):
        matter = Matter.objects.create(number="1")
    with town_scope(towns[1]), pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
        Event.objects.create(matter_id=matter.pk)


def test_a_dangling_reference_is_refused_with_its_statement(towns: tuple[Town, Town]) -> None:
    with town_scope(towns[0]), pytest.raises(IntegrityError, match="foreign key"), transaction.atomic():
        Event.objects.create(matter_id=1)


def test_the_same_number_may_exist_in_two_towns_but_not_twice_in_one(towns: tuple[Town, Town]) -> None:
    for town in towns:
        with town_scope(town):
            Matter.objects.create(number="7")
    with town_scope(towns[0]), pytest.raises(IntegrityError, match="unique"), transaction.atomic():
        Matter.objects.create(number="7")


def test_rows_are_written_changed_read_and_deleted_as_on_sqlite(towns: tuple[Town, Town]) -> None:
    with town_scope(towns[0]):
        matter = Matter.objects.create(number="1", kind=Kind.objects.create(name="k"))
        matter.events.create(seq=1)
        matter.events.create(seq=2)
        matter.title = "changed"
        matter.save()
        assert Matter.objects.select_related("kind").get(events__seq=2).title == "changed"
        assert [event.matter.title for event in Event.objects.prefetch_related("matter")] == ["changed"] * 2
        assert matter.delete()[0] == 3


def test_counting_groups_by_every_column_since_id_alone_is_no_key(towns: tuple[Town, Town]) -> None:
    with town_scope(towns[0]):
        Matter.objects.create(number="1").events.create(seq=1)
        (matter,) = Matter.objects.annotate(n=models.Count("events"))
        assert (matter.number, matter.n) == ("1", 1)


def test_many_new_rows_are_one_statement_whose_town_can_be_seen(towns: tuple[Town, Town]) -> None:
    with town_scope(towns[0]), CaptureQueriesContext(connection) as captured:
        Matter.objects.bulk_create([Matter(number=str(number)) for number in range(3)])
    statements = [query["sql"] for query in captured.captured_queries if "INSERT" in query["sql"]]
    assert [" VALUES " in sql for sql in statements] == [True]


def test_a_town_page_touches_one_partition(towns: tuple[Town, Town], lane: str) -> None:
    if lane != "partition":
        assert lane in {"composite", "citus"}
        return
    with town_scope(towns[0]):
        rows = Event.objects.filter(matter__state="open", matter__number="1").order_by("-id")[:50]
        touched = set(_relations(json.loads(rows.explain(format="json"))))
    assert sorted(name[:-4] for name in touched) == ["toytown_event_", "toytown_matter_"]
    everything = set(_relations(json.loads(Event.all_towns.order_by("id").explain(format="json"))))
    assert len(everything) == 4


def _relations(plan: Any) -> Iterator[str]:
    """Names of the tables in an EXPLAIN tree."""
    if isinstance(plan, list):
        for part in plan:
            yield from _relations(part)
    elif isinstance(plan, dict):
        if "Relation Name" in plan:
            yield plan["Relation Name"]
        for part in plan.values():
            yield from _relations(part)


def test_a_unique_rule_without_the_town_is_refused_where_rows_are_spread(lane: str) -> None:
    rule = models.UniqueConstraint(fields=["number"], name="toytown_bad")
    if lane != "partition":
        assert "UNIQUE" in str(rule.create_sql(Matter, connection.schema_editor(collect_sql=True)))
        return
    refused = pytest.raises((NotSupportedError, ProgrammingError))
    with refused, transaction.atomic(), connection.schema_editor() as editor:
        editor.add_constraint(Matter, rule)


def test_schema_changes_of_every_kind_keep_the_composite_keys(lane: str) -> None:
    old, new = models.IntegerField(null=True), models.BigIntegerField(default=3)
    for field in (old, new):
        field.set_attributes_from_name("extra")
        field.model = Event
    with connection.schema_editor(atomic=False) as editor:
        editor.add_field(Event, old)
        editor.alter_field(Event, old, new)
        editor.remove_field(Event, new)
        editor.alter_db_table(Event, "toytown_event", "toytown_renamed")
        editor.alter_db_table(Event, "toytown_renamed", "toytown_event")
    assert "FOREIGN KEY (town_id, matter_id)" in str(columns_of_key("toytown_event", "f"))


def test_a_reference_can_be_dropped_and_made_again(lane: str) -> None:
    field = Event._meta.get_field("matter")
    looser = TownForeignKey(Matter, models.CASCADE, null=True, db_constraint=False)
    looser.set_attributes_from_name("matter")
    looser.model = Event
    with connection.schema_editor(atomic=False) as editor:
        editor.alter_field(Event, field, looser)
        assert "matter_id" not in str(columns_of_key("toytown_event", "f"))
        editor.alter_field(Event, looser, field)
    assert "(town_id, matter_id)" in str(columns_of_key("toytown_event", "f"))
