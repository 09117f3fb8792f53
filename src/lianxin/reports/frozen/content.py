"""What a report is made of, read once and then kept as it is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import day_bounds, now, today
from lianxin.core.text import tidy
from lianxin.db.scope import current_town
from lianxin.reports import registry, sources
from lianxin.reports.blankforms.filling import text_of
from lianxin.reports.figures import page
from lianxin.reports.figures.model import Measure, Reader, summed
from lianxin.reports.registry import Period
from lianxin.reports.sources import Asked

#: The layout of the content; a later layout gets a later number, old reports keep theirs.
LAYOUT: Final = 1


@dataclass(frozen=True)
class Wanted:
    """What a report shall show."""

    title: str
    period: Period
    figures: Sequence[str]
    tables: Sequence[str]
    text: str


def compose(wanted: Wanted) -> dict[str, Any]:
    """Read figures and tables; as many statements as there are populations and tables."""
    period, town = wanted.period, current_town()
    scope = registry.scope_of(period, town)
    reader = Reader(scope, whole=True)
    chosen = [one for one in registry.measures() if one.code in wanted.figures]
    return {
        "layout": LAYOUT,
        "town": town.name,
        "demo": town.is_demo,
        "title": wanted.title,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "as_of": scope.as_of.isoformat(),
        "text": tidy(wanted.text),
        "figures": [_figure(one, reader) for one in chosen],
        "tables": [_table(code, wanted.period) for code in wanted.tables if code in count_tables()],
    }


def _figure(one: Measure, reader: Reader) -> dict[str, Any]:
    found = summed(one, page.inside(one, page.facts_of(one, reader), reader.scope))
    row = page.stat(one, found, "")
    kept = ("code", "name", "value", "unit", "n", "numerator", "denominator", "sample")
    return {
        **{name: row[name] for name in kept},
        "share": "" if row["share"] is None else str(row["share"]),
        "median": "" if row["median"] is None else str(row["median"]),
        "p90": row["p90"],
        "formula": str(one.formula),
        "counted": str(one.counted),
        "left_out": str(one.left_out),
        "source": str(one.source),
        "confirmed": one.confirmed,
        "parts": [[str(line["label"]), line["value"]] for line in page.distribution(one, found)],
    }


def _table(code: str, period: Period) -> dict[str, Any]:
    table = sources.tables()[code]
    asked = Asked(period, _moment(period.as_of or today()), current_town())
    rows = [[text_of(record.get(key)) for key, _words in table.columns] for record in table.rows(asked)]
    return {
        "code": code,
        "name": str(table.label),
        "columns": [str(words) for _key, words in table.columns],
        "rows": rows,
    }


def _moment(day: dt.date) -> dt.datetime:
    """The last moment of a day, now where it is not over."""
    return min(day_bounds(day)[1] - dt.timedelta(seconds=1), now())


def count_tables() -> dict[str, str]:
    """The tables a report can carry: counts by name, never single matters."""
    return {code: str(one.label) for code, one in sources.tables().items() if one.name_key}


def proposed_text(content: dict[str, Any]) -> str:
    """A first draft of the text from the figures themselves; a person changes it."""
    lines = [
        _("%(name)s：%(value)s %(unit)s，%(n)s。") % {key: figure[key] for key in ("name", "value", "unit", "n")}
        for figure in content["figures"]
    ]
    return "\n".join(lines)
