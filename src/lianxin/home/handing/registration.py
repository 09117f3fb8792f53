"""What handed matters hang on the house when it is ready."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from lianxin.cases import policies
from lianxin.deputies.policies import READERS
from lianxin.home.handing import pages
from lianxin.home.handing import workflow as w
from lianxin.journal import kinds, verbs
from lianxin.journal.models import OutboxMessage
from lianxin.messages.addressing import Link, notify_on, to_deputy, to_role
from lianxin.messages.sentences import Sentence
from lianxin.people import roles
from lianxin.ui import registry

Facts = Mapping[str, Any]


def register() -> None:
    """Kind and verbs of the log, notices, panels, navigation."""
    kinds.register("handed_matter", "home.HandedMatter", "请代表带去的事")
    for move in w.MOVES:
        verbs.register(f"handing.{move.code}", _("请代表带去：%(move)s") % {"move": move.label})
    _notices()
    registry.panel("case", "home/handed_panel.html", 60, policies.SEE_CASE, pages.case_panel)
    registry.panel("resident", "home/handed_resident.html", 60, None, pages.resident_panel)
    registry.nav(
        "desk", _("请代表带去的事"), "home:handed", order=88, policy=READERS, icon="arrow", group=_("代表之家")
    )


def _notices() -> None:
    given = _("居民在接待时说的一件事（%(number)s），请您带到上一级，看到请按“收到”。")
    taken = _("%(label)s收到了请带去的事（%(number)s）。")
    reported = _("%(label)s说明了 %(number)s 带到哪里，请告诉不上网的居民。")
    for code, who, words, face in (
        ("give", _deputy, given, "deputy"), ("take", _office, taken, "desk"), ("report", _office, reported, "desk"),
    ):  # fmt: skip
        notify_on(f"handing.{code}", who, Sentence(f"handing.{code}", words), _link(face))


def _link(face: str) -> Link:
    return lambda message, _data: f"{face}/handed/{message.object_id}/"


def _deputy(_message: OutboxMessage, data: Facts) -> list[str]:
    return [to_deputy(data["deputy"])]


def _office(_message: OutboxMessage, _data: Facts) -> list[str]:
    return [to_role(roles.CONGRESS_OFFICE)]
