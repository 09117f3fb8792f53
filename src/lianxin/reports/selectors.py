"""Figures as prepared rows."""

from typing import Any

from django.utils.translation import gettext as _

from lianxin.db.models import Town
from lianxin.reports.registry import Definition, Figure, Period, known


def rows(period: Period, town: Town) -> list[dict[str, Any]]:
    """Every registered figure of a period: counts first, the share beside them, n and the definition always there."""
    return [_row(definition, definition.compute(period, town)) for definition in known()]


def _row(definition: Definition, figure: Figure) -> dict[str, Any]:
    unit = str(definition.unit)
    return {
        "code": definition.code,
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
