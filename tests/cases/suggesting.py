"""The way of a suggestion in the small town, move by move, by the persons who make the moves."""

import datetime as dt
from typing import Any

from lianxin.cases.models import Suggestion
from lianxin.cases.suggestions.actions import BY_MOVE, KIND
from lianxin.clocks.models import Clock
from lianxin.core.clock import today
from lianxin.deputies.models import Level, Mandate, Term
from lianxin.journal.actors import Actor
from tests.cases.factories import Town

TEXT = {
    "title": "青枫路夜间照明不足",
    "facts_text": "青枫路两侧路灯间距大，夜间看不清路面。",
    "proposal": "请城建办公室会同有关单位在青枫路增设路灯，并在冬季前完成。",
    "consent_public": True,
}
REPLY = {"result": "adopted", "text": "已增设路灯八盏。", "contact": "城建办 000-0000"}
DOWN = (
    ("submit", "deputy", {}),
    ("accept", "office", {}),
    ("hand", "office", {}),
    ("assign", "desk", {}),
    ("take", "handler", {}),
    ("contact", "handler", {"how": "visit", "text": "当面听取了意见"}),
    ("reply", "handler", REPLY),
    ("sign", "head", {}),
)


def sit(town: Town) -> Term:
    """Let both deputies of the small town sit in the town congress."""
    term = Term.objects.create(code="T1", level=Level.TOWN, name="第一届", starts_on=dt.date(2021, 1, 1))
    for one in (town.deputy, town.other_deputy):
        Mandate.objects.create(deputy=one, level=Level.TOWN, term=term, starts_on=term.starts_on)
    return term


def actor_of(town: Town, who: str) -> Actor:
    """A person of the small town by a short word."""
    people = {
        "deputy": town.deputy_actor, "other": town.other_deputy_actor, "office": town.office, "desk": town.desk,
        "handler": town.handler(), "head": town.head(), "helper": town.handler(town.centre_unit),
    }  # fmt: skip
    return people[who]


def make(town: Town, **more: Any) -> Suggestion:
    """A draft of the first deputy."""
    return BY_MOVE["draft"](actor=town.deputy_actor, **{**TEXT, **more}).execute()


def do(town: Town, row: Suggestion, code: str, who: str, **typed: Any) -> Suggestion:
    """One move."""
    if code == "assign":
        typed = {"lead_unit": town.office_unit.pk, **typed}
    if code == "contact":
        typed = {"on": today(), **typed}
    return BY_MOVE[code](actor=actor_of(town, who), pk=row.pk, **typed).execute()


def walk(town: Town, last: str, row: Suggestion | None = None, **assign: Any) -> Suggestion:
    """The straight way down to the move ``last``."""
    row = row or make(town)
    for code, who, typed in DOWN:
        row = do(town, row, code, who, **(assign if code == "assign" else typed))
        if code == last:
            return row
    raise ValueError(last)


def due(row: Suggestion, code: str) -> dt.date:
    """The last day of a clock."""
    return Clock.objects.filter(owner_kind=KIND, owner_id=row.pk, code=code).latest("id").due_on
