"""What happens on a visit, as the house knows it: kinds of records, verbs, notices, navigation, the daily look."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from lianxin.cases.imports import attached
from lianxin.contact.policies import READS_VISIT
from lianxin.contact.visits import capture, importing, upkeep
from lianxin.field import kinds as field_kinds
from lianxin.journal import jobs, verbs
from lianxin.journal.models import OutboxMessage
from lianxin.messages.addressing import notify_on, to_account, to_deputy, to_role, to_role_at
from lianxin.messages.sentences import Sentence
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
    return f"desk/visits/{message.object_id}/list/"


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


def _notices() -> None:
    """Who hears of what."""
    handed_in = _("%(place)s的走访清单交来了（%(number)s）。")
    given_back = _("走访清单 %(number)s 退回补充，请看原因。")
    late = _("%(place)s的走访清单过了期限还没有交（%(number)s）。")
    remarked = _("代表对走访清单 %(visit)s 有补充或更正，请答复。")
    answered = _("您对走访清单 %(number)s 的意见有了答复。")
    for verb, who, words, link in (
        ("visit.list", lambda _m, _d: [to_role(roles.CONGRESS_OFFICE)], handed_in, _list_of),
        ("visit.reopen", lambda _m, data: _secretary(data), given_back, _list_of),
        ("visit.list_late", _both, late, _list_of),
        ("visit.confirmed", _remarks, remarked, _list_of),
        ("visit.remark", lambda _m, data: [to_deputy(data["deputy"])], answered, _deputys_page),
    ):
        notify_on(verb, who, Sentence(verb, words), link)


def _deputys_page(_message: OutboxMessage, data: Mapping[str, Any]) -> str:
    return f"deputy/visits/{data['visit']}/"
