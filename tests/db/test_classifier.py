"""The classifier, on SQL by hand and on what the ORM really sends for some seventy kinds of operation."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, Subquery, Sum, Window
from django.db.models.functions import RowNumber, TruncMonth

from lianxin.db.classifier import Verdict, classify
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from tests.db.plugin import town_tables
from tests.db.toytown.models import Event, Kind, Label, Matter, MatterLabel

NONE, ONE, ALL, SPLIT = Verdict.NONE, Verdict.SINGLE, Verdict.FAN_OUT, Verdict.SPLIT
TABLES = frozenset({"matter", "event"})
ARRAYS = 'INSERT INTO "matter" ("id", "town_id")'


@pytest.mark.parametrize(
    ("sql", "params", "expected"),
    [
        ("SELECT 1", (), NONE),
        ('SELECT * FROM "kind" WHERE "id" = %s', (1,), NONE),
        ('SELECT * FROM "matter" WHERE "matter"."town_id" = %s', (1,), ONE),
        ('SELECT * FROM "matter" WHERE %s = "matter"."town_id"', (1,), ONE),
        ("SELECT * FROM matter m WHERE m.town_id = 7 AND m.id > 3", (), ONE),
        ("select id from matter where town_id = ?", (1,), ONE),
        ('SELECT * FROM "matter" WHERE "matter"."town_id" IN (%s)', (1,), ONE),
        ('SELECT * FROM "matter" WHERE "matter"."town_id" IN (%s, %s)', (1, 2), ALL),
        ('SELECT * FROM "matter" WHERE NOT ("matter"."town_id" = %s)', (1,), ALL),
        ('SELECT * FROM "matter" WHERE ("matter"."town_id" = %s OR "matter"."id" = %s)', (1, 2), ALL),
        ('SELECT * FROM "matter" WHERE CASE WHEN x = 1 AND "matter"."town_id" = %s THEN 1 END = 1', (1,), ALL),
        ('SELECT * FROM "matter" WHERE "matter"."town_id" > %s', (1,), ALL),
        ('SELECT * FROM "matter" -- WHERE "matter"."town_id" = %s', (), ALL),
        ("SELECT * FROM matter WHERE title = 'x AND matter.town_id = 1'", (), ALL),
        ('SELECT * FROM "matter", "event" WHERE "matter"."town_id" = %s', (1,), SPLIT),
        (
            'SELECT * FROM "matter", "event" WHERE "matter"."town_id" = %s AND "event"."town_id" = %s',
            (1, 1),
            ONE,
        ),
        (
            'SELECT * FROM "matter", "event" WHERE "matter"."town_id" = %s AND "event"."town_id" = %s',
            (1, 2),
            SPLIT,
        ),
        ('SELECT * FROM "matter" JOIN "event" e ON ("matter"."town_id" = (e."town_id"))', (), ALL),
        ('SELECT * FROM "matter" LEFT OUTER JOIN "event" e ON ("matter"."id" = e."matter_id")', (), SPLIT),
        (
            "SELECT 1 FROM matter m WHERE m.town_id = %s AND EXISTS(SELECT 1 FROM event e WHERE e.town_id = m.town_id)",
            (1,),
            ONE,
        ),
        ('INSERT INTO "matter" ("id", "town_id") VALUES (%s, %s), (%s, %s)', (1, 5, 2, 5), ONE),
        ('INSERT INTO "matter" ("id", "town_id") VALUES (%s, %s), (%s, %s)', (1, 5, 2, 6), ALL),
        ('INSERT INTO "matter" ("id") VALUES (%s)', (1,), SPLIT),
        ('INSERT INTO "matter" ("id", "town_id") VALUES (%s, (SELECT 1))', (1,), SPLIT),
        (f"{ARRAYS} SELECT * FROM UNNEST((%s)::bigint[], (%s)::bigint[])", ([1, 2], [5, 5]), ONE),
        (f"{ARRAYS} SELECT * FROM UNNEST((%s)::bigint[], (%s)::bigint[])", ([1, 2], [5, 6]), ALL),
        ('INSERT INTO "matter" ("id", "town_id") SELECT * FROM "kind"', (), SPLIT),
        ('UPDATE "matter" SET "town_id" = %s WHERE "matter"."id" = %s', (1, 2), ALL),
        ('DELETE FROM "matter" WHERE "matter"."town_id" = %s', (1,), ONE),
        (
            'SELECT id FROM "matter" WHERE town_id = %s UNION ALL SELECT id FROM "event" WHERE town_id = %s',
            (1, 1),
            ONE,
        ),
        ('SELECT id FROM "matter" WHERE "matter"."town_id" = %s UNION SELECT id FROM "event"', (1,), SPLIT),
        ('WITH m AS (SELECT * FROM "matter" WHERE "matter"."town_id" = %s) SELECT * FROM m', (1,), ONE),
        ('SELECT \'100%%\' FROM "matter" WHERE "matter"."id" = %s AND "matter"."town_id" = %s', (1, 2), ONE),
    ],
)
def test_sql_written_by_hand_is_judged(sql: str, params: Any, expected: Verdict) -> None:
    assert classify(sql, params, TABLES).verdict is expected


def test_the_verdict_names_the_loose_aliases_and_the_lock() -> None:
    found = classify('SELECT * FROM "matter" m, "event" WHERE m."town_id" = 1 FOR UPDATE OF m', (), TABLES)
    assert (found.verdict, found.loose, found.locks) == (SPLIT, ("event (event)",), True)


class World:
    """Two towns, two matters in the first."""

    def __init__(self) -> None:
        self.town = Town.objects.create(code="AA", slug="aa", name="A")
        self.other = Town.objects.create(code="BB", slug="bb", name="B")
        self.kind = Kind.objects.create(name="k")
        with town_scope(self.town):
            self.matter = Matter.objects.create(number="1", kind=self.kind)
            self.second = Matter.objects.create(number="2", parent=self.matter)
            self.event = Event.objects.create(matter=self.matter)
            self.label = Label.objects.create(name="l")
            MatterLabel.objects.create(matter=self.matter, label=self.label)
        with town_scope(self.other):
            Matter.objects.create(number="1")


@pytest.fixture
def world(db: None) -> World:
    return World()


def verdicts(operation: Callable[[World], Any], world: World) -> set[Verdict]:
    """Verdicts on the statements of one operation that touch town-owned tables."""
    found: set[Verdict] = set()

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        finding = classify(sql, params, town_tables())
        found.add(Verdict.SPLIT if finding.locks and finding.verdict is ALL else finding.verdict)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen), transaction.atomic():
        result = operation(world)
        if hasattr(result, "__iter__"):
            list(result)
    return found - {NONE}


def _change(world: World, **fields: Any) -> None:
    for name in fields:
        setattr(world.matter, name, fields[name])
    world.matter.save(update_fields=list(fields))


def _collide(world: World) -> None:
    try:
        with transaction.atomic():
            Matter.objects.create(number="1")
    except IntegrityError:
        Matter.objects.create(number="9")


IN_SCOPE: list[tuple[str, Callable[[World], Any], set[Verdict]]] = [
    ("get by id", lambda w: Matter.objects.get(pk=w.matter.pk), {ONE}),
    ("filter", lambda w: Matter.objects.filter(state="open"), {ONE}),
    ("first", lambda w: Matter.objects.order_by("id").first(), {ONE}),
    ("exists", lambda w: Matter.objects.filter(state="x").exists(), {ONE}),
    ("count", lambda w: Matter.objects.count(), {ONE}),
    ("values", lambda w: Matter.objects.values_list("id", "title"), {ONE}),
    ("only", lambda w: [m.town_id for m in Matter.objects.only("title")], {ONE}),
    ("defer", lambda w: [m.town_id for m in Matter.objects.defer("title", "town")], {ONE}),
    ("in_bulk", lambda w: Matter.objects.in_bulk([w.matter.pk]), {ONE}),
    ("iterator", lambda w: Matter.objects.iterator(chunk_size=10), {ONE}),
    ("distinct count", lambda w: Matter.objects.aggregate(n=Count("state", distinct=True)), {ONE}),
    ("update", lambda w: Matter.objects.filter(pk=w.matter.pk).update(title="x"), {ONE}),
    ("update by F", lambda w: Matter.objects.update(points=F("points") + 1), {ONE}),
    ("create", lambda w: Matter.objects.create(number="3"), {ONE}),
    ("save new", lambda w: Matter(number="4").save(), {ONE}),
    ("save loaded", lambda w: w.matter.save(), {ONE}),
    ("save some fields", lambda w: _change(w, title="y"), {ONE}),
    ("refresh", lambda w: w.matter.refresh_from_db(), {ONE}),
    ("delete row", lambda w: w.event.delete(), {ONE}),
    ("delete row with children", lambda w: w.matter.delete(), {ONE}),
    ("delete query", lambda w: Event.objects.filter(seq=1).delete(), {ONE}),
    ("delete query with children", lambda w: Matter.objects.filter(number="1").delete(), {ONE}),
    ("bulk_create", lambda w: Event.objects.bulk_create([Event(matter=w.matter, seq=n) for n in (5, 6)]), {ONE}),
    (
        "bulk_create ignoring conflicts",
        lambda w: Event.objects.bulk_create([Event(matter=w.matter, seq=1)], ignore_conflicts=True),
        {ONE},
    ),
    (
        "bulk_create updating conflicts",
        lambda w: Event.objects.bulk_create(
            [Event(matter=w.matter, seq=1, kind="new")],
            update_conflicts=True,
            unique_fields=["town", "matter", "seq"],
            update_fields=["kind"],
        ),
        {ONE},
    ),
    ("bulk_update", lambda w: Matter.objects.bulk_update([w.matter], ["title"]), {ONE}),
    ("get_or_create", lambda w: Matter.objects.get_or_create(number="5"), {ONE}),
    ("update_or_create", lambda w: Matter.objects.update_or_create(number="1", defaults={"title": "z"}), {ONE}),
    ("clash and savepoint", _collide, {ONE}),
    ("select_for_update", lambda w: Matter.objects.select_for_update().get(pk=w.matter.pk), {ONE}),
    ("skip locked", lambda w: Matter.objects.select_for_update(skip_locked=True).filter(state="open"), {ONE}),
    (
        "lock one of a join",
        lambda w: Event.objects.select_for_update(of=("self",)).select_related("matter").get(pk=w.event.pk),
        {ONE},
    ),
    ("forward reference", lambda w: Event.objects.get(pk=w.event.pk).matter.title, {ONE}),
    ("reverse reference", lambda w: w.matter.events.all(), {ONE}),
    ("reverse create", lambda w: w.matter.events.create(seq=9), {ONE}),
    ("reverse get_or_create", lambda w: w.matter.events.get_or_create(seq=10), {ONE}),
    ("reverse count", lambda w: w.matter.events.count(), {ONE}),
    ("reverse of a reference table", lambda w: w.kind.matters.all(), {ONE}),
    ("link table", lambda w: w.matter.labels.all(), {ONE}),
    ("link table backwards", lambda w: w.label.matters.all(), {ONE}),
    ("select_related", lambda w: Event.objects.select_related("matter__parent", "matter__kind"), {ONE}),
    ("join forwards", lambda w: Event.objects.filter(matter__state="open"), {ONE}),
    ("join backwards", lambda w: Matter.objects.filter(events__kind="note"), {ONE}),
    ("join to reference", lambda w: Matter.objects.filter(kind__name="k"), {ONE}),
    ("join to the town", lambda w: Matter.objects.select_related("town"), {ONE}),
    ("self join", lambda w: Matter.objects.filter(parent__number="1"), {ONE}),
    ("prefetch backwards", lambda w: Matter.objects.prefetch_related("events"), {ONE}),
    ("prefetch forwards", lambda w: Event.objects.prefetch_related("matter"), {ONE}),
    ("prefetch links", lambda w: Matter.objects.prefetch_related("links__label"), {ONE}),
    ("prefetch over a link table", lambda w: Matter.objects.prefetch_related("labels"), {ONE}),
    (
        "prefetch chosen rows",
        lambda w: Matter.objects.prefetch_related(Prefetch("events", Event.objects.filter(seq=1), to_attr="firsts")),
        {ONE},
    ),
    ("annotate count", lambda w: Matter.objects.annotate(n=Count("events")), {ONE}),
    ("annotate filtered count", lambda w: Matter.objects.annotate(n=Count("events", filter=Q(events__seq=1))), {ONE}),
    ("aggregate over annotation", lambda w: Matter.objects.annotate(n=Count("events")).aggregate(Sum("n")), {ONE}),
    ("window", lambda w: Event.objects.annotate(n=Window(RowNumber(), partition_by="matter", order_by="id")), {ONE}),
    ("month", lambda w: Event.objects.annotate(m=TruncMonth("at")).values("m").annotate(n=Count("id")), {ONE}),
    ("exclude forwards", lambda w: Event.objects.exclude(matter__state="open"), {ONE}),
    ("exclude backwards", lambda w: Matter.objects.exclude(events__kind="note"), {SPLIT}),
    ("not Q backwards", lambda w: Matter.objects.filter(~Q(events__seq=1)), {SPLIT}),
    (
        "not exists",
        lambda w: Matter.objects.filter(~Exists(Event.objects.filter(matter=OuterRef("pk"), kind="note"))),
        {ONE},
    ),
    (
        "subquery column",
        lambda w: Matter.objects.annotate(
            last=Subquery(Event.objects.filter(matter=OuterRef("pk")).order_by("-seq").values("seq")[:1])
        ),
        {ONE},
    ),
    ("id in query", lambda w: Event.objects.filter(matter__in=Matter.objects.filter(state="open")), {ONE}),
    ("union", lambda w: Matter.objects.filter(number="1").union(Matter.objects.filter(number="2")), {ONE}),
    ("or of joins", lambda w: Matter.objects.filter(Q(parent__number="1") | Q(events__seq=1)), {ONE}),
    ("full_clean", lambda w: w.event.full_clean(exclude=["at"]), {ONE}),
    ("explain", lambda w: bool(Matter.objects.explain()), {ONE}),
]

OUT_OF_SCOPE: list[tuple[str, Callable[[World], Any], set[Verdict]]] = [
    ("get by town and id", lambda w: Matter.all_towns.get(town=w.town, pk=w.matter.pk), {ONE}),
    ("get by id", lambda w: Matter.all_towns.get(pk=w.matter.pk), {ALL}),
    ("count by town", lambda w: Matter.all_towns.values("town").annotate(n=Count("id")), {ALL}),
    ("some towns", lambda w: Matter.all_towns.filter(town__in=[w.town, w.other]), {ALL}),
    ("newest of all", lambda w: Matter.all_towns.order_by("-id")[:5], {ALL}),
    ("latest", lambda w: Matter.all_towns.aggregate(Max("id")), {ALL}),
    ("join", lambda w: Event.all_towns.filter(matter__state="open"), {ALL}),
    ("select_related", lambda w: Event.all_towns.select_related("matter"), {ALL}),
    ("bulk_update", lambda w: Matter.all_towns.bulk_update([w.matter], ["title"]), {ALL}),
    ("rows of two towns", lambda w: Kind.objects.count() and _two_towns(w), {ALL}),
    ("lock without a town", lambda w: Matter.all_towns.select_for_update().get(pk=w.matter.pk), {SPLIT}),
    (
        "exists without the town",
        lambda w: Matter.all_towns.filter(Exists(Event.all_towns.filter(matter=OuterRef("pk")))),
        {SPLIT},
    ),
    (
        "exists with the town",
        lambda w: Matter.all_towns.filter(Exists(Event.all_towns.filter(matter=OuterRef("pk"), town=OuterRef("town")))),
        {ALL},
    ),
    ("id in query", lambda w: Event.all_towns.filter(matter__in=Matter.all_towns.filter(state="open")), {SPLIT}),
    ("save loaded", lambda w: w.matter.save(), {ONE}),
    ("refresh", lambda w: w.matter.refresh_from_db(), {ONE}),
    ("delete", lambda w: w.matter.delete(), {ONE}),
    ("forward reference", lambda w: (w.event.refresh_from_db(), w.event.matter), {ONE}),
    ("reverse reference", lambda w: w.matter.events.all(), {ONE}),
    ("reverse create", lambda w: w.matter.events.create(seq=9), {ONE}),
    ("reverse update", lambda w: w.matter.events.update(kind="x"), {ONE}),
    ("prefetch of one town", lambda w: Matter.all_towns.filter(town=w.town).prefetch_related("events"), {ONE}),
    ("prefetch of all towns", lambda w: Matter.all_towns.prefetch_related("events"), {ALL}),
    ("link table", lambda w: w.matter.links.select_related("label"), {ONE}),
]


def _two_towns(world: World) -> list[Matter]:
    rows = [Matter(town=town, number="8") for town in (world.town, world.other)]
    return Matter.all_towns.bulk_create(rows)


@pytest.mark.parametrize(("operation", "expected"), [row[1:] for row in IN_SCOPE], ids=[row[0] for row in IN_SCOPE])
def test_operations_inside_a_town(world: World, operation: Callable[[World], Any], expected: set[Verdict]) -> None:
    with town_scope(world.town):
        assert verdicts(operation, world) == expected


@pytest.mark.parametrize(
    ("operation", "expected"), [row[1:] for row in OUT_OF_SCOPE], ids=[row[0] for row in OUT_OF_SCOPE]
)
def test_operations_outside_any_town(world: World, operation: Callable[[World], Any], expected: set[Verdict]) -> None:
    assert verdicts(operation, world) == expected
