"""The ledger as it is read: one row a promise as it was given, whoever else was promised the same."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lianxin.cases.actions.base import PROMISE
from lianxin.cases.models import Case, News, PromiseNote, Suggestion, SuggestionYear
from lianxin.cases.promises.rules import Kept, kept_of
from lianxin.cases.selectors.scope import visible
from lianxin.cases.suggestions.selectors import at_desk
from lianxin.clocks.models import Promise
from lianxin.clocks.promises import UNSETTLED
from lianxin.core.clock import today
from lianxin.journal.actors import Actor
from lianxin.records import attachments
from lianxin.records.models import Attachment

KIND: Final = "case"
SUGGESTION: Final = "suggestion"


def ledger(actor: Actor) -> QuerySet[Promise]:
    """Promises of the cases the actor sees, each once, joined and annotated for rows.

    ``case_number``, ``case_title``, ``owes_year`` (a year's news is missing), ``told`` and ``untold`` (counts of news),
    ``people`` (how many others have it too).  One statement a page.
    """
    return _joined(given().filter(owner_id__in=visible(actor).values("pk")))


def whole_ledger(actor: Actor) -> QuerySet[Promise]:
    """The same and those of suggestions the actor sees at the desk (``suggestion_number``, ``suggestion_title``)."""
    suggested = Suggestion.objects.filter(pk=OuterRef("owner_id"))
    return _joined(seen_by(actor)).annotate(
        suggestion_number=Subquery(suggested.values("number")[:1]),
        suggestion_title=Subquery(suggested.values("title")[:1]),
    )


def seen_by(actor: Actor) -> QuerySet[Promise]:
    """Promises to residents and to deputies that the actor sees, each once."""
    of_cases = Q(owner_kind=KIND, owner_id__in=visible(actor).values("pk"))
    of_suggestions = Q(owner_kind=SUGGESTION, owner_id__in=at_desk(actor).values("pk"))
    return Promise.objects.filter(of_cases | of_suggestions, shared_from=None)


def _joined(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    """With unit, successor, and what a row shows of the case and its news."""
    owner = Case.objects.filter(pk=OuterRef("owner_id"))
    notes = PromiseNote.objects.filter(promise=OuterRef("pk"))
    years = SuggestionYear.objects.filter(promise=OuterRef("pk"))
    noted = notes.filter(kind=News.YEARLY, year=today().year)
    shared = Promise.objects.filter(shared_from=OuterRef("pk")).order_by().values("shared_from")
    return rows.select_related("unit", "successor").annotate(
        case_number=Subquery(owner.values("number")[:1]),
        case_title=Subquery(owner.values("title")[:1]),
        noted=Exists(noted) | Exists(years.filter(year=today().year)),
        untold=Exists(notes.filter(told_at=None)),
        last_news=Coalesce(
            Subquery(notes.order_by("-id").values("text")[:1]), Subquery(years.order_by("-id").values("text")[:1])
        ),
        files=files_shown(),
        others=Subquery(shared.annotate(n=Count("pk")).values("n")[:1]),
    )


def files_shown() -> Subquery:
    """How many photos and papers lie with a promise; nothing for none."""
    rows = Attachment.objects.filter(owner_kind=PROMISE, owner_id=OuterRef("pk"), sealed=False, erased_at=None)
    return Subquery(rows.order_by().values("owner_id").annotate(n=Count("pk")).values("n")[:1])


def shown_for(case_id: int) -> list[dict[str, Any]]:
    """The photos and papers that lie with the promises of a case; two statements."""
    ids = list(
        Promise.objects.filter(owner_kind=KIND, owner_id=case_id).order_by("due_on", "id").values_list("pk", flat=True)
    )
    found = attachments.of_several({PROMISE: ids}) if ids else {}
    return [row for pk in ids for row in found.get((PROMISE, pk), [])]


def files_for(promise_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """The photos and papers that lie with some promises, by promise; one statement."""
    found = attachments.of_several({PROMISE: list(promise_ids)})
    return {pk: rows for (_kind, pk), rows in found.items()}


def given() -> QuerySet[Promise]:
    """Promises as they were given: one answered to many is one promise."""
    return Promise.objects.filter(owner_kind=KIND, shared_from=None)


def owing_year(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    """Those of a former year that have no news of this year yet."""
    noted = PromiseNote.objects.filter(promise=OuterRef("pk"), kind=News.YEARLY, year=today().year)
    of_suggestion = SuggestionYear.objects.filter(promise=OuterRef("pk"), year=today().year)
    old = rows.filter(state__in=UNSETTLED, promised_on__lt=dt.date(today().year, 1, 1))
    return old.exclude(Exists(noted)).exclude(Exists(of_suggestion))


@dataclass(frozen=True, slots=True)
class UnitKept:
    """One unit's line: its name, how it kept what it promised, and how much of it was promised to deputies."""

    unit: str
    kept: Kept
    unit_id: int | None = None
    suggested: int = 0


def by_unit(actor: Actor, first: dt.date | None = None, last: dt.date | None = None) -> list[UnitKept]:
    """Kept, missed, changed and still ahead per unit, by name, to residents and to deputies; one statement.

    Only promises due within the days, where days are given.
    """
    rows = seen_by(actor)
    if first is not None:
        rows = rows.filter(due_on__gte=first)
    if last is not None:
        rows = rows.filter(due_on__lte=last)
    found: dict[tuple[str, int | None], list[tuple[str, dt.date, dt.date | None]]] = {}
    suggested: Counter[int | None] = Counter()
    for name, unit, kind, state, due_on, settled_on in rows.order_by("unit__name", "id").values_list(
        "unit__name", "unit_id", "owner_kind", "state", "due_on", "settled_on"
    ):
        found.setdefault((name or "", unit), []).append((state, due_on, settled_on))
        suggested[unit] += kind == SUGGESTION
    return [
        UnitKept(name, kept_of(promises, today()), unit, suggested[unit]) for (name, unit), promises in found.items()
    ]


def untold(actor: Actor) -> QuerySet[PromiseNote]:
    """News nobody told yet, of the cases the actor sees; oldest first."""
    rows = PromiseNote.objects.select_related("promise__unit", "case").filter(told_at=None)
    return rows.filter(case__in=visible(actor).values("pk")).order_by("id")


def news_for(case_ids: Iterable[int]) -> dict[int, list[Mapping[str, Any]]]:
    """What was said of the promises of some cases, newest first, by case; one statement."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    rows = PromiseNote.objects.filter(case_id__in=list(case_ids)).order_by("-id")
    for row in rows.annotate(about=F("promise__text")).values("case_id", "about", "kind", "text", "made_at"):
        found.setdefault(row["case_id"], []).append(row)
    return found


def filtered(rows: QuerySet[Promise], state: str) -> QuerySet[Promise]:
    """By state, or by one of the two marks a clerk looks for: ``late`` and ``year``."""
    if state == "late":
        return rows.filter(Q(state="missed") | Q(state="open", due_on__lt=today()))
    return owing_year(rows) if state == "year" else rows.filter(state=state)
