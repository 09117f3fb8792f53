"""Handed matters as a list on the desk."""

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.core.clock import civil_date
from lianxin.deputies.models import Level
from lianxin.home.models import HandingState
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort


def _row(one: Any) -> Mapping[str, Any]:
    """One handing read by ``selectors.handed``."""
    return {
        "number": Cell(one.case.number, href=reverse("home:handed_one", args=[one.pk]), sub=one.case.title),
        "deputy": one.deputy.display_name,
        "level": one.get_level_display(),
        "handed": civil_date(one.handed_at),
        "state": one.get_state_display(),
        "report": one.report,
    }


HANDED: Final = ListSpec(
    name="handed",
    caption=_("请市、区代表带去的事"),
    columns=(
        Column("number", _("事项"), main=True),
        Column("deputy", _("哪位代表")),
        Column("level", _("带到哪一级")),
        Column("handed", _("哪天请的")),
        Column("state", _("进展")),
        Column("report", _("代表的说明"), export_only=True),
    ),
    filters=(
        Filter(
            "state", _("进展"), lambda rows, code: rows.filter(state=code), kind="choice", choices=HandingState.choices
        ),
        Filter(
            "level", _("哪一级"), lambda rows, code: rows.filter(level=code), kind="choice",
            choices=[pair for pair in Level.choices if pair[0] != Level.TOWN],
        ),
    ),
    sorts={"handed": Sort(_("新的在前"), "handed_at", descending=True)},
    row=_row,
    empty_title=_("还没有请代表带去的事"),
)  # fmt: skip
