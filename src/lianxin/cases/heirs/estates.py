"""Matters and suggestions as estates of a handover: what is still open, who is responsible, who takes it over.

A matter whose case is closed is still open for its deputy while one of its promises is.  What a deputy only drafted is
the deputy's own and passes to nobody.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from lianxin.cases import workflow
from lianxin.cases.models import Case, Suggestion
from lianxin.cases.suggestions import workflow as suggested
from lianxin.clocks.models import Promise
from lianxin.clocks.promises import UNSETTLED
from lianxin.deputies.handover.estates import Estate, Item, Move, register
from lianxin.deputies.selectors import mandates_on
from lianxin.journal.actors import Actor

CASE: Final = "case"
SUGGESTION: Final = "suggestion"


def _promised(kind: str) -> Exists:
    """Whether a promise about the row is still to be kept."""
    return Exists(Promise.objects.filter(owner_kind=kind, owner_id=OuterRef("pk"), state__in=UNSETTLED))


def open_cases() -> QuerySet[Case]:
    """Matters brought by deputies that are open, or about which a promise is."""
    still = ~Q(state__in=workflow.FINAL_STATES) | Q(_promised(CASE))
    return Case.objects.filter(still).exclude(deputy_path="")


def open_suggestions() -> QuerySet[Suggestion]:
    """Submitted suggestions that are open, or in which a promise is."""
    final = {*suggested.FINAL_STATES, suggested.DRAFT}
    return Suggestion.objects.filter(~Q(state__in=final) | Q(_promised(SUGGESTION)))


def nobody_holds(*paths: str) -> Q:
    """The condition that no deputy named in some ``/id/id/`` columns holds a mandate today."""
    columns: list[Any] = [OuterRef(path) for path in paths]
    joined = Concat(Value(""), *columns, output_field=CharField())
    key = Concat(Value("/"), Cast("deputy_id", CharField()), Value("/"))
    mandates = mandates_on().annotate(key=key, path=joined)
    return ~Q(Exists(mandates.filter(path__contains=F("key"))))


def _last(*paths: str) -> int:
    """Who was responsible last: the newest successor, else the first who brought it."""
    heirs, brought = ([part for part in path.split("/") if part] for path in paths)
    return int(heirs[-1] if heirs else brought[0])


def _ids(*paths: str) -> set[int]:
    """The ids in some ``/id/id/`` texts."""
    return {int(part) for path in paths for part in path.split("/") if part}


# --- matters ----------------------------------------------------------------------------------------


def cases_left_by(deputies: Collection[int]) -> Iterable[Item]:
    """The open matters some deputies brought or took over; one statement."""
    rows = open_cases()
    if len(deputies) == 1:
        key = f"/{next(iter(deputies))}/"
        rows = rows.filter(Q(deputy_path__contains=key) | Q(heir_path__contains=key))
    for case, brought, heirs, path in rows.order_by("id").values_list("pk", "deputy_path", "heir_path", "place_path"):
        for pk in _ids(brought, heirs) & set(deputies):
            yield Item(case, pk, path)


def pass_cases(_actor: Actor, moves: Sequence[Move], _day: dt.date) -> None:
    """Write the successors beside those who brought the matters."""
    _add_heirs(Case.objects.all(), moves)


def cases_waiting(most: int) -> Sequence[Item]:
    """Open matters for which nobody with a mandate is responsible today; one statement."""
    rows = open_cases().filter(nobody_holds("deputy_path", "heir_path")).order_by("id")
    found = rows.values_list("pk", "heir_path", "deputy_path", "place_path")[:most]
    return [Item(pk, _last(heirs, brought), path) for pk, heirs, brought, path in found]


# --- suggestions ------------------------------------------------------------------------------------


def suggestions_left_by(deputies: Collection[int]) -> Iterable[Item]:
    """The open suggestions some deputies lead or took over; one statement."""
    for suggestion, lead, heirs in open_suggestions().order_by("id").values_list("pk", "deputy_id", "heir_path"):
        for pk in ({lead} | _ids(heirs)) & set(deputies):
            yield Item(suggestion, pk)


def pass_suggestions(_actor: Actor, moves: Sequence[Move], _day: dt.date) -> None:
    """Write the successors beside the lead deputies."""
    _add_heirs(Suggestion.objects.all(), moves)


def suggestions_waiting(most: int) -> Sequence[Item]:
    """Open suggestions whose lead deputy and successors hold no mandate today; one statement."""
    leads = mandates_on().filter(deputy_id=OuterRef("deputy_id"))
    rows = open_suggestions().filter(~Exists(leads)).filter(nobody_holds("heir_path")).order_by("id")
    found = rows.values_list("pk", "heir_path", "deputy_id")[:most]
    return [Item(pk, _last(heirs, str(lead))) for pk, heirs, lead in found]


def _add_heirs(rows: "QuerySet[Any]", moves: Sequence[Move]) -> None:
    """Add each successor once, the newest last; the version tells open pages that something changed."""
    wanted = {move.id: move.successor for move in moves if move.successor is not None}
    for row in rows.select_for_update().filter(pk__in=list(wanted)).order_by("id"):
        kept = [part for part in row.heir_path.split("/") if part and int(part) != wanted[row.pk]]
        row.heir_path = "/".join(["", *kept, str(wanted[row.pk]), ""])
        row.version += 1
        row.save(update_fields=["heir_path", "version"])


def register_estates() -> None:
    """Tell the handover what there is."""
    register(Estate(CASE, _("事项"), cases_left_by, pass_cases, cases_waiting))
    register(Estate(SUGGESTION, _("代表建议"), suggestions_left_by, pass_suggestions, suggestions_waiting))
