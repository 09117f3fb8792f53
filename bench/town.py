"""A town to measure in: places and units of the example town, and as many cases as wanted, made by the real actions.

It lies in a data folder of its own and grows: a second run with more cases adds the missing ones. Every twentieth part
of the first thousand stands in another state; of the later ones every thirtieth is moved on, the rest has just come in.
Django must be set up before this is imported (`bench.common.set_up`).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any, Final

from bench.common import Bar
from lianxin.cases import workflow as w
from lianxin.cases.models import Case
from lianxin.core import clock
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.db.transactions import write
from lianxin.deputies.models import Deputy
from lianxin.people import roles
from lianxin.people.models import Account, RoleGrant
from lianxin.places.models import Category, Place, PlaceKind, Unit
from lianxin.places.profiles.loading import load_profile
from tests.cases import small_town, walk

PROFILE: Final = Path(__file__).parents[1] / "profiles" / "example-town.json"
#: Cases a transaction, and the days over which they are spread.
CHUNK, DAYS = 50, 180
FIRST_DAY: Final = dt.datetime(2026, 1, 5, 1, 0, tzinfo=dt.UTC)
PASSWORD: Final = "Bench-2026-qiao"
#: The states of twenty cases in a row; as in a town, most are under way.
STATES: Final = (
    w.RECEIVED, w.CLOSED, w.TRANSFERRED, w.ASSIGNED, w.ACCEPTED, w.CONTACTED, w.REPLIED, w.CLOSED, w.EVALUATED,
    w.REHANDLING, w.RECEIVED, w.ANSWERED, w.TRANSFERRED, w.ASSIGNED, w.ACCEPTED, w.REPLY_DRAFT, w.REPLIED, w.CLOSED,
    w.RETURN_PENDING, w.REDIRECTED,
)  # fmt: skip
WHOLE_TOWN: Final = 1000

SUBJECTS: Final = ("电梯", "路灯", "垃圾桶", "水管", "楼道堆物", "停车位", "噪音", "绿化", "充电桩", "活动室")
TROUBLES: Final = (
    "坏了三天没人修",
    "经常出问题",
    "晚上看不见",
    "味道很大",
    "老人走路不方便",
    "希望尽快处理",
    "说过几次了",
)


@dataclass(frozen=True)
class Bench:
    """What a benchmark program works with."""

    row: Town
    people: small_town.Town
    compounds: Sequence[Place]
    categories: Sequence[str]
    cases: int = 0


def ensure(cases: int) -> Bench:
    """The town with at least so many cases; makes what is missing, with a bar."""
    row = Town.objects.filter(is_default=True).first() or load_profile(PROFILE)
    with town_scope(row):
        bench = _bench(row)
        _office_account()
        there = Case.objects.count()
        bar = Bar("生成数据", cases - there)
        for first in range(there, cases, CHUNK):
            numbers = range(first, min(first + CHUNK, cases))
            with clock.frozen(FIRST_DAY + dt.timedelta(days=first // CHUNK % DAYS)), write():
                for number in numbers:
                    make(bench, number)
            bar.at(numbers.stop - there)
    return replace(bench, cases=max(there, cases))


def make(bench: Bench, number: int) -> None:
    """The case with this number (0 is the first): always the same one."""
    rng = Random(number)
    state = STATES[number % len(STATES)] if number < WHOLE_TOWN or number % 30 == 0 else w.RECEIVED
    place = rng.choice(bench.compounds)
    assert place.parent is not None
    said = walk.start(
        replace(bench.people, first=place.parent, compound=place),
        words=words_of(rng, number),
        place_id=place.pk,
        category=rng.choice(bench.categories),
        contact=f"139{rng.randrange(10**8):08d}" if number % 3 == 0 else "",
    )
    walk.WAYS[state](said)


def words_of(rng: Random, number: int) -> str:
    """What somebody says; the number makes it unlike all others."""
    sentences = "。".join(f"{rng.choice(SUBJECTS)}{rng.choice(TROUBLES)}" for _ in range(rng.randint(1, 6)))
    return f"{sentences}。我住{rng.randint(1, 60)}号楼，这是第{number}件。"


def _bench(row: Town) -> Bench:
    places = {
        kind: list(Place.objects.filter(kind=kind).select_related("parent").order_by("code"))
        for kind in PlaceKind.values
    }
    units = {unit.code: unit for unit in Unit.objects.select_related("place").order_by("code")}
    offices = [unit for unit in units.values() if unit.kind in {"office", "centre", "agency"}]
    neighbourhoods, compounds = places[PlaceKind.NEIGHBOURHOOD], places[PlaceKind.COMPOUND]
    office, centre, police = islice(cycle(offices), 3)
    people = small_town.Town(
        row=row,
        first=neighbourhoods[0],
        second=neighbourhoods[1],
        compound=compounds[0],
        desk_unit=next(unit for unit in units.values() if unit.kind == "desk"),
        office_unit=office,
        centre_unit=centre,
        police_unit=police,
        property_unit=next(unit for unit in units.values() if unit.kind == "property"),
        committee_unit=next(unit for unit in units.values() if unit.is_committee),
        **_deputies(),
    )
    categories = list(Category.objects.exclude(parent=None).order_by("code").values_list("code", flat=True)[:40])
    return Bench(row, people, compounds, categories)


def _deputies() -> dict[str, Any]:
    found = list(Deputy.objects.order_by("code")[:2])
    return {"deputy": found[0], "other_deputy": found[1]}


def _office_account() -> None:
    """Somebody of the congress office who can sign in with `PASSWORD`."""
    if Account.objects.filter(username="bench").exists():
        return
    account = Account(username="bench", display_name="测量用账号", created_at=clock.now())
    account.set_password(PASSWORD)
    account.save()
    RoleGrant.objects.create(
        account=account, role=roles.CONGRESS_OFFICE, valid_from=FIRST_DAY.date(), reason="测量",
        granted_by_label="测量", granted_at=clock.now(),
    )  # fmt: skip
