"""How the log is read: one object's timeline, and the audit administrator's search."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from lianxin.core.clock import day_bounds, local
from lianxin.db import prepared
from lianxin.journal import kinds, verbs
from lianxin.journal.models import LogEntry, ReadLog

PAGE = 50


@dataclass(frozen=True, slots=True)
class Filter:
    """What the audit administrator looks for; empty fields do not narrow.

    ``actor`` matches the label or the id of who acted; ``before`` is the id the page ends at (keyset).
    """

    object_kind: str = ""
    object_id: int | None = None
    actor: str = ""
    verb: str = ""
    day: dt.date | None = None
    before: int | None = None


def entries_of(kind: str, object_id: int, limit: int = 500) -> list[dict[str, Any]]:
    """The timeline of one object, oldest first, as prepared rows; one statement.

    A row has ``seq, verb, label, at`` (moment), ``when`` (text, town time), ``who, who_kind, facts`` (pairs of
    label and text), ``data`` (the same as stored) and ``hash`` (the first 8 signs, to compare with a printed receipt).
    """
    newest = prepared.objects(
        ("log", limit),
        lambda kind, pk: LogEntry.objects.filter(object_kind=kind, object_id=pk).order_by("-seq")[:limit],
        kind,
        object_id,
    )
    return [_entry_row(entry) for entry in reversed(newest)]


def search_log(wanted: Filter, limit: int = PAGE) -> list[dict[str, Any]]:
    """One page of the log, newest first; ask again with ``before`` set to the last row's ``id``; one statement."""
    rows = _narrow(LogEntry.objects.order_by("-id"), wanted)
    if wanted.verb:
        rows = rows.filter(verb=wanted.verb)
    return [_entry_row(entry) for entry in rows[:limit]]


def search_reads(wanted: Filter, limit: int = PAGE) -> list[dict[str, Any]]:
    """One page of the log of reads, newest first; one statement."""
    rows = _narrow(ReadLog.objects.order_by("-id"), wanted)
    return [_read_row(row) for row in rows[:limit]]


def _narrow(rows: QuerySet[Any], wanted: Filter) -> QuerySet[Any]:
    """Apply what both searches share."""
    if wanted.object_kind:
        rows = rows.filter(object_kind=wanted.object_kind)
    if wanted.object_id is not None:
        rows = rows.filter(object_id=wanted.object_id)
    if wanted.actor:
        rows = rows.filter(actor_label__contains=wanted.actor) | rows.filter(actor_id=wanted.actor)
    if wanted.day is not None:
        begin, end = day_bounds(wanted.day)
        rows = rows.filter(at__gte=begin, at__lt=end)
    if wanted.before is not None:
        rows = rows.filter(id__lt=wanted.before)
    return rows


def _entry_row(entry: LogEntry) -> dict[str, Any]:
    verb = verbs.get(entry.verb)
    data = json.loads(entry.data)
    facts = [
        (str(label), _fact(data[key], verb.words.get(key, str)))
        for key, label in verb.facts.items()
        if data.get(key) not in (None, "", [])
    ]
    return {
        "id": entry.pk,
        "seq": entry.seq,
        "verb": entry.verb,
        "label": str(verb.label),
        "at": entry.at,
        "when": f"{local(entry.at):%Y-%m-%d %H:%M}",
        "who": entry.actor_label,
        "who_kind": entry.actor_kind,
        "object_kind": entry.object_kind,
        "object_word": kinds.word_for(entry.object_kind),
        "object_id": str(entry.object_id),
        "facts": facts,
        "data": data,
        "hash": entry.hash[:8],
    }


def _read_row(row: ReadLog) -> dict[str, Any]:
    return {
        "id": row.pk,
        "seq": row.seq,
        "at": row.at,
        "when": f"{local(row.at):%Y-%m-%d %H:%M}",
        "who": row.actor_label,
        "object_kind": row.object_kind,
        "object_word": kinds.word_for(row.object_kind),
        "object_id": str(row.object_id),
        "field": row.field,
        "reason": row.reason,
    }


def _fact(value: object, word: Callable[[str], str] = str) -> str:
    """A fact of the log as text, a code of it in the words for it, several with the commas of the reader's language."""
    if isinstance(value, str):
        return word(value)
    if isinstance(value, Iterable) and not isinstance(value, dict):
        comma = ", " if (get_language() or "").startswith("en") else "、"
        return comma.join(_fact(item, word) for item in value)
    return json.dumps(value, ensure_ascii=False)
