"""Single steps of a case through the real actions, with sensible people; and the shortest way to any state."""

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from lianxin.cases import actions as act
from lianxin.cases import workflow as w
from lianxin.cases.issues.actions import MergeCases
from lianxin.cases.models import Case, Issue, Opinion
from lianxin.cases.receipts import Receipt
from lianxin.core import clock
from lianxin.core.clock import today
from lianxin.journal.actors import Actor
from lianxin.places.models import Unit
from tests.cases.small_town import Town
from tests.replay import again

WORDS = "二号楼电梯三天两头停，老人下不了楼，什么时候能修好？"


@dataclass
class Walk:
    """One case on its way. Every step returns the walk, so that steps can be chained."""

    town: Town
    receipt: Receipt
    unit: Unit = field(init=False)

    def __post_init__(self) -> None:
        self.unit = self.town.office_unit

    @property
    def case(self) -> Case:
        """The case as it is stored now."""
        return Case.objects.get(pk=self.receipt.case_id)

    @property
    def opinion(self) -> Opinion:
        """Its opinion."""
        return Opinion.objects.get(pk=self.receipt.opinion_id)

    def do(self, kind: type[Any], actor: Actor, /, **data: Any) -> "Walk":
        """Any action."""
        kind(actor=actor, case_id=self.receipt.case_id, **data).execute()
        return self

    def later(self, days: int) -> "Walk":
        """Let civil days pass (tests freeze the clock)."""
        clock.set_fixed(today() + dt.timedelta(days=days))
        return self

    def leads(self, *others: "Walk", actor: Actor | None = None, **data: Any) -> Issue:
        """Bring others together with this case, which leads."""
        typed = {"title": "二号楼电梯", "reason": "同一部电梯", **data}
        ids = [one.receipt.case_id for one in others]
        return MergeCases(
            actor=actor or self.town.office, lead_id=self.receipt.case_id, case_ids=ids, **typed
        ).execute()

    # --- steps --------------------------------------------------------------------------------

    def answered(self) -> "Walk":
        """Answered and told on the spot."""
        return self.do(act.AnswerOnTheSpot, self.town.secretary, text="物业今天就修", told_how="on_site")

    def redirected(self) -> "Walk":
        """Not for this town."""
        return self.do(act.Redirect, self.town.office, channel="区房管局 12345", reason="不属于镇级事权")

    def handed_over(self) -> "Walk":
        """Left the platform."""
        return self.do(act.HandOver, self.town.office, exit_to="petition", channel="区信访办", reason="属于信访事项")

    def transferred(self) -> "Walk":
        """汇总转交."""
        return self.do(act.Transfer, self.town.office)

    def assigned(self, unit: Unit | None = None, **data: Any) -> "Walk":
        """交办."""
        self.unit = unit or self.unit
        return self.do(act.Assign, self.town.desk, unit_id=self.unit.pk, **{"correction_reason": "按职责", **data})

    def accepted(self) -> "Walk":
        """受理."""
        return self.do(act.Accept, self.town.handler(self.unit))

    def returned(self) -> "Walk":
        """退回."""
        return self.do(act.ReturnCase, self.town.handler(self.unit), reason="不属于本单位职责")

    def contacted(self) -> "Walk":
        """先行联系."""
        return self.do(act.FirstContact, self.town.handler(self.unit), how="phone", note="已约看现场")

    def drafted(self, **data: Any) -> "Walk":
        """拟答复."""
        typed = {"text": "电梯已修好，并换了主板。", "result_code": "adopted", **data}
        return self.do(act.DraftReply, self.town.handler(self.unit), **typed)

    def signed(self) -> "Walk":
        """签发."""
        return self.do(act.SignReply, self.town.head(self.unit))

    def told(self, how: str = "phone") -> "Walk":
        """告知."""
        return self.do(act.LogContact, self.town.handler(self.unit), purpose="inform", how=how)

    def asked(self, how: str = "phone") -> "Walk":
        """询问."""
        return self.do(act.LogContact, self.town.desk, purpose="ask_verdict", how=how, reached=False)

    def judged(self, result: str = "solved", **data: Any) -> "Walk":
        """评价 by code."""
        reason = "还是老样子" if result == "unsolved" else ""
        actor = self.town.speaker(self.receipt.opinion_id)
        return self.do(act.RecordVerdict, actor, result=result, **{"reason": reason, **data})

    def closed(self) -> "Walk":
        """办结 by the right desk."""
        case = self.case
        who = w.holder(w.EVALUATED, reached_desk=case.reached_desk, lead_is_desk=case.lead_is_desk)
        return self.do(act.Close, self.town.desk if who == w.GOVERNMENT_DESK else self.town.office)

    def to_reply(self, **data: Any) -> "Walk":
        """From anything up to the handling states to a signed reply."""
        return self.contacted().drafted(**data).signed()


def start(town: Town, **data: Any) -> Walk:
    """A fresh case: a resident's words about a lift."""
    typed = {
        "words": WORDS, "place_id": town.compound.pk, "kind": "problem", "category": "housing.lift", **data,
    }  # fmt: skip
    return Walk(town, act.RecordOpinion(actor=data.pop("actor", town.resident), **_without_actor(typed)).execute())


def _without_actor(typed: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in typed.items() if name != "actor"}


def _promised(walk: Walk) -> Walk:
    due = today() + dt.timedelta(days=30)
    promise = {"result_code": "planned", "promise_text": "换新电梯", "promise_on": due}
    return walk.transferred().assigned().accepted().to_reply(**promise).told().judged("partly")


def _followed(walk: Walk) -> Walk:
    start(walk.town, words="电梯又停了，我们三楼的也下不来").leads(walk)
    return walk


#: State → the shortest lawful way there.
WAYS: dict[str, Callable[[Walk], Walk]] = {
    w.RECEIVED: lambda walk: walk,
    w.ANSWERED: lambda walk: walk.answered(),
    w.REDIRECTED: lambda walk: walk.redirected(),
    w.HANDED_OVER: lambda walk: walk.handed_over(),
    w.TRANSFERRED: lambda walk: walk.transferred(),
    w.ASSIGNED: lambda walk: walk.transferred().assigned(),
    w.RETURN_PENDING: lambda walk: walk.transferred().assigned().returned(),
    w.ACCEPTED: lambda walk: walk.transferred().assigned().accepted(),
    w.CONTACTED: lambda walk: walk.transferred().assigned().accepted().contacted(),
    w.REPLY_DRAFT: lambda walk: walk.transferred().assigned().accepted().contacted().drafted(),
    w.REPLIED: lambda walk: walk.transferred().assigned().accepted().to_reply(),
    w.REHANDLING: lambda walk: WAYS[w.REPLIED](walk).told().judged("unsolved"),
    w.REHANDLING_DRAFT: lambda walk: WAYS[w.REHANDLING](walk).drafted(),
    w.MEETING: lambda walk: WAYS[w.REHANDLING_DRAFT](walk).signed().told().judged("unsolved"),
    w.EVALUATED: lambda walk: WAYS[w.REPLIED](walk).told().judged(),
    w.SILENT: lambda walk: (
        WAYS[w.REPLIED](walk).told().asked("phone").asked("slip").later(14).do(act.FallSilent, walk.town.desk)
    ),
    w.TRACKING: lambda walk: _promised(walk).do(act.TrackPromises, walk.town.desk),
    w.CLOSED: lambda walk: WAYS[w.EVALUATED](walk).closed(),
    w.FOLLOWING: _followed,
    w.WITHDRAWN: lambda walk: walk.do(act.Withdraw, walk.town.speaker(walk.receipt.opinion_id)),
}


def make_case(town: Town, state: str = w.RECEIVED, **data: Any) -> Walk:
    """A case that stands in ``state``; ``data`` go to ``RecordOpinion``."""
    key = ("case", town.row.pk, state, *sorted(data.items()))
    if not all(isinstance(value, Hashable) for value in data.values()):
        return WAYS[state](start(town, **data))
    walk: Walk = again(key, lambda: WAYS[state](start(town, **data)), town)
    return walk
