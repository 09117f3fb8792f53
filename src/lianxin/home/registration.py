"""What the room hangs on the house when it is ready."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from lianxin.deputies.policies import READERS
from lianxin.home import citable
from lianxin.home.estates import register_estates
from lianxin.home.handing import registration as handing
from lianxin.home.performance import registration as performance
from lianxin.home.public.calendars import appointments
from lianxin.home.receptions import neighbourhood
from lianxin.home.receptions.doors import waiting_panel
from lianxin.journal import kinds, verbs
from lianxin.journal.models import OutboxMessage
from lianxin.messages.addressing import notify_on, to_deputy, to_role, to_role_at
from lianxin.messages.calendar.sources import register as add_source
from lianxin.messages.sentences import Sentence
from lianxin.people import roles
from lianxin.people.policies import AS_DEPUTY
from lianxin.ui import registry

_KINDS: Final = (
    ("venue", "home.Venue", "代表之家站点"),
    ("courtyard", "home.Courtyard", "共享庭院"),
    ("courtyard_event", "home.CourtyardEvent", "共享庭院活动"),
    ("post", "home.Post", "机构职务"),
    ("reception", "home.Reception", "代表接待"),
    ("venue_head", "home.Venue", "站点负责人"),
    ("venue_member", "home.VenueMember", "站点席位"),
    ("reception_deputy", "home.ReceptionDeputy", "接待邀请"),
    ("method", "home.Method", "工作法"),
    ("method_part", "home.MethodPart", "工作法措施"),
)
_VERBS: Final = (
    ("home.venue_set", _("站点登记或更正")),
    ("home.hours_set", _("开放时间调整")),
    ("home.day_set", _("临时开放时间")),
    ("home.members_set", _("编入代表调整")),
    ("home.courtyard_set", _("共享庭院登记或更正")),
    ("home.event_planned", _("活动列入日历")),
    ("home.event_cancelled", _("活动取消")),
    ("home.post_entered", _("职务登记")),
    ("home.post_ended", _("职务结束")),
    ("home.method_set", _("工作法登记或更正")),
    ("home.part_set", _("工作法内容更正")),
    ("home.evidence_cited", _("引用佐证")),
    ("reception.plan", _("排接待")),
    ("reception.announce", _("接待发通知")),
    ("reception.cancel", _("接待取消")),
    ("reception.close", _("接待结束")),
    ("reception.ask", _("邀请代表接待")),
    ("reception.answer", _("代表回复邀请")),
    ("reception.attendance", _("接待记到场")),
    ("reception.sign_in", _("接待签到")),
    ("reception.hear", _("接待记原话")),
    ("reception.left", _("没听就离开")),
)


def _deputies(_message: OutboxMessage, data: Mapping[str, Any]) -> list[str]:
    return [to_deputy(pk) for pk in data.get("deputies", ())]


def _office(_message: OutboxMessage, _data: Mapping[str, Any]) -> list[str]:
    return [to_role(roles.CONGRESS_OFFICE)]


def _invitations(_message: OutboxMessage, _data: Mapping[str, Any]) -> str:
    return "deputy/receptions/"


def _notices() -> None:
    """Who is asked, whose reception is cancelled, who cannot come."""
    asked = _("请您参加一场代表接待（%(number)s），请回复来不来。")
    cancelled = _("代表接待 %(number)s 取消了。")
    leave = _("%(deputy)s请假，不能参加代表接待 %(number)s。")
    for verb, words in (("reception.plan", asked), ("reception.ask", asked), ("reception.cancel", cancelled)):
        notify_on(verb, _deputies, Sentence(verb, words), _invitations)
    notify_on(
        "reception.answer",
        _office,
        Sentence("reception.answer", leave),
        lambda message, _data: f"desk/receptions/{message.object_id}/",
    )
    notify_on(
        "reception.hear",
        _neighbourhood,
        Sentence("reception.hear", _("代表接待时有一件事请居委会办（%(number)s），已转交交办台。")),
        lambda _message, data: f"desk/cases/{data['number']}/",
    )


def _neighbourhood(_message: OutboxMessage, data: Mapping[str, Any]) -> list[str]:
    return [to_role_at(roles.SECRETARY, data["place"])] if data.get("place") else []


def register() -> None:
    """Kinds and verbs of the log; the desk's and the residents' entries."""
    for kind in _KINDS:
        kinds.register(*kind)
    for verb in _VERBS:
        verbs.register(*verb)
    citable.register()
    neighbourhood.register()
    handing.register()
    performance.register()
    add_source("home", appointments)
    _notices()
    registry.panel("deputy", "home/deputy_panel.html", 20, AS_DEPUTY, waiting_panel)
    register_estates()
    group = _("代表之家")
    registry.nav("desk", _("接待排班"), "home:rota", order=83, policy=READERS, icon="calendar", group=group)
    registry.nav("deputy", _("接待"), "home:invitations", order=25, policy=AS_DEPUTY, icon="calendar")
    registry.nav("public", _("代表接待"), "home:receptions", order=33, icon="calendar")
    registry.nav("desk", _("家站点网络"), "home:network", order=84, policy=READERS, icon="map", group=group)
    registry.nav("desk", _("共享庭院"), "home:courtyards", order=85, policy=READERS, icon="calendar", group=group)
    registry.nav("desk", _("组织机构"), "home:organisation", order=86, policy=READERS, icon="users", group=group)
    registry.nav("desk", _("工作法"), "home:methods", order=87, policy=READERS, icon="list", group=group)
    registry.nav("public", _("我的代表"), "home:my_deputy", order=32, icon="users")
    registry.nav("public", _("代表之家"), "home:public_network", order=34, icon="home")
