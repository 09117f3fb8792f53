"""What can fill a place of a form: single values and tables of records. Higher rooms register theirs.

Every source knows the period, the cut-off and the town; a figure's parts are sources by themselves.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.core.clock import local
from lianxin.core.documents.blanks.model import Value
from lianxin.db.models import Town
from lianxin.reports.figures.model import DAYS, Measure, Reader, Summary
from lianxin.reports.registry import Definition, Period, Words, known, scope_of, summary

#: The code of what a person types at every filling.
TYPED: Final = "typed"
#: The beginning of the code of a fixed text.
TEXT: Final = "text:"
_FIGURE: Final = "figure:"
_PARTS: Final = {
    "numerator": gettext_lazy("件数"),
    "denominator": gettext_lazy("总数"),
    "share": gettext_lazy("百分比"),
    "n": gettext_lazy("样本数 n"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a filling is about: period, cut-off (records made later do not count), town, who fills.

    ``narrowed`` is what a table is narrowed to: ``unit`` and ``place`` as ids, ``track`` as a code.
    """

    period: Period
    cut_off: dt.datetime
    town: Town
    filler: str = ""
    narrowed: Mapping[str, str] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def cut_period(self) -> Period:
        """The period with the day of the cut-off."""
        return replace(self.period, as_of=local(self.cut_off).date())

    def reader(self) -> Reader:
        """One reader for the whole filling: figures that count the same rows read them once."""
        if "reader" not in self.kept:
            self.kept["reader"] = Reader(scope_of(self.cut_period, self.town), whole=True)
        found: Reader = self.kept["reader"]
        return found


@dataclass(frozen=True, slots=True)
class ValueSource:
    """One value."""

    code: str
    label: Words
    group: Words
    value: Callable[[Asked], Value]


@dataclass(frozen=True, slots=True)
class TableSource:
    """Records: ``columns`` are the keys with their labels; ``name_key`` is what fixed rows are matched by."""

    code: str
    label: Words
    columns: tuple[tuple[str, Words], ...]
    rows: Callable[[Asked], Sequence[Mapping[str, Value]]]
    name_key: str = ""


_values: dict[str, ValueSource] = {}
_tables: dict[str, TableSource] = {}


def value(code: str, label: Words, group: Words, compute: Callable[[Asked], Value]) -> None:
    """Register a value; the same code again replaces it."""
    _values[code] = ValueSource(code, label, group, compute)


def table(
    code: str,
    label: Words,
    columns: Sequence[tuple[str, Words]],
    rows: Callable[[Asked], Sequence[Mapping[str, Value]]],
    name_key: str = "",
) -> None:
    """Register a table of records; ``rows`` runs in the town's scope. The same code again replaces it."""
    _tables[code] = TableSource(code, label, tuple(columns), rows, name_key)


def tables() -> dict[str, TableSource]:
    """All tables by code."""
    return dict(_tables)


def values() -> dict[str, ValueSource]:
    """All single values by code: the registered ones, then every part of every figure."""
    found = dict(_values)
    for definition in known():
        for part, words in _parts_of(definition).items():
            code = f"{_FIGURE}{definition.code}:{part}"
            found[code] = ValueSource(
                code,
                _("%(figure)s：%(part)s") % {"figure": definition.title, "part": words},
                _("统计数据"),
                _figure(code),
            )
    return found


def known_source(code: str) -> bool:
    """Say whether a code can fill a cell."""
    return code == TYPED or code.startswith(TEXT) or code in values()


def label_of(code: str, typed_label: str = "") -> str:
    """A source as it is shown beside its place."""
    if code == TYPED:
        return _("人工填写：%(label)s") % {"label": typed_label or "…"}
    if code.startswith(TEXT):
        return f"“{code.removeprefix(TEXT)}”"
    found = values().get(code) or _tables.get(code)
    return str(found.label) if found else _("来源已经没有了：%(code)s") % {"code": code}


def read(code: str, asked: Asked) -> Value:
    """The value of a code; None for an unknown one."""
    if code.startswith(TEXT):
        return code.removeprefix(TEXT)
    source = values().get(code)
    return source.value(asked) if source else None


def _parts_of(definition: Definition) -> dict[str, Words]:
    """The single values of a figure: its counts, then its days or the parts of its distribution."""
    found: dict[str, Words] = dict(_PARTS)
    measure = definition.measure
    if measure is None:
        return found
    found |= {f"part-{part.code}": part.label for part in measure.parts}
    return found | ({"median": gettext_lazy("中位数"), "p90": "P90"} if measure.kind == DAYS else {})


def _figure(code: str) -> Callable[[Asked], Value]:
    _start, name, part = code.split(":")

    def compute(asked: Asked) -> Value:
        definition = next(one for one in known() if one.code == name)
        if definition.measure is not None:
            return _of_summary(definition.measure, summary(definition.measure, asked.reader()), part)
        figure = definition.compute(asked.cut_period, asked.town)
        if part == "share":
            return figure.share
        return {"numerator": figure.numerator, "denominator": figure.denominator, "n": figure.n}[part]

    return compute


def _of_summary(measure: Measure, found: Summary, part: str) -> Value:
    if part.startswith("part-"):
        return next((n for one, n in found.parts if one.code == part.removeprefix("part-")), 0)
    values: dict[str, Value] = {
        "numerator": found.n if found.numerator is None else found.numerator,
        "denominator": None if found.numerator is None else found.n,
        "share": found.share,
        "n": found.n,
        "median": int(found.median) if found.median is not None and found.median % 1 == 0 else found.median,
        "p90": found.p90,
    }
    return values[part]


def period_label(period: Period) -> str:
    """A period in words: 2026年, 2026年6月, 2026年第2季度, otherwise from–to."""
    first, last = period.first, period.last
    whole = first.day == 1 and (last + dt.timedelta(days=1)).day == 1
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if whole and months == 1:
        return _("%(year)s年%(month)s月") % {"year": first.year, "month": first.month}
    if whole and months == 3 and first.month % 3 == 1:
        return _("%(year)s年第%(n)s季度") % {"year": first.year, "n": first.month // 3 + 1}
    if whole and months == 6 and first.month in {1, 7}:
        return (_("%(year)s年上半年") if first.month == 1 else _("%(year)s年下半年")) % {"year": first.year}
    if whole and months == 12 and first.month == 1:
        return _("%(year)s年") % {"year": first.year}
    return _("%(first)s至%(last)s") % {"first": first.isoformat(), "last": last.isoformat()}


def register_own() -> None:
    """Register what every form asks for: town, period, days, who fills it."""
    town, days = gettext_lazy("单位"), gettext_lazy("时间")
    value("town.name", gettext_lazy("镇名"), town, lambda asked: asked.town.name)
    value("town.short", gettext_lazy("镇名简称"), town, lambda asked: asked.town.short_name)
    value("filler", gettext_lazy("填报人"), town, lambda asked: asked.filler)
    value("period", gettext_lazy("报告期"), days, lambda asked: period_label(asked.period))
    value("period.first", gettext_lazy("报告期第一天"), days, lambda asked: asked.period.first)
    value("period.last", gettext_lazy("报告期最后一天"), days, lambda asked: asked.period.last)
    value("cut_off", gettext_lazy("截止日期"), days, lambda asked: local(asked.cut_off).date())
    value("cut_off.year", gettext_lazy("截止年份"), days, lambda asked: local(asked.cut_off).year)
    value("cut_off.month", gettext_lazy("截止月份"), days, lambda asked: local(asked.cut_off).month)
