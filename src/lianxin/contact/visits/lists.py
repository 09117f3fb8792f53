"""The visits as a list on the desk."""

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.contact import workflow
from lianxin.contact.base import is_away
from lianxin.contact.models import VisitState
from lianxin.contact.visits.selectors import TONES, when_words
from lianxin.core.clock import today
from lianxin.ui.dates import zh_date
from lianxin.ui.listing import listed
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort
from lianxin.ui.templatetags.lianxin_ui import ui_tag


def _row(one: Any) -> Mapping[str, Any]:
    """One visit read by ``selectors.at_the_desk``."""
    late = one.state == workflow.HELD and one.list_due_on is not None and one.list_due_on < today()
    due = zh_date(one.list_due_on) if one.list_due_on else ""
    names = [row.deputy.display_name for row in one.going if not is_away(row)]
    return {
        "place": Cell(one.place.label, href=reverse("contact:visit_list", args=[one.pk]), sub=one.number),
        "round": one.round.name,
        "when": when_words(one),
        "deputies": listed(names),
        "items": one.listed,
        "state": Cell(ui_tag(one.get_state_display(), TONES[VisitState(one.state)]), plain=one.get_state_display()),
        "due": Cell(ui_tag(due, "bad", "alert"), plain=due) if late else due,
    }


VISITS: Final = ListSpec(
    name="visits",
    caption=_("走访清单"),
    columns=(
        Column("place", _("居民区"), main=True),
        Column("round", _("活动")),
        Column("when", _("时间")),
        Column("deputies", _("代表")),
        Column("items", _("记了几条"), number=True),
        Column("state", _("进展")),
        Column("due", _("清单哪天交")),
    ),
    filters=(
        Filter(
            "state", _("进展"), lambda rows, code: rows.filter(state=code), kind="choice", choices=VisitState.choices
        ),
    ),
    sorts={"new": Sort(_("新的在前"), "round__day", descending=True)},
    row=_row,
    empty_title=_("还没有走访"),
)
