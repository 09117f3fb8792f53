"""Rounds as a list on the desk."""

from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.contact.models import RoundState
from lianxin.contact.rounds.selectors import sessions_words
from lianxin.ui.dates import zh_date
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort


def _round(one: Any) -> Mapping[str, Any]:
    """One round read by ``selectors.rounds()``."""
    return {
        "name": Cell(one.name, href=reverse("contact:round", args=[one.pk]), sub=one.number),
        "day": zh_date(one.day),
        "sessions": sessions_words(one),
        "theme": one.theme,
        "places": one.places,
        "people": one.people,
        "state": one.get_state_display(),
        "ordered_by": one.ordered_by,
        "reported_to": one.reported_to,
    }


ROUNDS: Final = ListSpec(
    name="contact-rounds",
    caption=_("集中联系社区活动"),
    columns=(
        Column("name", _("活动"), main=True),
        Column("day", _("日期")),
        Column("sessions", _("场次")),
        Column("theme", _("主题")),
        Column("places", _("居民区"), number=True),
        Column("people", _("市、区代表"), number=True),
        Column("state", _("进展")),
        Column("ordered_by", _("按谁的通知"), export_only=True),
        Column("reported_to", _("结果报给谁"), export_only=True),
    ),
    filters=(
        Filter(
            "state", _("进展"), lambda rows, code: rows.filter(state=code), kind="choice", choices=RoundState.choices
        ),
    ),
    sorts={"day": Sort(_("日期，新的在前"), "-day")},
    row=_round,
    empty_title=_("还没有安排过集中联系社区"),
)
