"""Where the days of a feed come from: higher rooms register what has dates."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from lianxin.core.feeds import Entry
from lianxin.journal.actors import Actor

#: Entries of a source at most.
MOST: Final = 400


@dataclass(frozen=True, slots=True)
class Day:
    """One due day: what kind of thing, its id, its number, in which words, when, how often it was changed, its page.

    ``words`` are fixed sentences of the code; no title, name or text of anybody's.
    """

    entry: Entry
    path: str


Source = Callable[[Actor], Iterable[Day]]

_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Let a room put days into feeds; the same name replaces."""
    _sources[name] = source


def days_of(actor: Actor) -> list[Day]:
    """All days an actor sees, in order."""
    found = [day for _name, source in sorted(_sources.items()) for day in source(actor)]
    return sorted(found, key=lambda day: (day.entry.on, day.entry.uid))
