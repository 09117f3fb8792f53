"""Reading one opinion: what it is about, where it is, what personal data stands in it.  The words are never touched."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from lianxin.aggregation.engine import VERSION, locating
from lianxin.aggregation.engine.classes import Guess, LinearModel
from lianxin.aggregation.engine.keywords import KeywordRules
from lianxin.aggregation.engine.normal import plain
from lianxin.aggregation.models import Analysis, Learned, LearnedKind, LearnedState
from lianxin.cases.models import Opinion
from lianxin.core.clock import now
from lianxin.core.hashing import text_digest
from lianxin.core.masking import find_personal, mask, suggest_personal
from lianxin.core.text import shorten
from lianxin.places.models import Category, Place, PlaceKind

_WORDS: Final = Path(__file__).parent / "data" / "keywords.json"
_KINDS: Final = {
    PlaceKind.AREA: locating.AREA,
    PlaceKind.NEIGHBOURHOOD: locating.NEIGHBOURHOOD,
    PlaceKind.PARK: locating.SITE,
    PlaceKind.TOWER: locating.SITE,
    PlaceKind.COMPOUND: locating.COMPOUND,
}


@lru_cache(maxsize=1)
def first_words() -> dict[str, dict[str, float]]:
    """The words every town begins with, by category code."""
    data = json.loads(_WORDS.read_text(encoding="utf-8"))
    return {str(code): dict(words) for code, words in data["words"].items()}


@dataclass(frozen=True)
class Reader:
    """What reading needs of a town, loaded once for a batch: names of places, words or model for categories."""

    gazetteer: locating.Gazetteer
    places: dict[str, int]
    rules: KeywordRules
    learned: Learned | None
    model: LinearModel | None

    def read(self, opinion: Opinion) -> Analysis:
        """The analysis of an opinion, not stored."""
        words = f"{opinion.summary} {opinion.place_note} {opinion.verbatim}".strip()
        guesses, by = self._about(words)
        where = locating.locate(f"{opinion.place_note} {opinion.verbatim}", self.gazetteer)
        place = self.places.get(where.entry.code) if where.entry is not None else None
        return Analysis(
            town_id=opinion.town_id, opinion=opinion, engine=VERSION, guessed_by=by,
            learned=self.learned if by == "learned" else None,
            guesses=json.dumps([[one.label, round(one.probability, 3)] for one in guesses]),
            place_id=place, place_said=shorten(mask(where.words), 40) if where.words else "",
            place_how=where.how, place_score=where.score, masks=_masks(opinion.verbatim),
            signature=text_digest(plain(opinion.verbatim)), made_at=now(),
        )  # fmt: skip

    def _about(self, words: str) -> tuple[Sequence[Guess], str]:
        if self.model is not None:
            return self.model.guess(mask(words), 3), "learned"
        found = self.rules.guess(words, 3)
        return found, "rules" if found else ""


def reader() -> Reader:
    """What reading needs in the current town; three statements."""
    gazetteer, places = _gazetteer()
    known = set(Category.objects.filter(is_active=True).values_list("code", flat=True))
    rules = KeywordRules({code: words for code, words in first_words().items() if code in known})
    learned = used(LearnedKind.CLASSES)
    model = LinearModel.load(learned.weights) if learned is not None else None
    return Reader(gazetteer, places, rules, learned, model)


def used(kind: LearnedKind) -> Learned | None:
    """The model in use of a kind; a pair model of another engine looks at other numbers and is left; one statement."""
    rows = Learned.objects.filter(kind=kind, state=LearnedState.USED)
    if kind == LearnedKind.PAIRS:
        rows = rows.filter(engine=VERSION)
    return rows.order_by("-n").first()


def _gazetteer() -> tuple[locating.Gazetteer, dict[str, int]]:
    """The town's own names, and which place a code of the gazetteer is (codes of kinds may be equal)."""
    found, ids = locating.Gazetteer(), {}
    rows = list(Place.objects.filter(is_active=True, kind__in=list(_KINDS)).order_by("sort", "pk"))
    codes = {row.pk: f"{row.kind}:{row.code}" for row in rows}
    roads: dict[str, list[Place]] = {}
    for row in rows:
        entry = locating.Entry(codes[row.pk], _KINDS[PlaceKind(row.kind)], row.name, codes.get(row.parent_id or 0, ""))
        ids[entry.code] = row.pk
        found.add(entry, row.name, "name")
        others = {row.short_name, *row.alias_list}
        if row.kind == PlaceKind.NEIGHBOURHOOD:
            others |= locating.ways_to_say(row.name) | {f"{row.short_name}{end}" for end in ("居委", "居民区", "社区")}
        for name in sorted(others - {"", row.name}):
            found.add(entry, name, "alias")
        for road in row.road_list:
            roads.setdefault(road, []).append(row)
    for road, on_it in sorted(roads.items()):
        homes = {codes.get(row.parent_id or 0, "") for row in on_it}
        within = homes.pop() if len(homes) == 1 else ""
        found.add(locating.Entry(road, locating.ROAD, road, within), road, "road")
    return found, ids


def _masks(words: str) -> str:
    """How much personal data of each kind stands in the words; a suspicion is marked by its name."""
    sure = Counter(one.kind for one in find_personal(words))
    maybe = Counter(f"maybe_{one.kind}" for one in suggest_personal(words))
    return json.dumps({**sure, **maybe}, sort_keys=True)
