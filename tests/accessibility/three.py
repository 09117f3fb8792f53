"""What the pages of 我的三件事 need: the deputy's link, and two requests to press, one of them answered."""

from collections.abc import Mapping
from typing import Any

from lianxin.cases import workflow as w
from lianxin.cases.asking.actions import AnswerAsk, AskToPress
from lianxin.deputies.models import Deputy
from lianxin.deputies.own_links.actions import IssueOwnLink
from tests.cases.handovers import acting, brought
from tests.cases.small_town import Town


def three(town: Town, deputy: Deputy) -> Mapping[str, Mapping[str, Any]]:
    """The arguments of their addresses."""
    promised, late = brought(town, w.TRACKING, deputy), brought(town, w.CONTACTED, deputy)
    brought(town, w.CLOSED, deputy)
    issued = IssueOwnLink(actor=town.office, deputy=deputy).execute()
    ask = AskToPress(actor=acting(deputy), kind="case", object_id=late.pk, text="三个月没有下文").execute()
    done = AskToPress(actor=acting(deputy), kind="case", object_id=promised.pk, text="十月的日子快到了").execute()
    AnswerAsk(actor=town.office, ask=done, text="已反映并督促办理，请单位十一月前说明。").execute()
    return {
        "own_link": {"pk": issued.link.pk}, "own_link_door": {"token": issued.token}, "deputy_ask": {"pk": ask.pk},
        "asked_about": {"kind": "case", "pk": late.pk},
    }  # fmt: skip
