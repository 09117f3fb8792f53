"""Suggesting who leads a matter: 权责表 × category × place, with the line that fired and why.

A suggestion is never an assignment; the government desk decides.  A residents' committee is suggested only
by a line that says so (self-governance matters).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lianxin.core.clock import today
from lianxin.places import texts
from lianxin.places.models import Category, DutyRule, LeadKind, Place, Unit, UnitPlace, UnitPlaceRole
from lianxin.places.rules import Line, Matter, choose


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested lead unit, or none.

    ``code`` is ``line`` (``unit`` and ``line`` are set), ``tie`` (``tied`` lists the lines of equal rank), ``no_line``,
    ``no_place`` (the line names the place's own committee or property company, and there is none) or
    ``no_category``.  ``reason`` is a finished sentence.
    """

    code: str
    reason: str
    unit: Unit | None = None
    line: DutyRule | None = None
    co_units: tuple[Unit, ...] = ()
    tied: tuple[DutyRule, ...] = ()


@dataclass(frozen=True)
class Router:
    """All lines, committees and property companies of the current town, loaded once; asks no more questions."""

    rules: Mapping[int, DutyRule]
    lines: Sequence[Line]
    parents: Mapping[int, int | None]
    committees: Mapping[int, Unit]
    companies: Mapping[int, Unit]

    def suggest(self, category: Category | None, place: Place | None, on: dt.date | None = None) -> Suggestion:
        """Who should lead a matter of that category at that place, by the lines that hold on a civil date (today)."""
        if category is None:
            return Suggestion("no_category", texts.no_category())
        places = place.ancestor_ids if place else ()
        matter = Matter(self._chain(category.pk), places, place.jurisdiction if place else "")
        choice = choose(self.lines, matter, on or today())
        if choice.tied:
            tied = tuple(self.rules[line.key] for line in choice.tied)
            return Suggestion("tie", texts.tie([rule.number for rule in tied]), tied=tied)
        if choice.line is None:
            return Suggestion("no_line", texts.no_line(category.name))
        return self._from_line(self.rules[choice.line.key], places)

    def _from_line(self, rule: DutyRule, places: Sequence[int]) -> Suggestion:
        unit = self._unit(rule.lead_kind, rule.lead_unit, places)
        co_units = [self._unit(co.kind, co.unit, places) for co in rule.co_units.all()]
        others = tuple(one for one in co_units if one is not None and one != unit)
        if unit is None:
            return Suggestion("no_place", texts.no_place(rule.number), line=rule, co_units=others)
        return Suggestion("line", texts.fired(rule), unit, rule, others)

    def _unit(self, kind: str, named: Unit | None, places: Sequence[int]) -> Unit | None:
        """The unit a line means: the named one, or the nearest committee or company of the place."""
        if kind == LeadKind.UNIT:
            return named
        own = self.committees if kind == LeadKind.COMMITTEE else self.companies
        return next((own[pk] for pk in reversed(places) if pk in own), None)

    def _chain(self, category_id: int) -> tuple[int, ...]:
        parent = self.parents.get(category_id)
        return (category_id,) if parent is None else (parent, category_id)


def load_router() -> Router:
    """Everything routing needs for the current town, in six statements; use one router for a whole import."""
    rules = {
        rule.pk: rule
        for rule in DutyRule.objects.select_related("category", "lead_unit", "place").prefetch_related("co_units__unit")
    }
    committees = Unit.objects.filter(is_active=True, place__isnull=False, kind="committee")
    companies = UnitPlace.objects.filter(role=UnitPlaceRole.PROPERTY, unit__is_active=True).select_related("unit")
    return Router(
        rules=rules,
        lines=[_line_of(rule) for rule in rules.values()],
        parents=dict(Category.objects.values_list("pk", "parent_id")),
        committees={unit.place_id: unit for unit in committees},
        companies={serving.place_id: serving.unit for serving in companies},
    )


def suggest(category: Category | None, place: Place | None, on: dt.date | None = None) -> Suggestion:
    """A suggestion for one matter; see :class:`Router` for many."""
    return load_router().suggest(category, place, on)


def _line_of(rule: DutyRule) -> Line:
    lead = rule.lead_kind if rule.lead_kind != LeadKind.UNIT else str(rule.lead_unit_id)
    return Line(rule.pk, rule.category_id, rule.place_id, rule.jurisdiction, lead, rule.valid_from, rule.valid_to)
