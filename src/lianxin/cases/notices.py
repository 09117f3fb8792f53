"""Who is told of what: one table, read by a clerk, and what turns a row into addresses and a sentence.

A row says: when this happens (and, where it matters, only in this state), tell these, in these words.  A sentence names
the matter by its number and nothing else of it: no title, no words, no name.  A sealed matter (an accusation) is told
of to the congress office alone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.cases import texts, workflow
from lianxin.journal.models import OutboxMessage
from lianxin.messages.addressing import (
    notify_on,
    to_deputy,
    to_role,
    to_role_at,
    to_unit,
    to_unit_head,
)
from lianxin.messages.sentences import Sentence, day
from lianxin.people import roles
from lianxin.places.models import Place, PlaceKind
from lianxin.ui.listing import clauses, listed

# --- whom --------------------------------------------------------------------------------------

OFFICE: Final = "office"
DESK: Final = "desk"
CLOSER: Final = "closer"
UNIT: Final = "unit"
UNIT_HEAD: Final = "unit_head"
CO_UNITS: Final = "co_units"
NEIGHBOURHOOD: Final = "neighbourhood"
DEPUTIES: Final = "deputies"
TAKEN_FROM: Final = "taken_from"
HOLDER: Final = "holder"
HOLDERS_HEAD: Final = "holders_head"

#: Whom each word of the table means.
MEANING: Final[Mapping[str, str | Promise]] = {
    OFFICE: gettext_lazy("镇人大办"),
    DESK: gettext_lazy("政府交办台"),
    CLOSER: gettext_lazy("将要办结的一方：到过交办台的由交办台，其余由镇人大办"),
    UNIT: gettext_lazy("主办单位"),
    UNIT_HEAD: gettext_lazy("主办单位负责人"),
    CO_UNITS: gettext_lazy("会办单位"),
    TAKEN_FROM: gettext_lazy("交办被收回的单位，主办和会办"),
    NEIGHBOURHOOD: gettext_lazy("事项所在居民区的书记和居委会"),
    DEPUTIES: gettext_lazy("带来这件事的代表"),
    HOLDER: gettext_lazy("这只钟所约束的一方"),
    HOLDERS_HEAD: gettext_lazy("那一方的负责人"),
}

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Tell:
    """One row: on ``verb``, when the facts named in ``when`` have these values, tell ``whom`` in these words.

    ``variant`` tells the rows of one verb apart; it is stored with every notice and stays.  ``many`` and ``worklist``:
    on a day with several, one notice with their number, leading to that work list.
    """

    verb: str
    whom: tuple[str, ...]
    text: str | Promise
    when: tuple[tuple[str, str], ...] = ()
    variant: str = ""
    many: str | Promise = ""
    worklist: str = ""

    def sentence(self) -> Sentence:
        """The words of the row, as an inbox stores and shows them."""
        kind = ":".join(filter(None, (self.verb, self.variant)))
        return Sentence(kind, self.text, self.many, {"clock": texts.clock_word, "due": day})


def _state(state: str) -> tuple[tuple[str, str], ...]:
    return (("state", state),)


def _stage(stage: str) -> tuple[tuple[str, str], ...]:
    return (("stage", stage),)


HALF: Final = "half"
EVE: Final = "eve"
OVERDUE: Final = "overdue"
PROMISE: Final = "promise"
#: A promise of a former year has no note of this year yet.
YEAR: Final = "year"

TABLE: Final = (
    # --- hear, transfer, assign -----------------------------------------------------------------
    Tell("case.recorded", (OFFICE,), gettext_lazy("%(number)s 是紧急情况，请马上处理"), (("urgent", "True"),)),
    Tell(
        "case.transfer", (DESK,), gettext_lazy("%(number)s 已转来，请交办"),
        many=gettext_lazy("今天转来 %(n)s 件，请交办"), worklist="to_assign",
    ),
    Tell(
        "case.assign", (UNIT,), gettext_lazy("%(number)s 已交给您单位，请受理并先行联系"),
        many=gettext_lazy("今天交给您单位 %(n)s 件，请受理并先行联系"), worklist="to_accept",
    ),
    Tell(
        "case.assign", (CO_UNITS,), gettext_lazy("%(number)s 请您单位会办，意见给主办单位"),
        worklist="co_handling", variant="co",
    ),
    Tell("case.reassign", (UNIT,), gettext_lazy("%(number)s 改派给您单位，请受理并先行联系")),
    Tell("case.reassign", (CO_UNITS,), gettext_lazy("%(number)s 请您单位会办，意见给主办单位"), variant="co"),
    Tell("case.take_back", (TAKEN_FROM,), gettext_lazy("%(number)s 交办台已收回，您单位不必再办")),
    Tell("case.return", (DESK,), gettext_lazy("%(number)s 被退回，请改派或维持交办")),
    Tell("case.uphold", (UNIT,), gettext_lazy("%(number)s 维持交办，请受理")),
    # --- handle ---------------------------------------------------------------------------------
    Tell("case.request_extension", (DESK,), gettext_lazy("%(number)s 申请延期，请在到期前决定")),
    Tell("case.extend", (UNIT,), gettext_lazy("%(number)s 已同意延期，请把理由告诉居民")),
    Tell("case.refuse_extension", (UNIT,), gettext_lazy("%(number)s 不同意延期，请按原期限办理")),
    Tell("case.co_opinion", (UNIT,), gettext_lazy("%(number)s 会办单位已给出意见")),
    Tell("case.draft_reply", (UNIT_HEAD,), gettext_lazy("%(number)s 答复已拟好，请签发或退回重拟")),
    Tell("case.redraft", (UNIT,), gettext_lazy("%(number)s 答复稿退回重拟")),
    Tell("case.sign", (NEIGHBOURHOOD,), gettext_lazy("%(number)s 已有答复，请告诉居民")),
    Tell("case.sign", (DEPUTIES,), gettext_lazy("您带来的 %(number)s 已有答复"), variant="deputies"),
    Tell("case.answer_with_lead", (NEIGHBOURHOOD,), gettext_lazy("%(number)s 随议题已有答复，请告诉居民")),
    Tell("case.answer_with_lead", (DEPUTIES,), gettext_lazy("您带来的 %(number)s 随议题已有答复"), variant="deputies"),
    Tell("case.follow", (DEPUTIES,), gettext_lazy("您带来的 %(number)s 并入议题，和同一件事一起办")),
    Tell("case.unfollow", (DEPUTIES,), gettext_lazy("您带来的 %(number)s 撤出议题，单独办理")),
    Tell("case.split", (DEPUTIES,), gettext_lazy("您带来的 %(number)s 分成了几件，各由不同的单位办理")),
    # --- confirm --------------------------------------------------------------------------------
    Tell(
        "case.verdict", (UNIT, CLOSER), gettext_lazy("%(number)s 有了评价"),
        _state(workflow.EVALUATED), variant="evaluated",
    ),
    Tell(
        "case.verdict", (DEPUTIES,), gettext_lazy("%(number)s 有了评价"),
        _state(workflow.EVALUATED), variant="evaluated_deputies",
    ),
    Tell(
        "case.verdict", (UNIT, UNIT_HEAD, DESK), gettext_lazy("%(number)s 评价为没有解决，要再办一次"),
        _state(workflow.REHANDLING), variant="rehandling",
    ),
    Tell(
        "case.verdict", (DEPUTIES,), gettext_lazy("%(number)s 评价为没有解决，要再办一次"),
        _state(workflow.REHANDLING), variant="rehandling_deputies",
    ),
    Tell(
        "case.verdict", (OFFICE, DESK, UNIT), gettext_lazy("%(number)s 再次评价为没有解决，要当面会商"),
        _state(workflow.MEETING), variant="meeting",
    ),
    Tell(
        "case.verdict", (DEPUTIES,), gettext_lazy("%(number)s 再次评价为没有解决，要当面会商"),
        _state(workflow.MEETING), variant="meeting_deputies",
    ),
    Tell(
        "case.verdict", (OFFICE,), gettext_lazy("%(number)s 评价为没有解决，请再处理"),
        _state(workflow.RECEIVED), variant="received",
    ),
    Tell(
        "case.verdict", (DESK,), gettext_lazy("%(number)s 评价为没有解决，请交办"),
        _state(workflow.TRANSFERRED), variant="transferred",
    ),
    Tell("case.explain", (DESK, UNIT), gettext_lazy("%(number)s 已会商并作说明")),
    Tell("case.explain", (DEPUTIES,), gettext_lazy("%(number)s 已会商并作说明"), variant="deputies"),
    # --- time -----------------------------------------------------------------------------------
    Tell(
        "case.reminded", (HOLDER,), gettext_lazy("%(number)s 的“%(clock)s”时间已过半，%(due)s 到期"), _stage(HALF),
        many=gettext_lazy("有 %(n)s 件事临近或超过期限，请逐件看一看"), worklist="open", variant="half",
    ),
    Tell(
        "case.reminded", (HOLDER, HOLDERS_HEAD), gettext_lazy("%(number)s 的“%(clock)s” %(due)s 到期"), _stage(EVE),
        many=gettext_lazy("有 %(n)s 件事临近或超过期限，请逐件看一看"), worklist="open", variant="eve",
    ),
    Tell(
        "case.reminded", (HOLDER, HOLDERS_HEAD), gettext_lazy("%(number)s 的“%(clock)s”已过 %(due)s 的期限"),
        _stage(OVERDUE), many=gettext_lazy("有 %(n)s 件事临近或超过期限，请逐件看一看"),
        worklist="open", variant="overdue",
    ),
    Tell(
        "case.reminded", (UNIT, CLOSER), gettext_lazy("%(number)s 的承诺 %(due)s 到期"), _stage(PROMISE),
        many=gettext_lazy("有 %(n)s 件事临近或超过期限，请逐件看一看"), worklist="open", variant="promise",
    ),
    Tell(
        "case.reminded", (UNIT, CLOSER), gettext_lazy("%(number)s 有往年的承诺还没有了结，请写今年的情况"),
        _stage(YEAR), variant="year",
    ),
    Tell(
        "case.settle_promise", (NEIGHBOURHOOD,), gettext_lazy("%(number)s 的承诺有了结果或变化，请告诉居民"),
    ),
    Tell(
        "case.settle_promise", (DEPUTIES,), gettext_lazy("您带来的 %(number)s，答应的事有了结果或变化"),
        variant="deputies",
    ),
    Tell("case.promise_missed", (UNIT, UNIT_HEAD, CLOSER), gettext_lazy("%(number)s 有承诺到期还没有兑现")),
    # --- end ------------------------------------------------------------------------------------
    Tell("case.close", (DEPUTIES,), gettext_lazy("您带来的 %(number)s 已办结")),
    Tell(
        "case.reopen", (DESK,), gettext_lazy("%(number)s 有新情况，重新打开，请交办"),
        _state(workflow.TRANSFERRED), variant="transferred",
    ),
    Tell(
        "case.reopen", (OFFICE,), gettext_lazy("%(number)s 有新情况，重新打开"),
        _state(workflow.RECEIVED), variant="received",
    ),
    Tell("case.withdraw", (UNIT,), gettext_lazy("%(number)s 已由反映人撤回，不必再办")),
)  # fmt: skip

#: Whom each clock binds; the others bind the lead unit.
BINDS: Final[Mapping[str, str]] = {
    "transfer": OFFICE,
    "hand_over": OFFICE,
    "hard_stop": OFFICE,
    "meeting": OFFICE,
    "assign": DESK,
    "inform": NEIGHBOURHOOD,
    "deliver": NEIGHBOURHOOD,
    "ask": NEIGHBOURHOOD,
    "ask_again": NEIGHBOURHOOD,
    "co_opinion": CO_UNITS,
}


# --- from words to addresses -------------------------------------------------------------------


def facts_of(case: Any) -> dict[str, object]:
    """What a row of the table may ask about a case, for the outbox: codes, numbers and ids."""
    return {
        "number": case.number,
        "state": case.state,
        "lead_unit": case.lead_unit_id,
        "lead_is_desk": case.lead_is_desk,
        "co_units": sorted(case.co_unit_ids),
        "deputies": sorted(case.deputy_ids | case.heir_ids),
        "place": case.place_id,
        "place_path": case.place_path,
        "reached_desk": case.reached_desk,
        "delivered": case.delivered_on is not None,
        "sealed": case.sealed,
        "due_on": case.due_on,
    }


def addresses(whom: Iterable[str], facts: Facts) -> list[str]:
    """The inboxes meant; a sealed matter is the congress office's alone.  One statement where a place is asked."""
    found: list[str] = []
    for word in whom:
        if not facts.get("sealed") or word == OFFICE:
            found += _ADDRESSES[word](facts)
    return list(dict.fromkeys(found))


def _office(_facts: Facts) -> list[str]:
    return [to_role(roles.CONGRESS_OFFICE)]


def _desk(_facts: Facts) -> list[str]:
    return [to_role(roles.GOVERNMENT_DESK)]


def _closer(facts: Facts) -> list[str]:
    return _desk(facts) if facts.get("reached_desk") and not facts.get("lead_is_desk") else _office(facts)


def _unit(facts: Facts) -> list[str]:
    """The lead unit; the desk itself where the desk leads."""
    if facts.get("lead_is_desk"):
        return _desk(facts)
    return [to_unit(facts["lead_unit"])] if facts.get("lead_unit") else []


def _unit_head(facts: Facts) -> list[str]:
    return [to_unit_head(facts["lead_unit"])] if facts.get("lead_unit") else []


def _co_units(facts: Facts) -> list[str]:
    return [to_unit(unit_id) for unit_id in facts.get("co_units", ())]


def _taken_from(facts: Facts) -> list[str]:
    return [to_unit(unit_id) for unit_id in facts.get("taken_from", ())]


def _deputies(facts: Facts) -> list[str]:
    return [to_deputy(deputy_id) for deputy_id in facts.get("deputies", ())]


def _neighbourhood(facts: Facts) -> list[str]:
    """Secretary and committee of the neighbourhood the place lies in; nobody's place is the congress office's."""
    above = [int(part) for part in str(facts.get("place_path", "")).split("/") if part]
    found = Place.objects.filter(pk__in=above, kind=PlaceKind.NEIGHBOURHOOD).values_list("pk", flat=True)
    here = [to_role_at(role, pk) for pk in found for role in (roles.SECRETARY, roles.COMMITTEE)]
    return here or _office(facts)


def _holder(facts: Facts) -> list[str]:
    return _ADDRESSES[BINDS.get(str(facts.get("code")), UNIT)](facts)


def _holders_head(facts: Facts) -> list[str]:
    """A unit's head, the chair above the congress office; the desk's is told by the leader's page, not here."""
    word = BINDS.get(str(facts.get("code")), UNIT)
    if word == OFFICE:
        return [to_role(roles.CONGRESS_CHAIR)]
    if word == CO_UNITS:
        return [to_unit_head(unit_id) for unit_id in facts.get("co_units", ())]
    return _unit_head(facts) if word == UNIT else []


_ADDRESSES: Final[Mapping[str, Callable[[Facts], list[str]]]] = {
    OFFICE: _office,
    DESK: _desk,
    CLOSER: _closer,
    UNIT: _unit,
    UNIT_HEAD: _unit_head,
    CO_UNITS: _co_units,
    TAKEN_FROM: _taken_from,
    NEIGHBOURHOOD: _neighbourhood,
    DEPUTIES: _deputies,
    HOLDER: _holder,
    HOLDERS_HEAD: _holders_head,
}


def applies(row: Tell, facts: Facts) -> bool:
    """Whether a row speaks of this moment."""
    return all(str(facts.get(name)) == value for name, value in row.when)


def said(facts: Facts) -> Facts:
    """What the sentences name: the number, the code of the clock, the day."""
    return {"number": facts.get("number", ""), "clock": facts.get("code", ""), "due": facts.get("due")}


def register() -> None:
    """Hang every row of the table on the outbox."""
    for row in TABLE:
        _register(row)


def _register(row: Tell) -> None:
    def who(_message: OutboxMessage, facts: Facts) -> list[str]:
        return addresses(row.whom, facts) if applies(row, facts) else []

    def link(_message: OutboxMessage, facts: Facts) -> str:
        if row.whom == (TAKEN_FROM,):
            return "desk/cases/"
        face = "deputy" if row.whom == (DEPUTIES,) else "desk"
        return f"{face}/cases/{facts.get('number', '')}/"

    folds_to = f"desk/cases/?list={row.worklist}" if row.many else ""
    notify_on(row.verb, who, row.sentence(), link, folds_to=folds_to, says=said)


def rows_for_people() -> list[dict[str, str]]:
    """The table as a clerk reads it: what happens, who is told, in which words."""
    return [
        {
            "verb": row.verb,
            "when": clauses(value for _name, value in row.when),
            "whom": listed(str(MEANING[word]) for word in row.whom),
            "text": str(row.text) % {"number": _("（编号）"), "clock": _("（时限）"), "due": _("（日期）")},
        }
        for row in TABLE
    ]
