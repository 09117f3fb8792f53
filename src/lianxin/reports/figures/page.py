"""A measure as prepared rows: the value in words, the distribution, the months, the groups."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from lianxin.reports import registry
from lianxin.reports.figures import rules
from lianxin.reports.figures.cuts import Names
from lianxin.reports.figures.model import (
    DAYS,
    GRADES,
    SHARE,
    Fact,
    Measure,
    Reader,
    Scope,
    Summary,
    by_month,
    summed,
    within,
)

_TONES = {"good": "good", "warn": "warn", "bad": "bad", "mute": "mute"}
_MONTHS = 12


def value_words(measure: Measure, found: Summary) -> str:
    """The value: counts first; days as median and P90."""
    if measure.kind == SHARE:
        return f"{found.numerator} / {found.n}"
    if measure.kind == DAYS:
        return "—" if found.median is None else number(found.median)
    return str(found.n)


def n_words(measure: Measure, found: Summary) -> str:
    """What stands beside the value: n, and the share never without it."""
    if measure.kind == SHARE:
        if found.share is None:
            return _("还没有可比的数（n = %(n)s）") % {"n": found.n}
        return f"{found.share}%（n = {found.n}）"
    if measure.kind == GRADES and found.n:
        parts = " · ".join(f"{part.label} {n}" for part, n in found.parts)
        return f"{parts}（n = {found.n}）"
    if measure.kind == DAYS and found.n:
        return _("中位数；P90 %(p90)s（n = %(n)s）") % {"p90": found.p90, "n": found.n}
    return f"n = {found.n}"


def number(value: float) -> str:
    """A number without a needless decimal."""
    return f"{value:g}"


def stat(measure: Measure, found: Summary, href: str) -> dict[str, Any]:
    """One figure for the overview and the workbook."""
    return {
        "code": measure.code,
        "group": str(measure.group),
        "name": str(measure.title),
        "value": value_words(measure, found),
        "unit": str(measure.unit),
        "n": n_words(measure, found),
        "share": found.share,
        "definition": str(measure.formula),
        "href": href,
        "numerator": found.n if found.numerator is None else found.numerator,
        "denominator": None if found.numerator is None else found.n,
        "sample": found.n,
        "median": found.median,
        "p90": found.p90,
    }


def distribution(measure: Measure, found: Summary) -> list[dict[str, Any]]:
    """The distribution as rows of a chart: the parts, or classes of days."""
    if measure.kind == DAYS:
        return [
            {"label": class_words(low, high, str(measure.day_words)), "value": n}
            for low, high, n in rules.classes(found.days)
        ]
    return [{"label": str(part.label), "value": n, "tone": _TONES.get(part.tone, "")} for part, n in found.parts]


def class_words(low: int, high: int | None, unit: str) -> str:
    """A class of days in words."""
    if high is None:
        return _("%(low)s %(unit)s以上") % {"low": low, "unit": unit}
    return f"{low} {unit}" if low == high else f"{low}–{high} {unit}"


def long_scope(scope: Scope) -> Scope:
    """The scope with the eleven months before it, for the months."""
    start = min(rules.months(scope.until, _MONTHS)[0], scope.first)
    return replace(scope, first=start)


def trend(measure: Measure, facts: Iterable[Fact], scope: Scope) -> list[dict[str, Any]]:
    """The last twelve months: count, share or median, each with its n."""
    starts = rules.months(scope.until, _MONTHS)
    rows = []
    for start, some in by_month(facts, starts).items():
        found = summed(measure, some)
        shown: float = (
            found.median or 0 if measure.kind == DAYS else found.numerator if found.numerator is not None else found.n
        )
        label = _("%(n)s月") % {"n": start.month}
        rows.append(
            {
                "label": label,
                "month": f"{start:%Y-%m}",
                "value": shown,
                "words": value_words(measure, found),
                "n": found.n,
            }
        )
    return rows


def trend_caption(measure: Measure) -> str:
    """What the columns of the months show."""
    if measure.kind == DAYS:
        return _("按月的中位数")
    return _("按月的件数") if measure.kind != SHARE else _("按月：%(part)s的件数") % {"part": measure.title}


def comparison(measure: Measure, facts: Iterable[Fact], by: str) -> tuple[list[str], list[dict[str, Any]]]:
    """Head and rows of a table by unit, neighbourhood, category or track, in official order: nobody is ranked.

    Where fewer than :data:`rules.COMPARE_FROM` count, only their number is shown.
    """
    names = Names(by)
    head = [_("件数（n）"), *(str(part.label) for part in measure.parts)]
    head += [_("中位数"), "P90"] if measure.kind == DAYS else []
    head += [_("占比")] if measure.kind == SHARE else []
    rows = []
    for code, label, some in names.grouped(facts):
        found = summed(measure, some)
        enough = found.n >= rules.COMPARE_FROM
        cells = [str(n) if enough else "" for _part, n in found.parts]
        if measure.kind == DAYS:
            cells += [number(found.median or 0), str(found.p90)] if enough else ["", ""]
        if measure.kind == SHARE:
            cells += [f"{found.share}%"] if enough else [""]
        rows.append({"code": code, "name": str(label), "n": found.n, "cells": cells, "enough": enough})
    return head, rows


def overview(scope: Scope, query: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every measure summed up; as many statements as there are populations."""
    reader = Reader(scope)
    tail = urlencode(query)
    return [stat(one, registry.summary(one, reader), f"{one.code}/?{tail}") for one in registry.measures()]


def grouped(stats: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Figures under their headings."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in stats:
        found.setdefault(one["group"], []).append(one)
    return [{"title": title, "stats": some} for title, some in found.items()]


def facts_of(measure: Measure, reader: Reader) -> list[Fact]:
    """The facts of a measure as a list."""
    return list(measure.facts(reader))


def inside(measure: Measure, facts: Iterable[Fact], scope: Scope) -> list[Fact]:
    """The facts of the period itself; a stock has none outside."""
    return list(facts) if measure.is_stock else within(facts, scope.first, scope.until)
