"""What rounds hang on the house: verbs of the log, entries of the desk, who is told what, days for calendars."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.contact import workflow
from lianxin.contact.models import VisitDeputy
from lianxin.contact.policies import READERS, deputies_of
from lianxin.core.clock import civil_date, local, today
from lianxin.core.feeds import Entry
from lianxin.journal import kinds, verbs
from lianxin.journal.actors import Actor
from lianxin.journal.models import OutboxMessage
from lianxin.messages.addressing import notify_on, to_account, to_deputy
from lianxin.messages.calendar.sources import MOST, Day
from lianxin.messages.calendar.sources import register as add_source
from lianxin.messages.sentences import Sentence
from lianxin.ui import registry

_VERBS: Final = (
    ("round.plan", _("安排集中联系社区活动")),
    ("round.change", _("更正集中联系社区活动")),
    ("round.places", _("选定走访的居民区")),
    ("round.announce", _("集中联系社区活动发通知")),
    ("round.begin", _("活动开始")),
    ("round.gather", _("走访结束，开始汇总")),
    ("round.cancel", _("活动取消")),
    ("round.draft", _("算出分配方案")),
    ("round.adopt", _("采用分配方案")),
    ("round.board", _("手工调整分配")),
    ("round.fix", _("固定或放开安排")),
    ("round.person", _("代表参加情况")),
    ("round.wish", _("意愿或回避")),
    ("round.apart", _("不安排在一处")),
    ("round.take_back", _("去掉意愿或回避")),
    ("round.hosting", _("接待时间和人数")),
    ("round.links", _("发记录链接")),
    ("round.plenary", _("大会记到会")),
    ("round.agenda", _("议程登记或更正")),
    ("round.agenda_order", _("议程调整顺序")),
    ("round.agenda_dropped", _("议程取消一项")),
    ("round.question", _("大会提问")),
    ("round.answered", _("大会提问补答复")),
    ("round.cited", _("议程引用记录")),
    ("visit.prepare", _("居民区准备走访")),
)


def _deputies(_message: OutboxMessage, data: Mapping[str, Any]) -> list[str]:
    return [to_deputy(pk) for pk in data.get("deputies", ())]


def _secretaries(_message: OutboxMessage, data: Mapping[str, Any]) -> list[str]:
    return [to_account(pk) for pk in dict.fromkeys(data.get("visits", {}).values())]


_ANNOUNCED: Final = _("%(name)s的安排出来了，请看什么时候、去哪里。")
_CHANGED: Final = _("%(name)s的安排有变动，请再看一下时间和地点。")


def _to_deputy(_message: OutboxMessage, _data: Mapping[str, Any]) -> str:
    return "deputy/visits/"


def _to_visits(_message: OutboxMessage, _data: Mapping[str, Any]) -> str:
    return "desk/visits/"


def days(actor: Actor) -> Iterable[Day]:
    """The visits an actor's deputies make, as days of a calendar; one statement."""
    own = deputies_of(actor)
    if not own:
        return
    rows = VisitDeputy.objects.filter(
        deputy_id__in=own, dropped_because="", visit__starts_at__isnull=False, visit__round__day__gte=today(),
        visit__round__state__in=[workflow.ANNOUNCED, workflow.UNDER_WAY],
    )  # fmt: skip
    for row in rows.select_related("visit").order_by("visit__starts_at", "id")[:MOST]:
        visit = row.visit
        assert visit.starts_at is not None
        title = gettext("%(time)s 集中联系社区走访 %(number)s") % {
            "time": f"{local(visit.starts_at):%H:%M}", "number": visit.number
        }  # fmt: skip
        entry = Entry(
            uid=f"contact-visit-{row.pk}@lianxin", title=title, on=civil_date(visit.starts_at), sequence=visit.version
        )
        yield Day(entry, "deputy/visits/")


def register() -> None:
    """The kind of agenda items, verbs, entries of the desk, notices, days."""
    kinds.register("contact_agenda", "contact.AgendaItem", "大会议程")
    for one in _VERBS:
        verbs.register(*one)
    for verb, text in (("round.announce", _ANNOUNCED), ("round.adopt", _CHANGED), ("round.board", _CHANGED)):
        words = Sentence(verb, text)
        notify_on(verb, _deputies, words, _to_deputy)
        notify_on(verb, _secretaries, words, _to_visits)
    add_source("contact_visits", days)
    registry.nav("desk", _("集中联系社区"), "contact:rounds", order=71, policy=READERS, icon="users", group=_("代表"))
