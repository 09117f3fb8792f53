"""The rota as a list on the desk."""

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.home.models import Answer, ReceptionState
from lianxin.home.receptions.selectors import span
from lianxin.ui.listing import listed
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort


def _row(one: Any) -> Mapping[str, Any]:
    """One reception read by ``with_counts(receptions())``."""
    sitting = [row.deputy.display_name for row in one.all_asked if row.answer != Answer.DECLINED]
    return {
        "number": Cell(one.number, href=reverse("home:reception", args=[one.pk]), sub=one.topic),
        "when": span(one),
        "venue": one.venue.name,
        "deputies": listed(sitting),
        "units": listed(row.unit.label for row in one.all_units),
        "state": one.get_state_display(),
        "came": one.came,
        "heard": one.heard,
    }


ROTA: Final = ListSpec(
    name="receptions",
    caption=_("接待排班"),
    columns=(
        Column("number", _("接待"), main=True),
        Column("when", _("时间")),
        Column("venue", _("地点")),
        Column("deputies", _("代表")),
        Column("units", _("部门"), export_only=True),
        Column("state", _("进展")),
        Column("came", _("来了几位"), number=True),
        Column("heard", _("听了几位"), number=True),
    ),
    filters=(
        Filter(
            "state", _("进展"), lambda rows, code: rows.filter(state=code), kind="choice",
            choices=ReceptionState.choices,
        ),
    ),
    sorts={"when": Sort(_("时间，新的在前"), "starts_at", descending=True)},
    row=_row,
    empty_title=_("还没有排接待"),
)  # fmt: skip
