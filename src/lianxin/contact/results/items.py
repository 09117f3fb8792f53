"""The items of a round as querysets: which count, where each stands, and how they are counted in one statement."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db.models import Case as Choose
from django.db.models import CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from lianxin.cases.models import IMPORT_UNDONE, Source
from lianxin.contact.models import Round, VisitItem
from lianxin.contact.results import rules as r

#: Items as a queryset with annotations; what is read from it are `VisitItem` rows.
Rows = QuerySet[Any, Any]
#: Levels that are the same: of a subdistrict, where a town has taken its lists over from one.
SAME_LEVEL: Final = ("town", "street")


def _stands() -> Choose:
    """The rule `rules.standing` as a condition in the database; a test keeps the two in step."""
    whens = [
        When(Q(case__state=r.RECEIVED, case__category=None) | Q(case__state=r.RECEIVED, case__kind="unknown"),
             then=Value(r.TO_SORT)),
        When(case__state=r.RECEIVED, then=Value(r.TO_TRANSFER)),
        When(case__state__in=r.ANSWERED, case__delivered_on__isnull=False, then=Value(r.TOLD)),
        When(case__state__in=r.ANSWERED, then=Value(r.TO_TELL)),
        *(
            When(Q(case__state=state) & ~Q(case__redirect_reason=""), then=Value(code))
            for state, code in r.ELSEWHERE.items()
        ),
        When(case__state__in=tuple(r.ELSEWHERE), then=Value(r.TO_TELL)),
        *(When(case__state=state, then=Value(code)) for state, code in r.BY_STATE.items()),
    ]  # fmt: skip
    return Choose(*whens, default=Value(r.AT_UNIT), output_field=CharField())


def items(*, doubles: bool = False) -> Rows:
    """Items that count: not recorded twice, not of an import that was undone; with ``standing`` and ``level``.

    With *doubles* those recorded twice are there too.
    """
    rows: Rows = VisitItem.objects.exclude(case__outcome=IMPORT_UNDONE)
    if not doubles:
        rows = rows.filter(same_as=None)
    level = Choose(
        When(case__authority_level__in=SAME_LEVEL, then=Value("town")),
        default=F("case__authority_level"), output_field=CharField(),
    )  # fmt: skip
    found: Rows = rows.annotate(standing=_stands(), level=level)
    return found


def of_round(one: Round, *, doubles: bool = False) -> Rows:
    """The items of a round, with everything that a row shows."""
    return (
        items(doubles=doubles)
        .filter(visit__round=one.pk)
        .select_related("case__category", "case__place__parent", "case__lead_unit", "visit__place", "opinion")
    )


class Group(NamedTuple):
    """So many items that are alike."""

    place: int
    place_name: str
    category: str
    category_id: int | None
    category_sort: int
    level: str
    track: str
    standing: str
    source: str
    unit: str
    lists: str
    on_spot: bool
    n: int


@dataclass(frozen=True)
class Tally:
    """The items of a round, counted by everything that is asked; made from one statement."""

    groups: tuple[Group, ...]

    def n(self, wanted: Callable[[Group], bool] = lambda _group: True) -> int:
        """How many."""
        return sum(group.n for group in self.groups if wanted(group))

    def by(self, name: str) -> dict[Any, int]:
        """How many of each, in the order in which they were read."""
        found: dict[Any, int] = {}
        for group in self.groups:
            key = getattr(group, name)
            found[key] = found.get(key, 0) + group.n
        return found

    def at(self, place: int) -> "Tally":
        """Those of one place."""
        return Tally(tuple(group for group in self.groups if group.place == place))

    @property
    def open(self) -> int:
        """How many are not dealt with."""
        return self.n(lambda group: group.standing in r.OPEN)

    @property
    def walking(self) -> int:
        """How many were seen by deputies walking."""
        return self.n(lambda group: group.source == Source.DEPUTY_OBSERVATION)

    @property
    def lists(self) -> list[str]:
        """The numbers of the transfer lists, in order."""
        return sorted({group.lists for group in self.groups if group.lists})


_BY: Final = (
    "visit__place_id", "place_name", "top", "top_id", "top_sort", "level", "case__track", "standing",
    "opinion__source", "unit_name", "case__transfer_list", "on_spot",
)  # fmt: skip


def tally(rows: Rows) -> Tally:
    """Count items by place, class, level, track, standing, source, unit and list; one statement."""
    named = rows.annotate(
        place_name=Choose(
            When(visit__place__short_name="", then=F("visit__place__name")), default=F("visit__place__short_name")
        ),
        top=Coalesce("case__category__parent__name", "case__category__name", Value("")),
        top_id=Coalesce("case__category__parent_id", "case__category_id"),
        top_sort=Coalesce("case__category__parent__sort", "case__category__sort", Value(0)),
        unit_name=Coalesce("case__lead_unit__name", Value("")),
        on_spot=Choose(When(opinion__on_spot_answer="", then=Value(value=False)), default=Value(value=True)),
    )
    grouped: Iterable[tuple[Any, ...]] = (
        named.order_by().values(*_BY).annotate(n=Count("pk"))
        .order_by("visit__place__sort", "visit__place_id", "top", "level", "standing").values_list(*_BY, "n")
    )  # fmt: skip
    return Tally(tuple(Group(*row) for row in grouped))
