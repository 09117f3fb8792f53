"""What performance files hang on the house when it is ready."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from lianxin.deputies.policies import READERS
from lianxin.home.performance import listening, upkeep
from lianxin.home.performance import workflow as w
from lianxin.journal import kinds, verbs
from lianxin.journal.models import OutboxMessage
from lianxin.messages.addressing import notify_on, to_deputy, to_role
from lianxin.messages.sentences import Sentence
from lianxin.people import roles
from lianxin.people.policies import AS_DEPUTY
from lianxin.ui import registry

Facts = Mapping[str, Any]
OWN: Final = "deputy/file/"


def register() -> None:
    """Kinds and verbs of the log, what is listened to, the daily job, notices, navigation."""
    kinds.register("activity", "home.Activity", "履职活动")
    kinds.register("performance_entry", "home.PerformanceEntry", "履职记录")
    kinds.register_pair("home.PerformanceEntry", "source_kind", "source_id")
    for code, word in (
        ("plan", _("登记活动")), ("invite", _("活动加请代表")), ("attendance", _("活动记到场")),
        ("hold", _("活动送代表核对")), ("leave", _("代表就活动请假")), ("cancel", _("活动取消")),
    ):  # fmt: skip
        verbs.register(f"activity.{code}", word)
    for move in w.MOVES:
        verbs.register(f"performance.{move.code}", _("履职记录：%(move)s") % {"move": move.label})
    listening.register()
    upkeep.register()
    _notices()
    group = _("代表之家")
    registry.nav("desk", _("履职活动"), "home:activities", order=81, policy=READERS, icon="list", group=group)
    registry.nav("desk", _("履职档案"), "home:files", order=82, policy=READERS, icon="file", group=group)
    registry.nav("deputy", _("履职档案"), "home:own_file", order=35, policy=AS_DEPUTY, icon="file")


def _notices() -> None:
    added = _("您的履职档案多了一条，请看看对不对。")
    several = _("您的履职档案多了 %(n)d 条，请看看对不对。")
    objected = _("有代表对履职记录提出异议，请核实后答复。")
    upheld = _("您提出的异议有了答复：维持原记录，理由在档案里。")
    taken_out = _("您的一条履职记录撤下了，理由在档案里。")
    invited = _("请您参加一场活动（%(number)s），时间地点在履职档案里。")
    cancelled = _("活动 %(number)s 取消了。")
    leave = _("%(label)s请假，不能参加活动 %(number)s。")
    notify_on(
        "activity.leave", _office, Sentence("activity.leave", leave),
        lambda message, _data: f"desk/activities/{message.object_id}/",
    )  # fmt: skip
    notify_on("performance.notify", _deputy, Sentence("performance.notify", added, several), _own, folds_to=OWN)
    notify_on("performance.object", _office, Sentence("performance.object", objected), _entry)
    notify_on("performance.uphold", _deputy, Sentence("performance.uphold", upheld), _own)
    notify_on("performance.take_out", _deputy, Sentence("performance.take_out", taken_out), _own)
    for verb, words in (("activity.plan", invited), ("activity.invite", invited), ("activity.cancel", cancelled)):
        notify_on(verb, _deputies, Sentence(verb, words), _own)


def _entry(message: OutboxMessage, _data: Facts) -> str:
    return f"desk/entries/{message.object_id}/"


def _own(_message: OutboxMessage, _data: Facts) -> str:
    return OWN


def _deputy(_message: OutboxMessage, data: Facts) -> list[str]:
    return [to_deputy(data["deputy"])]


def _deputies(_message: OutboxMessage, data: Facts) -> list[str]:
    return [to_deputy(pk) for pk in data.get("deputies", ())]


def _office(_message: OutboxMessage, _data: Facts) -> list[str]:
    return [to_role(roles.CONGRESS_OFFICE)]
