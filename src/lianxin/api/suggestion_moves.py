"""The moves of a suggestion that offices, desk and units make, as requests; what deputies do stays with deputies."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import Field, RootModel

from lianxin.api.moves import Move
from lianxin.api.parts import Code, Day, Flag, Id, Line, Reason, Text
from lianxin.cases.suggestions.actions import BY_MOVE


class Plain(Move):
    """Nothing but the move."""

    move: Literal["accept", "hand", "take", "sign", "unreturned", "withdraw"]


class WithReason(Move):
    """A reason."""

    move: Literal["send_back", "letter", "grant_return", "refuse_return", "grant_extension", "refuse_extension"]
    reason: Reason = ""


class WithText(Move):
    """Words."""

    move: Literal["co_opinion", "close"]
    text: Text = ""


class Assign(Move):
    """Who leads and who helps."""

    move: Literal["assign"]
    lead_unit: Id
    co_units: list[Id] = Field(default_factory=list, max_length=9)


class AskReturn(Move):
    """Not ours: why, and whose."""

    move: Literal["ask_return"]
    reason: Reason = ""
    proposed_unit: Id | None = None


class Contact(Move):
    """A contact with the deputy."""

    move: Literal["contact"]
    how: Annotated[str, Field(max_length=24)] = "phone"
    on: Day | None = None
    text: Text = ""


class AskExtension(Move):
    """More time, in months."""

    move: Literal["ask_extension"]
    months: Annotated[int, Field(strict=True, ge=0, le=12)] = 0
    reason: Reason = ""


class Reply(Move):
    """The answer as a draft."""

    move: Literal["reply"]
    result: Code = ""
    text: Text = ""
    reason: Reason = ""
    promise_text: Reason = ""
    promise_on: Day | None = None
    contact: Annotated[str, Field(max_length=120)] = ""


class Settle(Move):
    """What became of a promise."""

    move: Literal["settle_promise"]
    promise_id: Id
    state: Literal["kept", "missed", "changed"] = "kept"
    reason: Reason = ""
    new_text: Reason = ""
    new_due_on: Day | None = None


class Publish(Move):
    """How far it may be public."""

    move: Literal["publish"]
    with_result: Flag = False
    note: Line = ""


class Hear(Move):
    """The answer that came from another congress."""

    move: Literal["hear"]
    on: Day | None = None
    result: Annotated[str, Field(max_length=60)] = ""
    text: Text = ""


class SuggestionMoveIn(
    RootModel[
        Annotated[
            Plain | WithReason | WithText | Assign | AskReturn | Contact | AskExtension | Reply | Settle | Publish
            | Hear,
            Field(discriminator="move"),
        ]
    ]
):  # fmt: skip
    """One move; ``move`` decides which other fields there are."""


#: What a machine may do: never what a deputy writes, signs or judges.
CODES: Final = (
    "accept", "hand", "take", "sign", "unreturned", "withdraw", "send_back", "letter", "grant_return", "refuse_return",
    "grant_extension", "refuse_extension", "co_opinion", "close", "assign", "ask_return", "contact", "ask_extension",
    "reply", "settle_promise", "publish", "hear",
)  # fmt: skip
ACTIONS: Final[Mapping[str, type[Any]]] = {code: BY_MOVE[code] for code in CODES}

#: Fields that name rows: strings in JSON, numbers in the house.
_IDS: Final = frozenset({"lead_unit", "proposed_unit", "promise_id"})


def facts_of(asked: Move) -> dict[str, Any]:
    """What the action of a move is given, beside actor, suggestion, version and key."""
    names = [name for name in type(asked).model_fields if name not in {"move", "expected_version"}]
    found = {name: getattr(asked, name) for name in names}
    if isinstance(asked, Assign):
        found["co_units"] = [int(one) for one in asked.co_units]
    return {name: int(value) if name in _IDS and value is not None else value for name, value in found.items()}
