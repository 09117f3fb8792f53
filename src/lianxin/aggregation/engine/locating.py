"""Step 3: where is it?  The town's own names first, then names by their endings, else unknown.

A gazetteer is made from a town profile (or, in the product, from the tree of places).  People shorten names
(青枫小区第一居委会 is called 青一 or 青枫一居委) and give lanes (青枫路18弄).  The most exact place wins;
what fits several places of one kind equally well is not guessed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lianxin.aggregation.engine.normal import normal
from lianxin.aggregation.engine.wheres import names

NEIGHBOURHOOD: Final = "neighbourhood"
COMPOUND: Final = "compound"
SITE: Final = "site"
ROAD: Final = "road"
BUILDING: Final = "building"
AREA: Final = "area"
#: Which kind says more; a building only counts within something found.
EXACTNESS: Final = {COMPOUND: 4, SITE: 4, NEIGHBOURHOOD: 3, ROAD: 2, AREA: 1}

_TAIL: Final = re.compile(r"(?:社区)?(?:居民委员会|居委会|居委|居民区|社区)$")
_ORDINAL: Final = re.compile(r"(小区|新村)?第([一二三四五六七八九十]{1,3})$")
_DIGITS: Final = "零一二三四五六七八九"
_BUILDING: Final = re.compile(r"([0-9a-z]{1,4}|[一二三四五六七八九十]{1,3})(?:号楼|幢|栋|号)(?!线)")
_LANE: Final = re.compile(r"([一-鿿]{2,6}路)([0-9]{1,5})弄")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place that can be found: its code, kind, official name, and the place it lies in."""

    code: str
    kind: str
    name: str
    within: str = ""


@dataclass(frozen=True, slots=True)
class Located:
    """What was found: the place (or none), the words that say so, how sure (0 to 1), and why.

    ``how`` is ``name``, ``alias``, ``lane``, ``road``, ``ending`` or ``unknown``; ``others`` are codes it could be too.
    """

    entry: Entry | None
    words: str
    score: float
    how: str
    building: str = ""
    others: tuple[str, ...] = ()


@dataclass
class Gazetteer:
    """The town's names, normalised, with what they may mean."""

    known: dict[str, list[tuple[Entry, str]]] = field(default_factory=dict)
    lanes: dict[tuple[str, str], Entry] = field(default_factory=dict)
    _form: re.Pattern[str] | None = None

    def add(self, entry: Entry, name: str, how: str) -> None:
        """Let a name mean a place; one-character names mean nothing."""
        key = normal(name)
        if len(key) >= 2 and all(one != entry for one, _how in self.known.get(key, ())):
            self.known.setdefault(key, []).append((entry, how))
            self._form = None

    def form(self) -> re.Pattern[str]:
        """All names as one pattern, longer ones first."""
        if self._form is None:
            words = sorted(self.known, key=lambda word: (-len(word), word))
            self._form = re.compile("|".join(map(re.escape, words)) or r"(?!)")
        return self._form


def arabic(numeral: str) -> str:
    """一 to 九十九 as digits; anything else as it is."""
    if "十" not in numeral:
        return str(_DIGITS.index(numeral)) if len(numeral) == 1 and numeral in _DIGITS else numeral
    tens, _, ones = numeral.partition("十")
    return str((_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0))


def ways_to_say(name: str) -> set[str]:
    """How people shorten a neighbourhood's name: without its ending, with its number written otherwise."""
    found = {name}
    bare = _TAIL.sub("", name)
    if len(bare) >= 2:
        found |= {bare, f"{bare}居委", f"{bare}居民区", f"{bare}社区", f"{bare}居委会"}
    match = _ORDINAL.search(bare)
    if match:
        stem, number = bare[: match.start()], match[2]
        for written in {number, arabic(number)}:
            found |= {
                f"{stem}{written}居",
                f"{stem}{written}居委",
                f"{stem}第{written}",
                f"{stem}{match[1] or ''}{written}居",
            }
            found |= {f"{stem}{match[1] or ''}第{written}居委", f"{stem}{written}村"} if match[1] == "新村" else set()
    return {one for one in found if len(one) >= 2}


def from_profile(profile: Mapping[str, Any]) -> Gazetteer:
    """The gazetteer of a town profile (sections areas, neighbourhoods, sites, compounds)."""
    found = Gazetteer()
    for row in profile.get("areas") or ():
        found.add(Entry(row["code"], AREA, row["name"]), row["name"], "name")
    for row in profile.get("neighbourhoods") or ():
        _neighbourhood(found, row)
    for row in profile.get("sites") or ():
        entry = Entry(row["code"], SITE, row["name"], row.get("area") or "")
        _named(found, entry, row)
    roads: dict[str, list[Entry]] = {}
    for row in profile.get("compounds") or ():
        entry = Entry(row["code"], COMPOUND, row["name"], row.get("neighbourhood") or "")
        _named(found, entry, row)
        match = _LANE.search(normal(row.get("address") or ""))
        if match:
            found.lanes[match[1], match[2]] = entry
        for road in row.get("roads") or ():
            roads.setdefault(road, []).append(entry)
    for road in sorted(roads):
        places = {one.within for one in roads[road]}
        within = places.pop() if len(places) == 1 else ""
        found.add(Entry(road, ROAD, road, within), road, "road")
    return found


def _neighbourhood(found: Gazetteer, row: Mapping[str, Any]) -> None:
    entry = Entry(row["code"], NEIGHBOURHOOD, row["name"], row.get("area") or "")
    found.add(entry, row["name"], "name")
    for other in sorted(ways_to_say(row["name"]) - {row["name"]}):
        found.add(entry, other, "alias")
    short = row.get("short_name") or ""
    for name in [short, *(f"{short}{tail}" for tail in ("居委", "居委会", "居民区", "社区"))] if short else []:
        found.add(entry, name, "alias")
    for name in row.get("aliases") or ():
        found.add(entry, name, "alias")


def _named(found: Gazetteer, entry: Entry, row: Mapping[str, Any]) -> None:
    found.add(entry, row["name"], "name")
    for name in row.get("aliases") or ():
        found.add(entry, name, "alias")


def locate(text: str, gazetteer: Gazetteer) -> Located:
    """The place a text speaks of."""
    words = normal(text)
    lane = _by_lane(words, gazetteer)
    if lane is not None:
        return lane
    hits = [
        (entry, how, match.group(), match.end())
        for match in gazetteer.form().finditer(words)
        for entry, how in gazetteer.known[match.group()]
    ]
    if not hits:
        return _by_ending(words)
    most = max(EXACTNESS[entry.kind] for entry, *_rest in hits)
    best = [hit for hit in hits if EXACTNESS[hit[0].kind] == most]
    return _one_of(words, best, {entry for entry, *_rest in hits})


def _one_of(words: str, best: list[tuple[Entry, str, str, int]], all_found: Iterable[Entry]) -> Located:
    """The first of the best, unless they contradict each other; what lies in something also named goes first."""
    named = {entry.code for entry in all_found}
    inside = [hit for hit in best if hit[0].within in named] or best
    entries = list(dict.fromkeys(hit[0] for hit in inside))
    entry, how, said, end = inside[0]
    building = _building(words[end : end + 12])
    if len(entries) == 1:
        return Located(entry, said, 0.95 if how == "name" else 0.9 if how == "alias" else 0.6, how, building)
    same_words = {hit[2] for hit in inside}
    if len(same_words) == 1:
        return Located(None, said, 0.0, "unknown", building, tuple(one.code for one in entries))
    return Located(entry, said, 0.7, how, building, tuple(one.code for one in entries[1:]))


def _by_lane(words: str, gazetteer: Gazetteer) -> Located | None:
    """``青枫路18弄`` is an address that belongs to one compound."""
    for match in _LANE.finditer(words):
        for start in range(len(match[1]) - 2):
            entry = gazetteer.lanes.get((match[1][start:], match[2]))
            if entry is not None:
                return Located(
                    entry, match.group()[start:], 0.95, "lane", _building(words[match.end() : match.end() + 12])
                )
    return None


def _building(after: str) -> str:
    """The number of a building right after a place's name."""
    match = _BUILDING.match(after.lstrip("小区里内的,，"))
    return arabic(match[1]) if match else ""


def _by_ending(words: str) -> Located:
    """No name of the town: at least the words that look like a place."""
    found = sorted((name, kind) for kind, some in names(words).items() for name in some)
    if not found:
        return Located(None, "", 0.0, "unknown")
    first = min(found, key=lambda one: (words.find(one[0]), one))
    return Located(None, first[0], 0.3, "ending")
