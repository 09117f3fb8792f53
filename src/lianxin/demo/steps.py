"""From a step of ``fates.jsonl`` to the action that takes it."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lianxin.cases import actions as act
from lianxin.cases import workflow
from lianxin.cases.models import AskedPoint, Case
from lianxin.clocks.models import Promise
from lianxin.clocks.promises import UNSETTLED
from lianxin.demo.cast import Cast
from lianxin.demo.pictures import draw
from lianxin.journal.actions import Action
from lianxin.journal.actors import SYSTEM, Actor, resident_with_code
from lianxin.people import roles
from lianxin.records.attachments import prepare

Row = dict[str, Any]
#: Words of the script → codes of the product.
GRADES = {"satisfied": "solved", "basically": "partly", "dissatisfied": "unsolved"}
WAYS = {"door": "visit", "meeting": "on_site", "web": "message"}
EXITS = {"accusation": "discipline"}
#: On what basis a committee or a company leads something.
OWN_LIST = "居委会自治事项、物业服务合同约定"


@dataclass
class Scene:
    """One case of the script: its line, its case, its opinion, and everybody who acts."""

    row: Row
    case_id: int
    opinion_id: int
    cast: Cast
    taken: list[Row] = field(default_factory=list)

    def last_reply(self) -> Row:
        """The newest reply of the script so far; `LookupError` when there is none."""
        return next(step for step in reversed(self.taken) if step["do"] == "reply")

    def state(self) -> str:
        """Where the case stands."""
        return Case.objects.values_list("state", flat=True).get(pk=self.case_id)

    def actor(self, step: Row) -> Actor:
        """Who takes a step."""
        by = step["by"]
        if by == "system":
            return SYSTEM
        if by == "resident":
            return resident_with_code(self.opinion_id)
        if by == "deputy":
            return self.cast.deputy(self.row["deputies"][0])
        if by in {roles.UNIT_HANDLER, roles.UNIT_HEAD}:
            return self.cast.of(by, step.get("unit") or self._lead())
        if by in {roles.SECRETARY, roles.COMMITTEE, roles.RECORDER}:
            return self.cast.at(by, self.row["place"]["neighbourhood"] or "N01")
        return self.cast.somebody(by)

    def _lead(self) -> str:
        lead = Case.objects.select_related("lead_unit").get(pk=self.case_id).lead_unit
        return lead.code if lead else ""


def _code(codes: dict[str, str], word: str) -> str:
    """The product's code for a word of the script; most words are the same in both."""
    return codes.get(word, word)


Maker = Callable[[Scene, Row], Iterator[Action[Any]]]


def _simple(kind: Any, **names: str) -> Maker:
    """A step whose action takes fields of the step under other names."""

    def make(scene: Scene, step: Row) -> Iterator[Action[Any]]:
        data = {name: step[source] for name, source in names.items() if step.get(source) is not None}
        yield kind(actor=scene.actor(step), case_id=scene.case_id, **data)

    return make


def _assign(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    unit = scene.cast.units[step["unit"]]
    yield act.Assign(
        actor=scene.actor(step),
        case_id=scene.case_id,
        unit_id=unit.pk,
        co_unit_ids=tuple(scene.cast.units[code].pk for code in step["co"] if code in scene.cast.units),
        demand=step["note"] or "",
        correction_reason="按职责清单和实际情况交办",
        own_list_basis="" if unit.may_lead_government_work else OWN_LIST,
    )


def _reply(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    points = {point.order: point for point in AskedPoint.objects.filter(case_id=scene.case_id, dropped_at=None)}
    said = [point for point in step["points"] if point["n"] in points]
    yield act.DraftReply(
        actor=scene.actor(step),
        case_id=scene.case_id,
        text="\n".join(point["text"] for point in step["points"]),
        scheme=step["scheme"],
        **({} if said else _result(step["points"][0])),
        points=tuple(act.PointReply(point_id=points[one["n"]].pk, answer=one["text"], **_result(one)) for one in said),
    )


def _result(point: Row) -> Row:
    """What a point of the script says about its result."""
    promise, no = point["promise"] or {}, point["no_reason"] or {}
    due = promise.get("due")
    return {
        "result_code": point["result"],
        "no_reason": no.get("code", ""),
        "no_facts": no.get("facts", {}),
        "promise_text": promise.get("text", ""),
        "promise_on": dt.date.fromisoformat(due) if due else None,
    }


def _tell(purpose: str) -> Maker:
    def make(scene: Scene, step: Row) -> Iterator[Action[Any]]:
        # A deputy is there when an answer is told, but telling it is the neighbourhood's or the unit's part.
        told = {**step, "by": roles.SECRETARY} if step["by"] == roles.DEPUTY else step
        how = _code(WAYS, step["how"])
        yield act.LogContact(
            actor=scene.actor(told), case_id=scene.case_id, purpose=purpose, how=how, note=step["note"] or ""
        )

    return make


def _verdict(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    yield act.RecordVerdict(
        actor=scene.actor(step),
        case_id=scene.case_id,
        result=_code(GRADES, step["grade"]),
        reason=step["words"] or "",
    )


def _promise(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    """What became of the promise of point ``n``; the script names points, the ledger keeps what is still open."""
    still_open = list(
        Promise.objects.filter(owner_id=scene.case_id, owner_kind="case", state__in=UNSETTLED).order_by("id")
    )
    promised = [point["n"] for point in scene.last_reply()["points"] if point["promise"]]
    place = min(promised.index(step["n"]), len(still_open) - 1)
    new_due = step.get("new_due")
    yield act.SettlePromise(
        actor=scene.actor(step),
        case_id=scene.case_id,
        promise_id=still_open[place].pk,
        state=step["state"],
        reason=step["note"] or "",
        new_due_on=dt.date.fromisoformat(new_due) if new_due else None,
    )


def _return(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    proposed = scene.cast.units.get(step["propose"] or "")
    yield act.ReturnCase(
        actor=scene.actor(step),
        case_id=scene.case_id,
        reason=step["reason"],
        proposed_unit_id=proposed.pk if proposed else None,
    )


def _reassign(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    unit = scene.cast.units[step["unit"]]
    yield act.Reassign(
        actor=scene.actor(step),
        case_id=scene.case_id,
        unit_id=unit.pk,
        correction_reason=step["reason"],
        own_list_basis="" if unit.may_lead_government_work else OWN_LIST,
    )


def _extend(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    """Asked by the unit and granted by the desk, in one step of the script."""
    asker = {**step, "by": roles.UNIT_HANDLER}
    yield act.RequestExtension(actor=scene.actor(asker), case_id=scene.case_id, reason=step["reason"], n=step["n"])
    yield act.Extend(actor=scene.actor(step), case_id=scene.case_id, reason=step["reason"])


def _add(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    yield act.AddWords(
        actor=scene.actor(step), case_id=scene.case_id, opinion_id=scene.opinion_id, text=step["words"], kind="add"
    )


def _photos(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    for number, motif in enumerate(step["motifs"], start=1):
        prepared = prepare(draw(motif), f"{step['name']}{number}.png")
        yield act.AttachFile(actor=scene.actor(step), case_id=scene.case_id, prepared=prepared)


def _answer(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    yield act.AnswerOnTheSpot(actor=scene.actor(step), case_id=scene.case_id, text=step["text"], told_how="on_site")


def _contact(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    how = _code(WAYS, step["how"])
    yield act.FirstContact(
        actor=scene.actor(step), case_id=scene.case_id, how=how, reached=step["reached"], note=step["note"] or ""
    )


def _leave(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    yield act.HandOver(
        actor=scene.actor(step),
        case_id=scene.case_id,
        exit_to=_code(EXITS, step["what"]),
        channel=scene.cast.body(step["to"]),
        reason=step["note"] or "",
    )


def _redirect(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    yield act.Redirect(
        actor=scene.actor(step), case_id=scene.case_id, channel=scene.cast.body(step["to"]), reason=step["reason"]
    )


def _meet(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    met = dt.datetime.fromisoformat(step["at"]).date()
    yield act.ExplainAfterMeeting(
        actor=scene.actor(step), case_id=scene.case_id, meeting_on=met, reason=step["note"] or ""
    )


#: The script's word → how its action is made.
MAKERS: dict[str, Maker] = {
    "transfer": _simple(act.Transfer, note="note"),
    "assign": _assign,
    "accept": _simple(act.Accept),
    "contact": _contact,
    "reply": _reply,
    "sign": _simple(act.SignReply),
    "deliver": _tell("inform"),
    "ask_verdict": _tell("ask_verdict"),
    "verdict": _verdict,
    "close": _simple(act.Close),
    "reopen": _simple(act.Reopen, reason="words"),
    "meet": _meet,
    "silent": _simple(act.FallSilent),
    "answer_on_spot": _answer,
    "leave_flow": _leave,
    "promise": _promise,
    "redirect": _redirect,
    "co_opinion": _simple(act.GiveCoOpinion, text="text"),
    "track": _simple(act.TrackPromises),
    "extend": _extend,
    "return": _return,
    "reassign": _reassign,
    "uphold": _simple(act.Uphold, reason="reason"),
    "withdraw": _simple(act.Withdraw, reason="words"),
    "add": _add,
    "photos": _photos,
}
#: Words of the script for which the product has no action yet; the script says at each of them what it waits for.
NOT_YET = frozenset({"rehandle"})
#: Moves that time itself makes in the nightly jobs; where it was faster, the script's step has happened already.
BY_TIME = {"silent": workflow.SILENT, "track": workflow.TRACKING}
