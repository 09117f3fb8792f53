"""How places, units and lists are read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lianxin.core.text import normalise
from lianxin.places.models import Category, DutyRule, ListItem, Place, PlaceKind, Unit

_TOKEN = re.compile(r"[A-Za-z0-9_=-]{16,43}")

#: Kinds whose public token stands in QR codes on walls.
WITH_QR: tuple[str, ...] = (PlaceKind.NEIGHBOURHOOD, PlaceKind.COMPOUND, PlaceKind.STATION)


def places_of_kind(*kinds: str) -> QuerySet[Place]:
    """Active places of some kinds, in the order of the profile."""
    return Place.objects.filter(kind__in=kinds, is_active=True).order_by("sort", "id")


def children_of(place: Place, *kinds: str) -> QuerySet[Place]:
    """Active places directly below a place; of some kinds when kinds are named."""
    found = Place.objects.filter(parent_id=place.pk, is_active=True)
    return (found.filter(kind__in=kinds) if kinds else found).order_by("sort", "id")


def below(paths: Iterable[str]) -> Q:
    """The places with these paths and everything below them; nothing for no paths."""
    query = Q(pk__in=[])
    for path in paths:
        query |= Q(path__startswith=path)
    return query


def chain_of(place: Place) -> list[Place]:
    """A place and everything above it, from the top; one statement."""
    found = {one.pk: one for one in Place.objects.filter(pk__in=place.ancestor_ids)}
    return [found[pk] for pk in place.ancestor_ids if pk in found]


def neighbourhood_of(place: Place) -> Place | None:
    """The neighbourhood a place is or lies in; ``None`` for sites outside of any."""
    if place.kind == PlaceKind.NEIGHBOURHOOD:
        return place
    return Place.objects.filter(pk__in=place.ancestor_ids, kind=PlaceKind.NEIGHBOURHOOD).first()


def full_name(places: Sequence[Place]) -> str:
    """The name from the neighbourhood down, as people say it: ``青一 青枫一村 12号``."""
    kinds = {PlaceKind.TOWN, PlaceKind.AREA}
    return " ".join(place.label for place in places if place.kind not in kinds)


def by_public_token(token: str) -> Place | None:
    """The place whose QR code was scanned; ``None`` for a token of nobody or of another town."""
    if not _TOKEN.fullmatch(token):
        return None
    return Place.objects.filter(public_token=token, is_active=True).first()


def find_places(text: str, limit: int = 20) -> list[Place]:
    """Places whose name, short name, alias or road contains the text; neighbourhoods and compounds first.

    Buildings are not searched: they are chosen below their compound.
    """
    wanted = normalise(text).strip()
    if not wanted:
        return []
    hit = (
        Q(name__icontains=wanted)
        | Q(short_name__icontains=wanted)
        | Q(aliases__icontains=wanted)
        | Q(roads__icontains=wanted)
    )
    found = Place.objects.filter(hit, is_active=True).exclude(kind__in=[PlaceKind.BUILDING, PlaceKind.TOWN])
    ranked = sorted(found[:200], key=lambda place: (_rank(place, wanted), place.sort, place.pk))
    return ranked[:limit]


def _rank(place: Place, wanted: str) -> int:
    """Exact names before beginnings before anything else."""
    names = [place.name, place.short_name, *place.alias_list]
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names if name):
        return 1
    return 2 if any(wanted in name for name in names) else 3


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Every way residents write a place, for imports: exact names only, and only where they mean one place."""

    by_name: dict[str, int]

    def find(self, text: str) -> int | None:
        """The id of the one place a text names, or ``None`` when nothing or several places are called that."""
        return self.by_name.get(normalise(text).strip().casefold())


def name_index(*kinds: str) -> NameIndex:
    """The names, short names and aliases of active places (all but buildings unless kinds are named)."""
    places = Place.objects.filter(is_active=True)
    places = places.filter(kind__in=kinds) if kinds else places.exclude(kind=PlaceKind.BUILDING)
    seen: dict[str, set[int]] = {}
    for place in places:
        for name in {place.name, place.short_name, place.code, *place.alias_list, *_other_endings(place)}:
            if name:
                seen.setdefault(normalise(name).strip().casefold(), set()).add(place.pk)
    return NameIndex({name: next(iter(ids)) for name, ids in seen.items() if len(ids) == 1})


def _other_endings(place: Place) -> tuple[str, ...]:
    """A neighbourhood is also called by its committee: 刘一居委会, 刘一居委, 刘一居民区."""
    if place.kind != PlaceKind.NEIGHBOURHOOD:
        return ()
    stem = place.name.removesuffix("居民区")
    return tuple(f"{one}{end}" for one in (stem, place.short_name) if one for end in ("", "居委会", "居委", "居民区"))


def tiles() -> list[Place]:
    """Neighbourhoods with their positions on the schematic map (示意图, invented positions)."""
    return list(places_of_kind(PlaceKind.NEIGHBOURHOOD).exclude(tile_x=None).exclude(tile_y=None))


def active_units(*kinds: str) -> QuerySet[Unit]:
    """Active units, of some kinds when kinds are named; desk first, committees last."""
    found = Unit.objects.filter(is_active=True)
    found = found.filter(kind__in=kinds) if kinds else found
    return found.order_by("-is_government_desk", "kind", "sort", "id")


def government_desk() -> Unit | None:
    """The unit that is the government's desk (党政办 or 城运中心)."""
    return Unit.objects.filter(is_government_desk=True, is_active=True).order_by("sort", "id").first()


def committee_of(place: Place) -> Unit | None:
    """The residents' committee of the neighbourhood a place lies in."""
    return Unit.objects.filter(place_id__in=place.ancestor_ids, kind="committee", is_active=True).first()


def categories() -> list[tuple[Category, list[Category]]]:
    """The two levels: each first-level category with its second-level ones; one statement."""
    found = list(Category.objects.filter(is_active=True).order_by("sort", "id"))
    return [(top, [one for one in found if one.parent_id == top.pk]) for top in found if top.is_first_level]


def category_by_code(code: str) -> Category | None:
    """One category, or ``None``."""
    return Category.objects.filter(code=code).first()


def items(list_code: str) -> QuerySet[ListItem]:
    """The current entries of a list, in order."""
    return ListItem.objects.filter(list_code=list_code, is_current=True).order_by("sort", "id")


def item(list_code: str, code: str) -> ListItem | None:
    """The current entry of a list with that code, or ``None``."""
    return ListItem.objects.filter(list_code=list_code, code=code, is_current=True).first()


def duty_lines() -> QuerySet[DutyRule]:
    """All lines of the 权责表 with what a list shows, present ones and ended ones."""
    return DutyRule.objects.select_related("category", "category__parent", "place", "lead_unit").prefetch_related(
        "co_units__unit"
    )
