"""From a step of ``fates.jsonl`` to the action that takes it."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lianxin.cases import actions as act
from lianxin.cases.models import AskedPoint, Case
from lianxin.clocks.models import Promise
from lianxin.demo.cast import Cast
from lianxin.journal.actions import Action
from lianxin.journal.actors import SYSTEM, Actor, resident_with_code
from lianxin.people import roles

Row = dict[str, Any]
#: Words of the script → codes of the product.
GRADES = {"satisfied": "solved", "basically": "partly", "dissatisfied": "unsolved"}
WAYS = {"door": "visit", "meeting": "on_site", "web": "message"}
EXITS = {"accusation": "discipline"}


@dataclass
class Scene:
    """One case of the script: its line, its case, its opinion, and everybody who acts."""

    row: Row
    case_id: int
    opinion_id: int
    cast: Cast

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
        own_list_basis="居委会自治事项、物业服务合同约定" if not unit.may_lead_government_work else "",
    )


def _reply(scene: Scene, step: Row) -> Iterator[Action[Any]]:
    points = {point.order: point for point in AskedPoint.objects.filter(case_id=scene.case_id, dropped_at=None)}
    said = [point for point in step["points"] if point["n"] in points]
    first = (said or step["points"])[0]
    yield act.DraftReply(
        actor=scene.actor(step),
        case_id=scene.case_id,
        text="\n".join(point["text"] for point in step["points"]),
        scheme=step["scheme"],
        **_result(first),
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
    promise = Promise.objects.filter(owner_kind="case", owner_id=scene.case_id).order_by("id")[step["n"] - 1]
    yield act.SettlePromise(
        actor=scene.actor(step), case_id=scene.case_id, promise_id=promise.pk, reason=step["note"] or ""
    )


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


#: The script's word → how its action is made. Words that are missing here leave no trace yet.
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
    "extend": _simple(act.Extend, reason="reason", n="n"),
}
