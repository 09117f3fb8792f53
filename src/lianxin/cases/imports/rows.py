"""From a row of a strange table to what :class:`~lianxin.cases.actions.RecordOpinion` needs.

Nothing is guessed into existence: a place, kind or category that the town's lists do not know stays unknown for a
person, and a place name goes into the note beside it, so that no word of the file is lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from lianxin.cases import lists
from lianxin.cases.imports import columns as c
from lianxin.core.documents.tables import Row, Table
from lianxin.core.documents.values import read_date
from lianxin.core.hashing import canonical_json, digest
from lianxin.core.text import shorten
from lianxin.places.models import Category
from lianxin.places.selectors import NameIndex, name_index

#: Which field of the action stands behind a column, to name the cell when the action refuses.
COLUMN_OF: Final[Mapping[str, str]] = {
    "words": c.WORDS,
    "spoken_on": c.SPOKEN_ON,
    "contact": c.PHONE,
    "contact_name": c.NAME,
    "place_id": c.PLACE,
    "place_note": c.PLACE,
    "recorder_label": c.RECORDER,
    "occasion": c.OCCASION,
    "visit": c.VISIT,
}

_YES: Final = frozenset({"是", "y", "yes", "true", "1", "同意", "保密", "✓", "√"})

_NOWHERE: Final = frozenset({"none", "无", "-", "—"})


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the town calls things: places, kinds, categories and channels by every name a clerk may write."""

    places: NameIndex
    kinds: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)


def load_lookup() -> Lookup:
    """Read the town's names once for a whole file; four statements."""
    return Lookup(
        places=name_index(),
        kinds=_by_label("opinion_kind"),
        categories={name: row.code for row in Category.objects.all() for name in (row.code, row.name)},
        channels=_by_label("channel"),
    )


def _by_label(list_code: str) -> dict[str, str]:
    return {name: entry.code for entry in lists.entries(list_code).values() for name in (entry.code, entry.label)}


@dataclass(frozen=True, slots=True)
class Mapped:
    """One row, ready: the action's arguments, its key against importing twice, and an unreadable cell if any."""

    arguments: dict[str, Any]
    key: str
    bad_cell: str = ""
    bad_value: str = ""
    visit: str = ""


def map_row(table: Table, row: Row, mapping: Mapping[str, int], lookup: Lookup, channel: str) -> Mapped:
    """Read one row through the mapping (field → column index)."""
    value = {name: row.values[index].strip() for name, index in mapping.items()}
    arguments: dict[str, Any] = {
        "words": row.values[mapping[c.WORDS]] if c.WORDS in mapping else "",
        "summary": shorten(value.get(c.SUMMARY, ""), 200),
        "kind": lookup.kinds.get(value.get(c.KIND, ""), lists.UNKNOWN),
        "category": lookup.categories.get(value.get(c.CATEGORY, ""), ""),
        "channel": lookup.channels.get(value.get(c.CHANNEL, ""), channel),
        "contact": value.get(c.PHONE, ""),
        "contact_name": value.get(c.NAME, "")[:40] if value.get(c.PHONE) else "",
        "recorder_label": value.get(c.RECORDER, ""),
        "occasion": value.get(c.OCCASION, ""),
        "confidential": value.get(c.CONFIDENTIAL, "").casefold() in _YES,
        "outside_number": value.get(c.REFERENCE, "")[:40],
    }
    arguments["consent_text"] = value.get(c.CONSENT, "").casefold() in _YES and not arguments["confidential"]
    arguments["place_id"], arguments["place_note"] = _place(value, lookup)
    bad_cell = bad_value = ""
    if value.get(c.SPOKEN_ON):
        arguments["spoken_on"] = read_date(row.raw[mapping[c.SPOKEN_ON]]) or read_date(value[c.SPOKEN_ON])
        if arguments["spoken_on"] is None:
            bad_cell, bad_value = table.cell(row, mapping[c.SPOKEN_ON]), value[c.SPOKEN_ON]
    visit = value.get(c.VISIT, "")
    return Mapped(arguments, _key(value, arguments["words"]), bad_cell, bad_value, visit)


def _place(value: Mapping[str, str], lookup: Lookup) -> tuple[int | None, str]:
    """The most exact place the list knows; every name it does not know goes into the note."""
    unknown: list[str] = []
    found: int | None = None
    for name in (c.PLACE, c.COMPOUND):
        text = value.get(name, "")
        known = lookup.places.find(text) if text else None
        if known is not None:
            found = known
        elif text and text.casefold() not in _NOWHERE:
            unknown.append(text)
    note = " ".join([*unknown, value.get(c.BUILDING, "")]).strip()
    return found, note[:120]


def unknown_places(table: Table, row: Row, mapping: Mapping[str, int], lookup: Lookup) -> list[tuple[str, str]]:
    """(cell, text) of the places of a row that the register does not know."""
    found = []
    for name in (c.PLACE, c.COMPOUND):
        text = row.values[mapping[name]].strip() if name in mapping else ""
        if text and text.casefold() not in _NOWHERE and lookup.places.find(text) is None:
            found.append((table.cell(row, mapping[name]), text))
    return found


def _key(value: Mapping[str, str], words: str) -> str:
    """The same row of the same source gives the same key, whatever its place in the file."""
    parts: Sequence[str] = [words, value.get(c.SPOKEN_ON, ""), value.get(c.REFERENCE, ""), value.get(c.PHONE, "")]
    return f"row-{digest(canonical_json(list(parts)))[:48]}"
