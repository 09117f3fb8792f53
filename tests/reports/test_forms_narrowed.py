"""Tables in forms are narrowed to a unit, a neighbourhood, a track; figures and records stop at the cut-off day."""

import datetime as dt
import json

import pytest

from lianxin.cases.models import Case
from lianxin.core.clock import today
from lianxin.journal.errors import Invalid
from lianxin.people import roles
from lianxin.reports.blankforms.actions import AddBlankForm, BindSpot, FillForm, SetCheck, latest
from lianxin.reports.blankforms.checks import read_parts
from lianxin.reports.models import FormVersion
from lianxin.reports.registry import Period
from tests.cases.conftest import clock, town  # noqa: F401
from tests.cases.factories import Town
from tests.cases.walk import start
from tests.conftest import FrozenClock
from tests.core.blank_forms import cell, document, table, workbook
from tests.people.factories import actor_with

NOVEMBER = Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))


def taken_in(data: bytes, name: str) -> FormVersion:
    """A form of the congress office, version 1."""
    form = AddBlankForm(actor=actor_with(roles.CONGRESS_OFFICE), name=name, data=data, file_name=name).execute()
    version = latest(form)
    assert version is not None
    return version


def filled(version: FormVersion, cut_off: dt.datetime | None = None) -> dict[str, str]:
    """The filled places by name."""
    office = actor_with(roles.CONGRESS_OFFICE)
    made = FillForm(actor=office, version=version, period=NOVEMBER, cut_off=cut_off).execute()
    return {ref: text for _area, ref, _label, text in json.loads(made.values)}


@pytest.mark.parametrize("by", ["unit", "place", "track"])
def test_a_list_holds_only_what_it_is_narrowed_to(town: Town, by: str) -> None:  # noqa: F811
    inside = start(town, place_id=town.compound.pk).transferred().assigned(town.office_unit)
    outside = start(town, place_id=town.second.pk)
    Case.objects.filter(pk=outside.case.pk).update(track="hotline")
    version = taken_in(workbook(lambda book: book["月报"].append(["编号"])), "表.xlsx")
    wanted = {"unit": str(town.office_unit.pk), "place": str(town.first.pk), "track": "resident"}[by]
    BindSpot(
        actor=actor_with(roles.CONGRESS_OFFICE), version=version, area="月报", ref="A2", kind="list",
        source="cases.received", first_row=2, last_row=2, columns=[(0, "A", "number")], narrowed={by: wanted},
    ).execute()  # fmt: skip
    assert list(filled(version).values()) == [f"受理编号 {inside.case.number}"]


def test_a_figure_in_a_form_stops_at_the_cut_off(town: Town, clock: FrozenClock) -> None:  # noqa: F811
    start(town)
    first_day = today()
    clock.advance(days=2)
    start(town)
    version = taken_in(workbook(lambda book: book["月报"].append(["收到", ""])), "表.xlsx")
    office = actor_with(roles.CONGRESS_OFFICE)
    BindSpot(actor=office, version=version, area="月报", ref="B1", source="figure:received:n").execute()
    then = dt.datetime.combine(first_day, dt.time(23, 0), dt.UTC) - dt.timedelta(hours=8)
    assert filled(version)["B1"] == "2"
    assert filled(version, then)["B1"] == "1"


def test_the_total_of_a_word_table_is_checked_after_rows_were_added(town: Town) -> None:  # noqa: F811
    start(town)
    start(town, place_id=town.second.pk)
    rows = [[cell("居民区"), cell("收到")], [cell(), cell()], [cell("合计"), cell("3")]]
    version = taken_in(document(table(*rows)), "表.docx")
    office = actor_with(roles.CONGRESS_OFFICE)
    BindSpot(
        actor=office, version=version, area="table1", ref="r2c1", kind="list", source="cases.by_neighbourhood",
        first_row=2, last_row=2, columns=[(0, "1", "name"), (0, "2", "received")],
    ).execute()  # fmt: skip
    SetCheck(actor=office, version=version, area="table1", total_ref="r3c2", parts="r2c2:r2c2").execute()
    made = FillForm(actor=office, version=version, period=NOVEMBER).execute()
    assert json.loads(made.problems) == ["r3c2 写的是 3，各项相加是 1，对不上。"]
    SetCheck(actor=office, version=version, area="table1", total_ref="r3c2", parts="r1c2").execute()
    made = FillForm(actor=office, version=version, period=NOVEMBER).execute()
    assert json.loads(made.problems) == ["r3c2 的合计算不出来，里面有不是数字的内容。"]


#: What a clerk types → what is understood; None where it is refused.
PARTS = [
    ("xlsx", "c5：c9，c11", ["C5:C9", "C11"]), ("xlsx", "第五行", None), ("docx", "r2c3:r6c3", ["R2C3:R6C3"]),
    ("docx", "C5", None), ("docx", "", []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "understood"), PARTS)
def test_parts_of_a_total_as_a_clerk_types_them(kind: str, typed: str, understood: list[str] | None) -> None:
    assert read_parts(kind, typed) == understood


def test_parts_that_mean_nothing_are_refused_at_their_field(town: Town) -> None:  # noqa: F811
    version = taken_in(workbook(lambda book: book["月报"].append(["收到"])), "表.xlsx")
    with pytest.raises(Invalid) as refused:
        SetCheck(
            actor=actor_with(roles.CONGRESS_OFFICE), version=version, area="月报", total_ref="A1", parts="全部"
        ).execute()
    assert refused.value.problems[0].field == "parts"
