"""From which matters a suggestion comes: links, never copied words; each reads only of those it may open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from lianxin.cases.models import Case
from lianxin.cases.policies import deputy_ids
from lianxin.cases.selectors.scope import visible
from lianxin.cases.suggestions.selectors import KIND
from lianxin.journal.actors import Actor
from lianxin.records import access
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
    """The matters a suggestion comes from; two statements, one where it comes from none."""
    links = LineageLink.objects.filter(to_kind=KIND, to_id=pk, from_kind="case").order_by("id")
    ids = list(links.values_list("from_id", flat=True)[:MOST])
    known = access.describe(actor, [("case", one) for one in ids])
    labels = tuple(known["case", one] for one in ids if ("case", one) in known)
    return Origins(labels, len(ids) - len(labels))
