"""The numbers of a round: visits, who came, what was heard, where it stands; counts only, five statements."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Sum
from django.db.models.functions import Coalesce

from lianxin.contact.models import Guests, Presence, Round, RoundDeputy, Visit, VisitDeputy, VisitState
from lianxin.contact.results.items import Tally, of_round, tally
from lianxin.deputies.models import Level

LEVELS = (Level.CITY, Level.DISTRICT, Level.TOWN)


@dataclass(frozen=True)
class PlaceNumbers:
    """One neighbourhood on a round; ``came`` is empty while nobody counted the guests."""

    visit: Visit
    deputies: dict[str, int]
    invited: int
    came: int | None
    items: Tally

    @property
    def name(self) -> str:
        """What people call the neighbourhood."""
        return str(self.visit.place.label)


@dataclass(frozen=True)
class Numbers:
    """A round in numbers; ``deputies`` counts heads by level, each once however many visits."""

    round: Round
    places: tuple[PlaceNumbers, ...]
    deputies: dict[str, int]
    plenary: dict[str, int]
    all: Tally
    by_state: Counter[str] = field(default_factory=Counter)

    @property
    def held(self) -> int:
        """How many visits took place."""
        return self.by_state[VisitState.HELD] + self.by_state[VisitState.LISTED]

    @property
    def came(self) -> int:
        """How many guests came, as far as they were counted."""
        return sum(one.came or 0 for one in self.places)

    @property
    def invited(self) -> int:
        """How many guests were asked."""
        return sum(one.invited for one in self.places)


def numbers_of(one: Round) -> Numbers:
    """Read them."""
    visits = list(Visit.objects.filter(round=one.pk).select_related("place").order_by("place__sort", "place_id"))
    guests = {
        visit: (invited, came)
        for visit, invited, came in Guests.objects.filter(visit__round=one.pk).order_by().values("visit")
        .annotate(asked=Coalesce(Sum("invited"), 0), came=Sum("present")).values_list("visit", "asked", "came")
    }  # fmt: skip
    there: dict[int, Counter[str]] = {}
    heads: dict[str, set[int]] = {level: set() for level in LEVELS}
    present = VisitDeputy.objects.filter(visit__round=one.pk, dropped_because="", presence=Presence.PRESENT)
    for visit, deputy, level in present.values_list("visit_id", "deputy_id", "level"):
        there.setdefault(visit, Counter())[level] += 1
        heads.setdefault(level, set()).add(deputy)
    plenary = RoundDeputy.objects.filter(round=one.pk).values_list("plenary", flat=True)
    counted = tally(of_round(one))
    places = tuple(
        PlaceNumbers(
            visit, dict(there.get(visit.pk, Counter())), *guests.get(visit.pk, (0, None)), counted.at(visit.place_id)
        )
        for visit in visits
    )
    return Numbers(
        round=one, places=places, deputies={level: len(found) for level, found in heads.items()},
        plenary=dict(Counter(plenary)), all=counted, by_state=Counter(visit.state for visit in visits),
    )  # fmt: skip
