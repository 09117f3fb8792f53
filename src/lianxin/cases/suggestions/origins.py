"""From which matters a suggestion comes: links, never copied words; each reads only of those it may open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from lianxin.cases.models import Case
from lianxin.cases.policies import deputy_ids
from lianxin.cases.selectors.scope import visible
from lianxin.cases.suggestions.selectors import KIND
from lianxin.core.masking import mask
from lianxin.journal.actors import Actor
from lianxin.people.policies import DESK
from lianxin.records.access import Label
from lianxin.records.models import LineageLink

#: So many matters at most stand behind one suggestion.
MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Origins:
    """What a page shows: the matters this reader may open, and how many more there are."""

    labels: tuple[Label, ...] = ()
    others: int = 0

    @property
    def n(self) -> int:
        """How many matters in all."""
        return len(self.labels) + self.others


def together(case: Case) -> QuerySet[Case]:
    """A matter and those of the same issue, sealed ones left out, oldest first."""
    same = Q(pk=case.pk)
    if case.issue_ref is not None:
        same |= Q(issue_ref=case.issue_ref)
    return Case.objects.filter(same, sealed=False).order_by("id")


def of_deputy(actor: Actor, ids: Sequence[int]) -> list[Case]:
    """Those at which the deputy was present; no statement where none is asked."""
    if not ids:
        return []
    mine = deputy_ids(actor)
    rows = Case.objects.filter(pk__in=list(ids), sealed=False).order_by("id")
    return [case for case in rows if mine & case.deputy_ids][:MOST]


def of_office(actor: Actor, ids: Sequence[int]) -> list[Case]:
    """Those the congress office may read; a sealed matter is never among them."""
    return list(visible(actor).filter(pk__in=list(ids), sealed=False).order_by("id")[:MOST])


def of_suggestion(actor: Actor, pk: int) -> Origins:
    """The matters a suggestion comes from; one statement."""
    links = LineageLink.objects.filter(to_kind=KIND, to_id=pk, from_kind="case").values("from_id")
    rows = Case.objects.filter(pk__in=links).order_by("id")
    seen = Exists(visible(actor).filter(pk=OuterRef("pk")).order_by())
    found = list(rows.annotate(seen=seen).values_list("number", "title", "seen")[:MOST])
    page = "cases:deputy_case" if deputy_ids(actor) and not DESK.check(actor) else "cases:desk_case"
    labels = [
        Label(f"{number} {mask(title)}", reverse(page, args=[number])) for number, title, is_seen in found if is_seen
    ]
    return Origins(tuple(labels), len(found) - len(labels))
