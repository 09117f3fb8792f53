"""The sections of a profile: who reads which part, in which order; higher rooms add their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lianxin.places.models import Category, Place, Unit
from lianxin.places.profiles.reading import Profile
from lianxin.places.profiles.upsert import Count


@dataclass
class Context:
    """What sections loaded earlier have made, by code: later ones refer to it.

    ``places`` is keyed by (kind, code); ``counts`` collects the numbers of every section.
    """

    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    counts: dict[str, Count] = field(default_factory=dict)

    def count(self, section: str) -> Count:
        """The numbers of one section, to add to."""
        return self.counts.setdefault(section, Count())


Loader = Callable[[Profile, Context], None]
Exporter = Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Section:
    """One reader of a profile: ``load`` stores its part, ``export`` gives it back in the same form."""

    name: str
    order: int
    load: Loader
    export: Exporter


_sections: dict[str, Section] = {}


def register_section(section: Section) -> None:
    """Add a section; a second one of the same name replaces the first."""
    _sections[section.name] = section


def in_order() -> list[Section]:
    """All sections, lowest order first."""
    return sorted(_sections.values(), key=lambda section: (section.order, section.name))
