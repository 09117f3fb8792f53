"""What happens on a visit, as the house knows it: kinds of records, verbs, notices, navigation, the daily look."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.cases.imports import attached
from lianxin.contact.policies import READS_VISIT
from lianxin.contact.visits import capture, importing, upkeep
from lianxin.contact.visits.policies import AS_DEPUTY
from lianxin.field import kinds as field_kinds
from lianxin.journal import jobs, verbs
from lianxin.journal.models import OutboxMessage
from lianxin.messages.addressing import notify_on, to_account, to_deputy, to_role, to_role_at
from lianxin.people import roles
from lianxin.ui import registry

_VERBS: Final = (
    ("visit.begin", _("走访开始")),
    ("visit.end", _("走访结束")),
    ("visit.list", _("交走访清单")),
    ("visit.reopen", _("清单退回补充")),
    ("visit.attendance", _("走访记到场")),
    ("visit.item", _("走访记一条")),
    ("visit.same", _("清单里合并同一件事")),
    ("visit.told", _("告诉上轮结果")),
    ("visit.judged", _("补登现场评价")),
    ("visit.confirmed", _("代表确认清单")),
    ("visit.remark", _("答复代表的补充更正")),
    ("visit.list_late", _("清单过期提醒")),
)


def _secretary(data: Mapping[str, Any]) -> list[str]:
    """The account that keeps the visit, else whoever is secretary of the place."""
    if data.get("secretary"):
        return [to_account(data["secretary"])]
    return [to_role_at(roles.SECRETARY, data["place_id"])]


def _both(_message: OutboxMessage, data: Mapping[str, Any]) -> list[str]:
    return [*_secretary(data), to_role(roles.CONGRESS_OFFICE)]


def _list_of(message: OutboxMessage, _data: Mapping[str, Any]) -> str:
    return reverse("contact:visit_list", args=[message.object_id])


def _remarks(_message: OutboxMessage, data: Mapping[str, Any]) -> list[str]:
    return _secretary(data) if data.get("remarks") else []


def register() -> None:
    """Hang it on the house."""
    for verb in _VERBS:
        verbs.register(*verb)
    for kind in capture.KINDS:
        field_kinds.register(kind)
    attached.register(importing.find)
    jobs.every(jobs.DAY, "contact.remind_lists", offset=dt.timedelta(hours=7))(upkeep.remind_lists)
    _notices()
    registry.nav("field", _("走访"), "contact:visit_item", order=15, policy=capture.KINDS[0].policy, icon="speak")
    registry.nav("desk", _("走访清单"), "contact:visits", order=72, policy=READS_VISIT, icon="list", group=_("代表"))
    registry.nav("deputy", _("走访确认"), "contact:deputy_visits", order=25, policy=AS_DEPUTY, icon="check")


def _notices() -> None:
    """Who hears of what."""
    notify_on(
        "visit.list", lambda _m, _d: [to_role(roles.CONGRESS_OFFICE)],
        lambda _m, data: gettext("%(place)s的走访清单交来了（%(number)s）。") % data, _list_of,
    )  # fmt: skip
    notify_on(
        "visit.reopen", lambda _m, data: _secretary(data),
        lambda _m, data: gettext("走访清单 %(number)s 退回补充，请看原因。") % data, _list_of,
    )  # fmt: skip
    notify_on(
        "visit.list_late", _both,
        lambda _m, data: gettext("%(place)s的走访清单过了期限还没有交（%(number)s）。") % data, _list_of,
    )  # fmt: skip
    notify_on(
        "visit.confirmed", _remarks,
        lambda _m, data: gettext("代表对走访清单 %(visit)s 有补充或更正，请答复。") % data, _list_of,
    )  # fmt: skip
    notify_on(
        "visit.remark", lambda _m, data: [to_deputy(data["deputy"])],
        lambda _m, data: gettext("您对走访清单 %(number)s 的意见有了答复。") % data,
        lambda _m, data: reverse("contact:deputy_visit", args=[data["visit"]]),
    )  # fmt: skip
