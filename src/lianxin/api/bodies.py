"""What may be sent about an opinion."""

from typing import Annotated, Literal

from pydantic import Field

from lianxin.api.parts import Asked, Code, Day, Flag, Id, Line, Reason, Words


class OpinionIn(Asked):
    """What a resident says; no account, no key."""

    words: Words = Field(min_length=1)
    place: Id | None = Field(default=None, description="id of a place")
    qr: Annotated[str, Field(pattern=r"^[A-Za-z0-9_=-]{0,43}$")] = Field(
        default="", description="the sign of a QR code on a wall, instead of place"
    )
    place_note: Annotated[str, Field(max_length=120)] = ""
    on_behalf_of: Annotated[str, Field(max_length=60)] = ""
    contact_name: Annotated[str, Field(max_length=40)] = ""
    contact: Annotated[str, Field(max_length=80)] = ""
    consent_text: Flag = False
    consent_name: Flag = False
    confidential: Flag = False


class RecordIn(OpinionIn):
    """What another system hands over; needs the scope ``opinions:create``."""

    kind: Code = "unknown"
    category: Code = ""
    tags: list[Code] = Field(default_factory=list, max_length=12)
    channel: Code = "web"
    track: Literal["resident", "hotline"] = "resident"
    occasion: Annotated[str, Field(max_length=60)] = ""
    spoken_on: Day | None = None
    summary: Line = ""
    points: list[Annotated[str, Field(max_length=300)]] = Field(default_factory=list, max_length=12)
    recorder_label: Annotated[str, Field(max_length=120)] = ""
    read_back: Flag = False
    urgent: Flag = False
    outside_number: Annotated[str, Field(max_length=60)] = ""


class LookupIn(Asked):
    """The query code of a slip, however it was typed."""

    code: Annotated[str, Field(min_length=1, max_length=60)]


class WordsIn(Asked):
    """More words, or a correction, of the one who spoke."""

    text: Words = Field(min_length=1)
    kind: Literal["add", "correct"] = "add"


class VerdictIn(Asked):
    """What the resident says about the answer."""

    result: Literal["solved", "partly", "unsolved"]
    attitude: Literal["", "satisfied", "basic", "dissatisfied"] = ""
    reason: Reason = ""
    again: Flag = False
