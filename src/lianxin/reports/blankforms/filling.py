"""Filling a form: values are read for the period, put into the blank file, and totals are checked."""

import datetime as dt
import decimal
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from lianxin.core.clock import local
from lianxin.core.documents.blanks import Block, Filled, Problem, Put, WordBlank, WorkbookBlank, open_blank
from lianxin.core.documents.blanks.model import Value
from lianxin.records import storage
from lianxin.records.models import Attachment
from lianxin.reports import sources
from lianxin.reports.blankforms.checks import failed_checks
from lianxin.reports.models import FormSpot, FormVersion, SpotKind
from lianxin.reports.sources import Asked
from lianxin.ui.listing import listed

_NUMBERED = re.compile(r"^[\s（(]*(?:\d+[)）]?[\s、.．]*(?=\D)|[一二三四五六七八九十]+[)）]?[、.．])")
_SIGNS = re.compile(r"[\s、，,.．:：（）()]+")


class Entry(NamedTuple):
    """One filled place as a person reads it: where, what it is called, what it says."""

    area: str
    ref: str
    label: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """A filled form before anybody keeps it."""

    data: bytes
    entries: list[Entry]
    problems: list[str]
    by_itself: int
    by_hand: int
    blank: WorkbookBlank | WordBlank
    filled: Filled = field(repr=False)


def version_bytes(version: FormVersion) -> bytes:
    """The blank file of a version; ``FileNotFoundError`` when it is gone."""
    kept = Attachment.objects.filter(owner_kind="form_version", owner_id=version.pk, erased_at=None).first()
    if kept is None:
        raise FileNotFoundError(version.pk)
    return b"".join(storage.stream(kept.path))


def fill(version: FormVersion, asked: Asked, typed: Mapping[str, str]) -> Outcome:
    """Fill a version for a period. ``typed`` holds what a person wrote, by label.

    Two statements for spots and checks, then what the sources need.
    """
    blank = open_blank(version_bytes(version))
    spots = list(version.spots.order_by("area", "first_row", "id"))
    checks = list(version.checks.all())
    made = _Making(blank, asked, typed)
    for spot in spots:
        made.add(spot)
    filled = blank.fill(made.puts, made.blocks)
    problems = [*made.problems, *(_sentence(one) for one in filled.problems), *failed_checks(filled, checks)]
    return Outcome(filled.data, made.entries, problems, made.by_itself, made.by_hand, blank, filled)


class _Making:
    """Collects what goes where."""

    def __init__(self, blank: WorkbookBlank | WordBlank, asked: Asked, typed: Mapping[str, str]) -> None:
        self.blank = blank
        self.asked = asked
        self.typed = typed
        self.puts: list[Put] = []
        self.blocks: list[Block] = []
        self.entries: list[Entry] = []
        self.problems: list[str] = []
        self.by_itself = self.by_hand = 0
        self._rows: dict[tuple[str, str], Sequence[Mapping[str, Value]]] = {}

    def add(self, spot: FormSpot) -> None:
        """One binding."""
        if spot.kind == SpotKind.CELL:
            self._cell(spot)
        elif spot.source not in sources.tables():
            self.problems.append(_("“%(place)s”的数据来源已经没有了，请重新指定。") % {"place": spot.ref})
        elif spot.kind == SpotKind.LIST:
            self._list(spot)
        else:
            self._match(spot)

    def _cell(self, spot: FormSpot) -> None:
        label = sources.label_of(spot.source, spot.label)
        if spot.source == sources.TYPED:
            value: Value = as_typed(self.typed.get(spot.label, ""))
            self.by_hand += bool(value)
            label = spot.label
        elif not sources.known_source(spot.source):
            self.problems.append(_("“%(place)s”的数据来源已经没有了，请重新指定。") % {"place": spot.ref})
            return
        else:
            value = sources.read(spot.source, self.asked)
            self.by_itself += 1
        self.puts.append(Put(spot.area, spot.ref, value))
        self.entries.append(Entry(spot.area, spot.ref, label, text_of(value)))

    def rows(self, spot: FormSpot) -> Sequence[Mapping[str, Value]]:
        """The records of a spot's table, narrowed as it says; read once a filling."""
        wanted = (spot.source, spot.narrowed)
        if wanted not in self._rows:
            asked = replace(self.asked, narrowed=json.loads(spot.narrowed), kept={})
            self._rows[wanted] = sources.tables()[spot.source].rows(asked)
        return self._rows[wanted]

    def _list(self, spot: FormSpot) -> None:
        columns = [(int(at), str(column), str(key)) for at, column, key in json.loads(spot.columns)]
        records = [{"#": at, **record} for at, record in enumerate(self.rows(spot), start=1)]
        block = Block(spot.area, spot.first_row, columns, records, height=spot.height, copies=spot.copies)
        self.blocks.append(block)
        self.by_itself += len(records) * len(columns)
        labels = {key: str(words) for key, words in sources.tables()[spot.source].columns}
        for at, record in enumerate(records, start=1):
            parts = [
                f"{labels.get(key, key)} {text_of(record.get(key))}" for _row, _column, key in columns if key != "#"
            ]
            self.entries.append(Entry(spot.area, f"{spot.ref}+{at}", _("第 %(n)d 条") % {"n": at}, "；".join(parts)))

    def _match(self, spot: FormSpot) -> None:
        """Fixed rows: what stands in the label column picks the record, however it is spaced or numbered."""
        table = sources.tables()[spot.source]
        records = {plain_name(record.get(table.name_key)): record for record in self.rows(spot)}
        used: set[str] = set()
        columns = [(str(column), str(key)) for _at, column, key in json.loads(spot.columns)]
        for row in range(spot.first_row, spot.last_row + 1):
            name = plain_name(self.blank.value(spot.area, place_name(self.blank.kind, spot.label_column, row)))
            if not name:
                continue
            record = records.get(name)
            used.add(name)
            for column, key in columns:
                value = record.get(key) if record else 0
                ref = place_name(self.blank.kind, column, row)
                self.puts.append(Put(spot.area, ref, value))
                self.by_itself += 1
                self.entries.append(Entry(spot.area, ref, name, text_of(value)))
        left = [str(records[name].get(table.name_key)) for name in records if name and name not in used]
        if left:
            self.problems.append(_("这些在表里没有对应的行，没有填进去：%(names)s") % {"names": listed(left[:20])})


def place_name(kind: str, column: str, row: int) -> str:
    """The name of a cell by its column and row: ``C7`` in a workbook, ``r7c3`` in a document."""
    return f"{column}{row}" if kind == "xlsx" else f"r{row}c{column}"


def plain_name(value: object) -> str:
    """A row's name for comparing: without blanks, brackets, punctuation and a number in front (1、 or 三、)."""
    return _SIGNS.sub("", _NUMBERED.sub("", str(value or "")))


def as_typed(text: str) -> Value:
    """What a person typed: a number where it is one, else text."""
    plain = text.strip().replace(",", "").replace("，", "")
    if re.fullmatch(r"-?\d{1,14}(\.\d{1,6})?", plain) and not re.match(r"-?0\d", plain):
        return decimal.Decimal(plain)
    return text.strip()


def text_of(value: Value) -> str:
    """A value as it is read and pasted."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"{local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, decimal.Decimal):
        return f"{value.normalize():f}"
    return str(value)


def _sentence(problem: Problem) -> str:
    place = f"{problem.area} {problem.ref}"
    sentences = {
        "formula": _("%(place)s 是公式，由表格自己算，没有改动。"),
        "covered": _("%(place)s 被合并的单元格盖住，填在了 %(detail)s。"),
        "no_such_place": _("这一版表里没有 %(place)s。"),
    }
    return sentences.get(problem.code, problem.code) % {"place": place, "detail": problem.detail}
