"""What a deputy may ask about: a matter or a suggestion, brought, signed or taken over."""

from dataclasses import dataclass
from typing import Final

from lianxin.cases.deputy.policies import SEE_BROUGHT
from lianxin.cases.models import Case, Suggestion
from lianxin.cases.policies import deputy_ids
from lianxin.journal.actors import Actor

CASE: Final = "case"
SUGGESTION: Final = "suggestion"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing: what it is called, whether something is still to be done, who of the actor asks about it."""

    kind: str
    id: int
    number: str
    title: str
    is_open: bool
    deputy: int


def thing_of(actor: Actor, kind: str, pk: int) -> Thing | None:
    """The thing of an actor, or nothing where there is none or it is not the actor's; one statement."""
    own = deputy_ids(actor)
    if kind == CASE:
        case = Case.objects.filter(pk=pk).first()
        if case is None or not SEE_BROUGHT.check(actor, case):
            return None
        brought = own & case.deputy_ids or own & case.heir_ids
        return Thing(kind, pk, case.number, case.title, case.is_open, min(brought))
    row = Suggestion.objects.filter(pk=pk).exclude(number="").first() if kind == SUGGESTION else None
    mine = own & ({row.deputy_id} | row.heir_ids | row.agreed_ids) if row is not None else frozenset()
    if row is None or not mine:
        return None
    return Thing(kind, pk, row.number, row.title, row.is_open, min(mine))
