"""Personal fields go when their time is over; how long they stay is the town's decision with a source."""

import datetime as dt

import pytest

from lianxin.core.clock import frozen
from lianxin.db.models import Town
from lianxin.journal.actors import ACCOUNT, Actor, Grant
from lianxin.journal.errors import Invalid, NotAllowed
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.people.models import BuildingHead
from lianxin.places.models import PlaceKind
from lianxin.records import retention
from lianxin.records.retention import SetRetention
from tests.places.factories import make_place

DAY = dt.date(2026, 6, 30)
ADMIN = Actor(ACCOUNT, "1", "系统管理员", (Grant(roles.SYSTEM_ADMIN),))
CODE = "building_head_contact"


def head(ended: dt.date | None) -> BuildingHead:
    """A building head whose time ended on a day, or who still serves."""
    building = make_place(PlaceKind.BUILDING, f"B{BuildingHead.objects.count()}")
    return BuildingHead.objects.create(
        building=building, name_encrypted="x", phone_encrypted="y", valid_from=dt.date(2020, 1, 1), valid_to=ended
    )


def test_only_what_is_over_goes_and_the_log_counts_it(town: Town) -> None:
    gone, kept, serving = head(DAY - dt.timedelta(days=91)), head(DAY - dt.timedelta(days=90)), head(None)
    with frozen(DAY):
        assert retention.erase_expired(town)[CODE] == 1
        assert CODE not in retention.erase_expired(town)
    states = [(row.name_encrypted, row.erased_at is None) for row in map(reread, (gone, kept, serving))]
    assert states == [("", False), ("x", True), ("x", True)]
    assert LogEntry.objects.filter(verb="retention.erased").count() == 1


def reread(row: BuildingHead) -> BuildingHead:
    """The row as it is stored now."""
    return BuildingHead.objects.get(pk=row.pk)


def test_a_town_decides_another_period(town: Town) -> None:
    row = head(DAY - dt.timedelta(days=10))
    SetRetention(actor=ADMIN, code=CODE, days=5, source="镇政府办公会决定").execute()
    with frozen(DAY):
        assert retention.erase_expired(town)[CODE] == 1
    assert reread(row).erased_at is not None
    rule = next(rule for rule in retention.rules() if rule["code"] == CODE)
    assert (rule["days"], rule["status"], rule["is_default"]) == (5, "待核", False)


@pytest.mark.parametrize(
    ("change", "field"), [({"code": "nothing"}, "code"), ({"days": 0}, "days"), ({"source": " "}, "source")]
)
def test_a_period_without_meaning_or_source_is_refused(town: Town, change: dict[str, object], field: str) -> None:
    values: dict[str, object] = {"code": CODE, "days": 5, "source": "决定", **change}
    with pytest.raises(Invalid) as refused:
        SetRetention(actor=ADMIN, **values).execute()  # type: ignore[arg-type]
    assert refused.value.problems[0].field == field


def test_only_the_system_administrator_decides(town: Town) -> None:
    with pytest.raises(NotAllowed):
        SetRetention(actor=Actor(ACCOUNT, "2", "人大办"), code=CODE, days=5, source="决定").execute()
