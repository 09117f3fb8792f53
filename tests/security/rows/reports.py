"""Figures and frozen reports: for the two offices, the chair and the leaders; forms and meter: for the offices."""

import datetime as dt

from lianxin.people import roles
from lianxin.reports.blankforms.actions import AddBlankForm, BindSpot, FillForm, latest
from lianxin.reports.frozen.actions import FreezeReport
from lianxin.reports.frozen.content import Wanted
from lianxin.reports.models import FormSpot
from lianxin.reports.registry import Period
from tests.people.factories import actor_with
from tests.reports.ten_forms import SIDE_BY_SIDE
from tests.security.matrix import Row
from tests.security.world import World

JUNE = Period(dt.date(2026, 6, 1), dt.date(2026, 6, 30))


def _form(side: str) -> tuple[int, int, int]:
    """A form with one binding and one filling; the ids of form, binding and filling."""
    office = actor_with(roles.CONGRESS_OFFICE)
    data = SIDE_BY_SIDE.data
    form = AddBlankForm(actor=office, name=f"一览 {side}", data=data, file_name="一览.xlsx").execute()
    version = latest(form)
    if version is None:
        raise TypeError("no version was made")
    BindSpot(actor=office, version=version, area="月报", ref="D3", source="period").execute()
    filled = FillForm(actor=office, version=version, period=JUNE).execute()
    return form.pk, FormSpot.objects.get(version=version).pk, filled.pk


def form_at(_world: World, side: str) -> dict[str, object]:
    """A form of the side's town."""
    return {"pk": _form(side)[0]}


def spot_at(_world: World, side: str) -> dict[str, object]:
    """A binding of the side's town."""
    return {"pk": _form(side)[1]}


def filled_at(_world: World, side: str) -> dict[str, object]:
    """A filled form of the side's town."""
    return {"pk": _form(side)[2]}


def frozen_at(_world: World, _side: str) -> dict[str, object]:
    """A frozen report of the side's town."""
    wanted = Wanted("半年报告", JUNE, ("received",), (), "")
    made = FreezeReport(actor=actor_with(roles.CONGRESS_OFFICE), wanted=wanted, kind="half").execute()
    return {"pk": made.pk}


MAKERS = {"form": form_at, "spot": spot_at, "filled": filled_at, "frozen": frozen_at}

FIGURE_READERS = """
        200: congress_office congress_chair government_desk leader
        403: rest
        302: resident
    """

KEEPERS = """
        200: congress_office government_desk
        403: rest
        302: resident
    """

ROWS = [
    Row("reports:figures", "GET", FIGURE_READERS),
    Row("reports:measure", "GET", FIGURE_READERS, kwargs={"code": "received"}),
    Row("reports:frozen_list", "GET", FIGURE_READERS),
    Row("reports:frozen", "GET", FIGURE_READERS, made="frozen"),
    Row("reports:frozen_print", "GET", FIGURE_READERS, made="frozen"),
    Row("reports:freeze", "GET", KEEPERS),
    Row("reports:correct", "GET", KEEPERS, made="frozen"),
    Row("reports:burden", "GET", KEEPERS),
    Row("reports:forms", "GET", KEEPERS),
    Row("reports:new_form", "GET", KEEPERS),
    Row("reports:form", "GET", KEEPERS, made="form"),
    Row("reports:renew", "GET", KEEPERS, made="form"),
    Row("reports:point", "GET", KEEPERS, made="form"),
    Row("reports:fill", "GET", KEEPERS, made="form"),
    Row("reports:filled", "GET", KEEPERS, made="filled"),
    Row("reports:unbind", "POST", made="spot", cells="""
        302: congress_office government_desk
        403: rest
        401: resident
    """),
]  # fmt: skip
