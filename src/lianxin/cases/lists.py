"""The town's lists that cases rest on: kinds, channels, tags, result schemes, reasons for a no.

They are data of the town (``places.ListItem``); a town that has not loaded a list yet uses the standard one.  One short
statement tells whether a list changed; its entries are read only then.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from django.db.models import Count, Max, QuerySet

from lianxin.db import prepared
from lianxin.db.scope import current_town_id
from lianxin.places.models import ListItem

UNKNOWN: Final = "unknown"

#: List code → section of the standard file.
SECTIONS: Final[Mapping[str, str]] = {
    "opinion_kind": "opinion_kinds",
    "channel": "channels",
    "tag": "tags",
    "track": "tracks",
    "result_scheme": "result_schemes",
    "no_reason": "no_reasons",
    "delivery_way": "delivery_ways",
    "exit": "exits",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: code, words, and what the list adds."""

    code: str
    label: str
    label_en: str = ""
    version: str = ""
    status: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


Book = Mapping[str, Mapping[str, Entry]]


def book() -> Book:
    """All lists of the town by list code, entries by code and in order; one short statement."""
    found = prepared.read("lists", current)
    return book_of(found[0][1:] if found else (0, None))


def current() -> QuerySet[ListItem, Any]:
    """The mark of the town's lists: how many entries count, and the newest; changes with every change of them."""
    rows = ListItem.objects.filter(is_current=True).order_by().values("town")
    return rows.annotate(n=Count("id"), last=Max("id")).values_list("town", "n", "last")


def book_of(mark: tuple[int, int | None]) -> Book:
    """All lists for a mark (how many current entries, the newest one) that the caller read; no statement."""
    return _book(current_town_id(), mark)


def entries(list_code: str) -> Mapping[str, Entry]:
    """The current entries of one list; ``KeyError`` for a list nobody knows."""
    return book()[list_code]


@lru_cache(maxsize=64)
def _book(town_id: int, mark: tuple[int, int | None]) -> Book:
    """The lists for one state of the town's entries; ``mark`` changes whenever one is added or superseded."""
    found: dict[str, dict[str, Entry]] = {}
    rows = ListItem.objects.filter(list_code__in=SECTIONS, is_current=True).order_by("list_code", "sort", "id")
    for row in rows:
        found.setdefault(row.list_code, {})[row.code] = _entry(row.code, row.label, row.label_en, row.status, row.extra)
    return {code: found.get(code) or _standard(section) for code, section in SECTIONS.items()}


@lru_cache(maxsize=16)
def _standard(section: str) -> Mapping[str, Entry]:
    text = files("lianxin.places").joinpath("data/categories.json").read_text(encoding="utf-8")
    rows = json.loads(text)[section]
    return {row["code"]: _entry(row["code"], row["label"], row["label_en"], row.get("status", ""), row) for row in rows}


def _entry(code: str, label: str, label_en: str, status: str, extra: Mapping[str, Any]) -> Entry:
    return Entry(code, label, label_en, str(extra.get("version", "")), status, extra)


def label(list_code: str, code: str) -> str:
    """The word for a code; the code itself when the list does not have it (an old record may outlive an entry)."""
    found = entries(list_code).get(code)
    return found.label if found is not None else code


@dataclass(frozen=True, slots=True)
class ResultCode:
    """One result of a scheme and what it demands."""

    code: str
    label: str
    requires_date: bool
    requires_reason: bool
    counts_as_solved: bool


def results(scheme: str) -> Mapping[str, ResultCode]:
    """The results of a scheme by code, best first; empty for a scheme the town does not use."""
    return _results(scheme, entries("result_scheme"))


def default_scheme() -> str:
    """The scheme a new reply uses: the one marked as default, else ``SH4``."""
    return _default(entries("result_scheme"))


def usual_results(known: Book | None = None) -> Mapping[str, ResultCode]:
    """The results of the scheme a new reply uses; no statement where the lists are *known*."""
    schemes = (book() if known is None else known)["result_scheme"]
    return _results(_default(schemes), schemes)


def _default(schemes: Mapping[str, Entry]) -> str:
    return next((entry.code for entry in schemes.values() if entry.extra.get("is_default")), "SH4")


def _results(scheme: str, schemes: Mapping[str, Entry]) -> Mapping[str, ResultCode]:
    found = schemes.get(scheme)
    names = ("code", "label", "requires_date", "requires_reason", "counts_as_solved")
    rows = found.extra["results"] if found is not None else []
    return {row["code"]: ResultCode(**{name: row[name] for name in names}) for row in rows}
