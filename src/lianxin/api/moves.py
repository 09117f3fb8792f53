"""Every move of the workflow as a request: ``move`` says which, the rest is what its action asks.

One table, in step with the desk's own (a test compares them): the same action, the same guards, the same sentences.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import Field, RootModel

from lianxin.api.parts import Asked, Code, Day, Days, Flag, Id, Line, Reason, Text, Version
from lianxin.cases import actions as act
from lianxin.cases.actions.base import CaseAction

Name = Annotated[str, Field(max_length=120)]
Way = Annotated[str, Field(max_length=24)]


class Move(Asked):
    """What every move brings: the version of the case that was read."""

    expected_version: Version


class Plain(Move):
    """Nothing but the move."""

    move: Literal["sign", "sign_again", "fall_silent", "track"]


class WithReason(Move):
    """A reason."""

    move: Literal[
        "uphold", "refuse_extension", "redraft", "redraft_again", "reopen", "reopen_at_office", "withdraw",
        "take_back",
    ]  # fmt: skip
    reason: Reason = ""


class WithNote(Move):
    """A note."""

    move: Literal["transfer", "close"]
    note: Reason = ""


class EditTriage(Move):
    """Kind, category, place, track, title."""

    move: Literal["edit_triage"]
    kind: Code | None = None
    category: Code | None = None
    place_id: Id | None = None
    track: Code | None = None
    title: Line | None = None
    authority_level: Code | None = None
    urgent: Flag | None = None


class SetPoints(Move):
    """What is asked, point by point."""

    move: Literal["set_points"]
    points: list[Annotated[str, Field(max_length=300)]] = Field(max_length=12)
    reason: Reason = ""


class OnTheSpot(Move):
    """Answered at once."""

    move: Literal["answer_on_the_spot"]
    text: Text = ""
    told_how: Way = ""


class Redirect(Move):
    """Another channel is the right one."""

    move: Literal["redirect"]
    channel: Name = ""
    reason: Reason = ""


class HandOver(Move):
    """What leaves the flow."""

    move: Literal["hand_over"]
    exit_to: Literal["petition", "discipline", "emergency"] = "petition"
    channel: Name = ""
    reason: Reason = ""


class Assign(Move):
    """Who handles, with whom, and what is demanded."""

    move: Literal["assign", "reassign"]
    unit_id: Id
    co_unit_ids: list[Id] = Field(default_factory=list, max_length=9)
    demand: Reason = ""
    own_list_basis: Line = ""
    correction_reason: Reason = ""


class Accept(Move):
    """Taken on, by whom."""

    move: Literal["accept"]
    handler_label: Name = ""


class Return(Move):
    """Not ours: why, on which basis, whose."""

    move: Literal["return"]
    reason: Reason = ""
    basis: Reason = ""
    proposed_unit_id: Id | None = None


class Contact(Move):
    """How the resident was spoken to."""

    move: Literal["first_contact"]
    how: Way = ""
    reached: Flag = True
    note: Reason = ""


class LogContact(Move):
    """One call, visit or slip, and what for."""

    move: Literal["log_contact"]
    purpose: Literal["inform", "ask_verdict", "other"] = "other"
    how: Way = ""
    reached: Flag = True
    note: Reason = ""


class Extension(Move):
    """More time."""

    move: Literal["request_extension", "extend"]
    reason: Reason = ""
    n: Days | None = None


class CoOpinion(Move):
    """What a co-unit says."""

    move: Literal["co_opinion"]
    text: Text = ""


class ReleaseCoUnit(Move):
    """A co-unit is not needed."""

    move: Literal["release_co_unit"]
    unit_id: Id
    reason: Reason = ""


class PointAnswer(Asked):
    """The answer to one asked point."""

    point_id: Id
    answer: Text = ""
    no_answer_reason: Reason = ""
    result_code: Code = ""
    no_reason: Code = ""
    no_facts: dict[Annotated[str, Field(max_length=48)], Reason] = Field(default_factory=dict, max_length=12)
    promise_text: Reason = ""
    promise_on: Day | None = None


class Draft(Move):
    """The answer as a draft, point by point."""

    move: Literal["draft_reply", "draft_again"]
    text: Text = ""
    scheme: Code = ""
    result_code: Code = ""
    result_reason: Reason = ""
    no_reason: Code = ""
    no_facts: dict[Annotated[str, Field(max_length=48)], Reason] = Field(default_factory=dict, max_length=12)
    promise_text: Reason = ""
    promise_on: Day | None = None
    points: list[PointAnswer] = Field(default_factory=list, max_length=12)


class Verdict(Move):
    """What the resident said when asked."""

    move: Literal["verdict"]
    result: Literal["solved", "partly", "unsolved"]
    attitude: Literal["", "satisfied", "basic", "dissatisfied"] = ""
    reason: Reason = ""
    via: Literal["phone", "paper", "visit"] = "phone"
    again: Flag = False


class Explain(Move):
    """Explained face to face."""

    move: Literal["explain"]
    meeting_on: Day | None = None
    reason: Reason = ""
    told_how: Way = "on_site"


class Promise(Move):
    """What became of a promise."""

    move: Literal["settle_promise"]
    promise_id: Id
    state: Literal["kept", "missed", "changed"] = "kept"
    reason: Reason = ""
    new_text: Reason = ""
    new_due_on: Day | None = None
    file_ids: Annotated[list[Id], Field(max_length=9)] = []


class MoveIn(
    RootModel[
        Annotated[
            Plain | WithReason | WithNote | EditTriage | SetPoints | OnTheSpot | Redirect | HandOver | Assign | Accept
            | Return | Contact | LogContact | Extension | CoOpinion | ReleaseCoUnit | Draft | Verdict | Explain
            | Promise,
            Field(discriminator="move"),
        ]
    ]
):  # fmt: skip
    """One move; ``move`` decides which other fields there are."""


ACTIONS: Final[Mapping[str, type[CaseAction[Any]]]] = {
    "edit_triage": act.EditTriage,
    "set_points": act.SetPoints,
    "answer_on_the_spot": act.AnswerOnTheSpot,
    "redirect": act.Redirect,
    "hand_over": act.HandOver,
    "transfer": act.Transfer,
    "assign": act.Assign,
    "reassign": act.Reassign,
    "take_back": act.TakeBack,
    "accept": act.Accept,
    "return": act.ReturnCase,
    "uphold": act.Uphold,
    "first_contact": act.FirstContact,
    "log_contact": act.LogContact,
    "request_extension": act.RequestExtension,
    "extend": act.Extend,
    "refuse_extension": act.RefuseExtension,
    "co_opinion": act.GiveCoOpinion,
    "release_co_unit": act.ReleaseCoUnit,
    "draft_reply": act.DraftReply,
    "draft_again": act.DraftReply,
    "redraft": act.SendBackDraft,
    "redraft_again": act.SendBackDraft,
    "sign": act.SignReply,
    "sign_again": act.SignReply,
    "verdict": act.RecordVerdict,
    "explain": act.ExplainAfterMeeting,
    "fall_silent": act.FallSilent,
    "track": act.TrackPromises,
    "settle_promise": act.SettlePromise,
    "close": act.Close,
    "reopen": act.Reopen,
    "reopen_at_office": act.Reopen,
    "withdraw": act.Withdraw,
}

#: Fields that name rows: strings in JSON, numbers in the house.
_IDS: Final = frozenset({"unit_id", "place_id", "proposed_unit_id", "promise_id", "point_id"})


def facts_of(asked: Move) -> dict[str, Any]:
    """What the action of a move is given, beside actor, case, version and key."""
    names = [name for name in type(asked).model_fields if name not in {"move", "expected_version"}]
    found = {name: getattr(asked, name) for name in names}
    if isinstance(asked, Draft):
        found["points"] = [act.PointReply(**_numbers(point.model_dump())) for point in asked.points]
        found["no_facts"] = dict(asked.no_facts)
    if isinstance(asked, Promise):
        found["file_ids"] = tuple(int(one) for one in asked.file_ids)
    if isinstance(asked, Assign):
        found["co_unit_ids"] = tuple(int(one) for one in asked.co_unit_ids)
    return _numbers(found)


def _numbers(found: dict[str, Any]) -> dict[str, Any]:
    return {name: int(value) if name in _IDS and value is not None else value for name, value in found.items()}


def asked_of(move: Move) -> object:
    """What must be equal when the same idempotency key comes again."""
    return move.model_dump(mode="json")
