"""Figures as prepared rows."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.db.models import Town
from lianxin.reports.figures import page
from lianxin.reports.figures.model import Reader
from lianxin.reports.registry import Definition, Figure, Period, known, scope_of, summary


def rows(period: Period, town: Town) -> list[dict[str, Any]]:
    """Every registered figure of a period: counts first, the share beside them, n and the definition always there.

    Measures that count the same rows share one statement.
    """
    reader = Reader(scope_of(period, town), whole=True)
    return [_row(definition, period, town, reader) for definition in known()]


def _row(definition: Definition, period: Period, town: Town, reader: Reader) -> dict[str, Any]:
    if definition.measure is None:
        return _plain(definition, definition.compute(period, town))
    href = f"{reverse('reports:measure', args=[definition.code])}?{urlencode(query_of(period))}"
    return page.stat(definition.measure, summary(definition.measure, reader), href)


def query_of(period: Period) -> dict[str, str]:
    """A period as it stands in an address."""
    found = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    return found if period.as_of is None else {**found, "as_of": period.as_of.isoformat()}


def _plain(definition: Definition, figure: Figure) -> dict[str, Any]:
    unit = str(definition.unit)
    return {
        "code": definition.code,
        "group": "",
        "name": str(definition.title),
        "value": _counts(figure),
        "unit": unit,
        "n": _n(figure),
        "share": figure.share,
        "definition": str(definition.definition),
        "href": figure.rows_url,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "sample": figure.n,
        "median": None,
        "p90": None,
    }


def _counts(figure: Figure) -> str:
    return str(figure.numerator) if figure.denominator is None else f"{figure.numerator} / {figure.denominator}"


def _n(figure: Figure) -> str:
    """The share, if there is one, never without n."""
    if figure.denominator is None:
        return f"n = {figure.n}"
    if figure.share is None:
        return _("还没有可比的数（n = %(n)s）") % {"n": figure.n}
    return f"{figure.share}%（n = {figure.n}）"
