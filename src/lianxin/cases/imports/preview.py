"""What a file will become, before anything is stored: the first rows as opinions, and how the first thousand fare."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.cases import lists
from lianxin.cases.imports import columns, texts
from lianxin.cases.imports.rows import Lookup, Mapped, load_lookup, map_row, unknown_places
from lianxin.cases.imports.service import DUPLICATE, MADE, Import, Outcome, RowResult
from lianxin.cases.models import ImportBatch, Opinion
from lianxin.core.documents.tables import Table
from lianxin.core.masking import mask, mask_name, mask_phone
from lianxin.core.text import shorten
from lianxin.journal.actors import Actor
from lianxin.places.models import Category, Place
from lianxin.ui.dates import zh_date

#: Rows that are checked before the import, and rows that are shown as they will be.
CHECKED: Final = 1000
SHOWN: Final = 6
#: Refused and repeated rows that are named one by one.
NAMED: Final = 20


@dataclass(frozen=True, slots=True)
class Preview:
    """Finished strings for the page."""

    outcome: Outcome
    checked: int
    rows: list[dict[str, Any]]
    refused: list[dict[str, str]]
    repeated: list[dict[str, str]]
    strangers: list[str]
    more_strangers: int


def make(actor: Actor, batch: ImportBatch, table: Table) -> Preview | None:
    """The preview of a batch as its columns stand; ``None`` while no column holds the words."""
    mapping = batch.columns
    if columns.WORDS not in mapping:
        return None
    start = replace(table, rows=table.rows[:CHECKED])
    task = Import(actor, start, mapping, channel=batch.channel, track=batch.track, dry=True)
    outcome = task.run()
    repeated = [one for one in task.results if one.result == DUPLICATE][:NAMED]
    numbers = case_numbers(one.opinion_id for one in (*repeated, *task.results[:SHOWN]))
    lookup = load_lookup()
    strangers = [
        texts.unknown_place(cell, shorten(name, 40))
        for row in start.rows
        for cell, name in unknown_places(start, row, mapping, lookup)
    ]
    return Preview(
        outcome=outcome,
        checked=len(start),
        rows=_first_rows(start, mapping, task.results, batch.channel, numbers, lookup),
        refused=[{"cell": one.cell, "why": one.problem, "row": str(one.row_no)} for one in outcome.problems[:NAMED]],
        repeated=[{"row": str(one.row_no), **same_as(one, numbers)} for one in repeated],
        strangers=strangers[:NAMED],
        more_strangers=max(0, len(strangers) - NAMED),
    )


def case_numbers(opinion_ids: Any) -> dict[int, str]:
    """The case numbers of opinions; one statement, none for none."""
    ids = {one for one in opinion_ids if one is not None}
    return dict(Opinion.objects.filter(pk__in=ids).values_list("pk", "case__number")) if ids else {}


def same_as(result: RowResult, numbers: Mapping[int, str]) -> dict[str, str]:
    """Where a repeated row stands already: the case with its address, or the row of the same file."""
    number = numbers.get(result.opinion_id or 0, "")
    if number:
        return {"text": number, "href": reverse("cases:desk_case", args=[number])}
    return {"text": _("本表第 %(row)s 行") % {"row": result.same_row or ""}, "href": ""}


def _first_rows(
    table: Table,
    mapping: Mapping[str, int],
    results: list[RowResult],
    channel: str,
    numbers: Mapping[int, str],
    lookup: Lookup,
) -> list[dict[str, Any]]:
    book = lists.book()
    first = [map_row(table, row, mapping, lookup, channel) for row in table.rows[:SHOWN]]
    places = Place.objects.in_bulk({one.arguments["place_id"] for one in first if one.arguments["place_id"]})
    categories = dict(Category.objects.values_list("code", "name"))
    return [
        {
            **_opinion(one, places, book, categories),
            "row": str(row.number),
            **_fate(result, numbers),
        }
        for one, row, result in zip(first, table.rows, results, strict=False)
    ]


def _opinion(
    mapped: Mapped, places: Mapping[int, Place], book: lists.Book, categories: Mapping[str, str]
) -> dict[str, str]:
    """One row as the opinion it will be."""
    typed = mapped.arguments
    unknown = _("待人工补")
    place = places.get(typed["place_id"] or 0)
    kind = book["opinion_kind"].get(typed["kind"])
    name = mask_name(typed["contact_name"]) if typed["contact_name"] else ""
    contact = (
        mask_phone(typed["contact"]) if any(sign.isdigit() for sign in typed["contact"]) else mask(typed["contact"])
    )
    return {
        "words": shorten(typed["words"], 120),
        "place": " ".join(filter(None, [place.name if place else "", typed["place_note"]])) or unknown,
        "kind": kind.label if kind else unknown,
        "category": categories.get(typed["category"], unknown),
        "when": zh_date(typed["spoken_on"]) if typed.get("spoken_on") else _("导入当天"),
        "contact": " ".join(filter(None, [name, contact])) or _("没有留"),
    }


def _fate(result: RowResult, numbers: Mapping[int, str]) -> dict[str, str]:
    """What will become of a row."""
    if result.result == MADE:
        return {"fate": _("将成为意见"), "tone": "good", "note": "", "href": ""}
    if result.result == DUPLICATE:
        same = same_as(result, numbers)
        return {"fate": _("重复，不再导入"), "tone": "mute", "note": same["text"], "href": same["href"]}
    return {"fate": _("退回"), "tone": "bad", "note": f"{result.cell}：{result.problem}", "href": ""}
