"""Who was where, as the office has it on paper: one line a neighbourhood, typed or pasted from a spreadsheet."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from lianxin.core.text import normalise, tidy_line
from lianxin.deputies.models import Deputy
from lianxin.journal.errors import Invalid
from lianxin.places.models import Place, PlaceKind
from lianxin.places.selectors import NameIndex, name_index

FIELD: Final = "teams"
#: More lines than any town has neighbourhoods.
MOST: Final = 300
_COLUMN: Final = re.compile(r"[\t，,：:；;|]+")
_PERSON: Final = re.compile(r"[、/\s]+")


@dataclass(slots=True)
class Teams:
    """Deputies by place and how many guests came, both by id; ``places`` in the order of the lines."""

    places: list[int] = field(default_factory=list)
    teams: dict[int, list[int]] = field(default_factory=dict)
    guests: dict[int, int] = field(default_factory=dict)


def people_index() -> Mapping[str, int]:
    """Every way the register names a deputy, where it means one person only; one statement."""
    found: dict[str, set[int]] = defaultdict(set)
    for pk, code, label, name in Deputy.objects.values_list("pk", "code", "label", "display_name"):
        for one in {code, label, name}:
            found[_key(one)].add(pk)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def _key(text: str) -> str:
    return normalise(text).strip().casefold()


def read(text: str) -> Teams:
    """The lines of a field; raises ``Invalid`` at it with the number of the first line that does not fit."""
    homes, people = name_index(PlaceKind.NEIGHBOURHOOD), people_index()
    found = Teams()
    lines = [(n, tidy_line(line.replace("\t", "，"))) for n, line in enumerate(text.splitlines(), start=1)]
    filled = [(n, line) for n, line in lines if line]
    if not filled:
        raise Invalid.at(FIELD, "required", _("请写每处有谁，一行一处。"))
    if len(filled) > MOST:
        raise Invalid.at(FIELD, "many", _("最多 %(n)d 行。") % {"n": MOST})
    for n, line in filled:
        _take(found, n, line, homes, people)
    return found


def _take(found: Teams, n: int, line: str, homes: NameIndex, people: Mapping[str, int]) -> None:
    parts = [part.strip() for part in _COLUMN.split(line) if part.strip()]
    place = homes.find(parts[0]) if parts else None
    if place is None:
        _refuse(n, _("没有找到居民区“%(name)s”") % {"name": parts[0] if parts else line})
    assert place is not None
    if place in found.teams:
        _refuse(n, _("“%(name)s”写了不止一次") % {"name": parts[0]})
    team: list[int] = []
    for part in parts[1:]:
        if part.isdecimal() and len(part) <= 4:
            found.guests[place] = int(part)
            continue
        for name in filter(None, _PERSON.split(part)):
            pk = people.get(_key(name))
            if pk is None:
                _refuse(n, _("名册里没有“%(name)s”，或者不止一位") % {"name": name})
            assert pk is not None
            team.append(pk)
    found.places.append(place)
    found.teams[place] = team


def _refuse(n: int, why: str) -> None:
    raise Invalid.at(FIELD, "line", _("第 %(n)d 行：%(why)s。") % {"n": n, "why": why})


def places_of(found: Teams) -> list[Place]:
    """The places of the lines, in their order; one statement."""
    rows = Place.objects.in_bulk(found.places)
    return [rows[pk] for pk in found.places]
