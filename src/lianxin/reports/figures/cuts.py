"""By what figures are narrowed and compared: unit, neighbourhood, category, track. Never by person."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.places.models import Category, Place, PlaceKind, Unit
from lianxin.reports.figures.model import Fact, by_key

Words = str | Promise
Pairs = Sequence[tuple[str, Words]]

#: The cuts in the order in which they are offered.
LABELS: Final[Mapping[str, Words]] = {
    "unit": gettext_lazy("承办单位"),
    "place": gettext_lazy("居民区"),
    "category": gettext_lazy("大类"),
    "track": gettext_lazy("办理轨道"),
}
_tracks: list[tuple[str, Words]] = []


def tracks(choices: Iterable[tuple[str, Words]]) -> None:
    """Say which tracks there are; a higher room knows."""
    _tracks[:] = list(choices)


def track_choices() -> Pairs:
    """The tracks."""
    return tuple(_tracks)


class Names:
    """The groups of a cut in official order, and which group a fact belongs to; one statement (none for tracks)."""

    def __init__(self, by: str) -> None:
        """Read the groups once."""
        self.by = by
        self._above: dict[Any, str] = {}
        readers: Mapping[str, Callable[[], Iterable[tuple[str, Words]]]] = {
            "unit": self._units,
            "place": self._places,
            "category": self._classes,
            "track": track_choices,
        }
        self.pairs: list[tuple[str, Words]] = list(readers[by]())

    def _units(self) -> Iterable[tuple[str, Words]]:
        for unit in Unit.objects.order_by("sort", "id"):
            yield str(unit.pk), unit.label

    def _places(self) -> Iterable[tuple[str, Words]]:
        for place in Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD).order_by("sort", "id"):
            yield str(place.pk), place.name

    def _classes(self) -> Iterable[tuple[str, Words]]:
        for row in Category.objects.order_by("sort", "id"):
            parent_id: int | None = row.parent_id
            self._above[row.pk] = str(parent_id or row.pk)
            if parent_id is None:
                yield str(row.pk), row.name

    def group_of(self, key: Any) -> str:
        """The code of a fact's group, "" where it belongs to none."""
        if self.by == "place":
            known = {code for code, _label in self.pairs}
            return next((part for part in str(key or "").split("/") if part in known), "")
        if self.by == "category":
            return self._above.get(key, "")
        return str(key or "")

    def grouped(self, facts: Iterable[Fact]) -> list[tuple[str, Words, list[Fact]]]:
        """``(code, name, facts)`` of every group that has any, in official order, those without a group last."""
        found: dict[str, list[Fact]] = {}
        for key, some in by_key(facts).items():
            found.setdefault(self.group_of(key), []).extend(some)
        named = [(code, label, found.pop(code)) for code, label in self.pairs if code in found]
        rest = [fact for some in found.values() for fact in some]
        return [*named, ("", _("没有写明"), rest)] if rest else named
