"""Who is told of pressing: one table, as in ``cases.notices``; a sentence names numbers and days, nothing else.

A unit's people share the unit's inbox, its head reads it too: so each person gets one notice, and on a day with several
one notice with their number.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.clocks.ladders.models import Ladder
from lianxin.clocks.ladders.steps import word_of
from lianxin.journal.models import OutboxMessage
from lianxin.messages.addressing import notify_on, to_role, to_unit
from lianxin.messages.sentences import Sentence, day
from lianxin.people import roles

Facts = Mapping[str, Any]


def _unit(facts: Facts) -> list[str]:
    unit = facts.get("unit") or facts.get("lead_unit")
    return [to_unit(unit)] if unit else []


def _desk(facts: Facts) -> list[str]:
    """The desk; a leader too where a leader is to decide."""
    also = [to_role(roles.LEADER)] if facts.get("step") == "leader" else []
    return [to_role(roles.GOVERNMENT_DESK), *also]


def _office(_facts: Facts) -> list[str]:
    return [to_role(roles.CONGRESS_OFFICE)]


@dataclass(frozen=True, slots=True)
class Tell:
    """On ``verb`` tell ``whom``; several on one day become ``many`` and lead to ``many_link``."""

    verb: str
    whom: Callable[[Facts], list[str]]
    text: str | Promise
    link: str
    many: str | Promise = ""
    many_link: str = ""

    def sentence(self) -> Sentence:
        """The words of the row; a step is stored by its code."""
        ladder = Ladder.CONGRESS if self.verb.startswith("congress.") else Ladder.GOVERNMENT
        return Sentence(self.verb, self.text, self.many, {"due": day, "step": partial(word_of, ladder)})


_CASE: Final = "desk/cases/{number}/"
_LATE: Final = "desk/cases/?list=overdue"
_ORDER: Final = "desk/orders/{pk}/"
_STEP: Final = "desk/steps/{pk}/"

TABLE: Final = (
    Tell(
        "ladder.remind", _unit, _("提醒：%(number)s 的答复时间已过半，%(due)s 到期"), _CASE,
        _("提醒：有 %(n)s 件事的答复时间已过半"), "desk/cases/?list=open&sort=due",
    ),
    Tell(
        "ladder.urge", _unit, _("催办：%(number)s 已过答复期限（%(due)s），请尽快答复"), _CASE,
        _("催办：有 %(n)s 件事已过答复期限，请尽快答复"), _LATE,
    ),
    Tell(
        "order.draft", _desk, _("有一张督办单（%(step)s）拟好了，请决定是否签发"), _ORDER,
        _("有 %(n)s 张督办单拟好了，请决定是否签发"), "desk/orders/?state=draft",
    ),
    Tell("order.sign", _unit, _("督办单 %(number)s 已发给您单位，请在 %(due)s 前回复"), _ORDER),
    Tell("order.answer", _desk, _("督办单 %(number)s 已回复，请核实"), _ORDER),
    Tell("order.send_back", _unit, _("督办单 %(number)s 的回复不够，请在 %(due)s 前重报"), _ORDER),
    Tell("order.lift", _unit, _("督办单 %(number)s 已解除"), _ORDER),
    Tell("order.withdraw", _unit, _("督办单 %(number)s 已撤回"), _ORDER),
    Tell(
        "congress.propose", _office, _("有一项“%(step)s”拟好了，请决定是否启动"), _STEP,
        _("有 %(n)s 项监督措施拟好了，请决定是否启动"), "desk/steps/?state=draft",
    ),
    Tell("congress.start", _desk, _("镇人大“%(step)s” %(number)s 已启动，请镇政府回复"), _STEP),
    Tell("congress.report", _office, _("%(number)s 镇政府已回复"), _STEP),
    Tell("congress.conclude", _desk, _("镇人大 %(number)s 已记下结果"), _STEP),
)  # fmt: skip


def register() -> None:
    """Hang every row on the outbox."""
    for row in TABLE:
        _register(row)


def _register(row: Tell) -> None:
    def who(_message: OutboxMessage, facts: Facts) -> list[str]:
        return row.whom(facts)

    def link(_message: OutboxMessage, facts: Facts) -> str:
        return row.link.format(number=facts.get("number", ""), pk=facts.get("pk", ""))

    notify_on(row.verb, who, row.sentence(), link, folds_to=row.many_link)
