"""Figures of matters: what counts, what does not, as of when; and that the rows behind are the ones counted."""

import datetime as dt
from dataclasses import replace

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from lianxin.core.clock import today
from lianxin.people import roles
from lianxin.reports import registry
from lianxin.reports.figures.model import Measure, Reader, Scope, Summary
from tests.cases.factories import Town
from tests.cases.walk import Walk, make_case, start
from tests.conftest import FrozenClock
from tests.people.factories import actor_with


def scope(town: Town, **more: object) -> Scope:
    """This year, as of today."""
    day = today()
    plain = Scope(town.row, day.replace(month=1, day=1), day.replace(month=12, day=31), day)
    return replace(plain, **more)  # type: ignore[arg-type]


def found(town: Town, code: str, **more: object) -> Summary:
    """One measure summed up."""
    return registry.summary(measure(code), Reader(scope(town, **more)))


def measure(code: str) -> Measure:
    """A registered measure."""
    one = registry.measure_of(code)
    assert one is not None
    return one


def parts(summary: Summary) -> dict[str, int]:
    """The parts that are not empty."""
    return {part.code: n for part, n in summary.parts if n}


def to_the_verdict(town: Town, **verdict: str) -> Walk:
    """A matter that went the whole way to a verdict today."""
    walk = start(town).transferred().assigned().accepted().contacted().drafted().signed().told().asked()
    return walk.judged(**verdict) if verdict else walk.judged()


def test_every_measure_says_how_it_counts_who_counts_and_what_is_left_out() -> None:
    for one in registry.measures():
        assert all(str(words) for words in (one.title, one.group, one.unit, one.formula, one.counted, one.left_out))
        assert str(one.source)
        assert one.numerator <= {part.code for part in one.parts}
    codes = {one.code for one in registry.measures()}
    asked_for = {
        "received", "contact", "on_time", "unit_solved", "confirmed", "silent", "satisfaction", "repeat", "returned",
        "published", "promises", "contact_days", "reply_days", "close_days",
    }  # fmt: skip
    assert asked_for <= codes


def test_what_happened_is_counted_once_where_it_belongs(town: Town, clock: FrozenClock) -> None:
    start(town).transferred().assigned()
    to_the_verdict(town)
    clock.advance(days=1)
    assert found(town, "received").n == 2
    assert (found(town, "returned").numerator, found(town, "returned").n) == (0, 2)
    assert parts(found(town, "contact")) == {"met": 1}, "the other one is due today and the day is not over"
    assert (found(town, "contact_days").median, found(town, "contact_days").n) == (0, 1)
    assert parts(found(town, "confirmed")) == {"solved": 1}
    assert found(town, "unit_solved").n == 1
    assert parts(found(town, "response")) == {"judged": 1}
    assert found(town, "open").n == 2


def test_what_came_after_the_cut_off_does_not_count(town: Town, clock: FrozenClock) -> None:
    before = today()
    walk = start(town).transferred().assigned().accepted()
    clock.advance(days=2)
    walk.contacted().drafted().signed().told().asked().judged()
    start(town)
    assert (found(town, "received", as_of=before).n, found(town, "received").n) == (1, 2)
    assert (found(town, "confirmed", as_of=before).n, found(town, "confirmed").n) == (0, 1)
    assert (found(town, "unit_solved", as_of=before).n, found(town, "unit_solved").n) == (0, 1)
    assert (found(town, "contact_days", as_of=before).n, found(town, "contact_days").n) == (0, 1)


def test_a_first_contact_that_came_late_or_not_at_all_is_told_apart(town: Town, clock: FrozenClock) -> None:
    late, never = start(town).transferred().assigned().accepted(), start(town).transferred().assigned().accepted()
    clock.advance(days=3)
    late.contacted()
    clock.advance(days=1)
    assert never.case.pk
    assert parts(found(town, "contact")) == {"late": 1, "missing": 1}


def test_the_same_kind_of_matter_at_the_same_place_within_ninety_days_is_a_repeat(
    town: Town, clock: FrozenClock
) -> None:
    start(town, category="housing.lift", place_id=town.compound.pk)
    clock.advance(days=90)
    again = start(town, category="housing.lift", place_id=town.compound.pk)
    start(town, category="housing.leak", place_id=town.compound.pk)
    start(town, category="housing.lift", place_id=town.second.pk)
    this_month = scope(town, first=today(), last=today())
    one = measure("repeat")
    summed_up = registry.summary(one, Reader(this_month))
    assert (summed_up.numerator, summed_up.n) == (1, 3)
    _spec, rows = one.rows(request_of(roles.CONGRESS_OFFICE), this_month, "repeat")
    assert [row.pk for row in rows] == [again.case.pk]


def test_silence_is_neither_content_nor_unasked(town: Town) -> None:
    make_case(town, "silent")
    make_case(town, "replied")
    found_here = parts(found(town, "response"))
    assert found_here.get("silent") == 1
    assert "judged" not in found_here
    assert parts(found(town, "satisfaction")) == {}


def request_of(role: str) -> HttpRequest:
    """A request of somebody with a role."""
    request = RequestFactory().get("/")
    request.actor = actor_with(role)  # type: ignore[attr-defined]
    return request


STATES = (
    "received",
    "assigned",
    "return_pending",
    "contacted",
    "replied",
    "evaluated",
    "silent",
    "closed",
    "withdrawn",
)


@pytest.mark.parametrize("code", [one.code for one in registry.measures()])
def test_the_rows_behind_a_figure_are_the_ones_it_counts(town: Town, clock: FrozenClock, code: str) -> None:
    for state in STATES:
        make_case(town, state)
        clock.advance(days=1)
    clock.advance(days=20)
    one, whole = measure(code), scope(town)
    summed_up = found(town, code)
    request = request_of(roles.CONGRESS_OFFICE)
    _spec, rows = one.rows(request, whole, "")
    assert rows.count() == summed_up.n, code
    for part, n in summed_up.parts:
        _spec, rows = one.rows(request, whole, part.code)
        assert rows.count() == n, (code, part.code)


@pytest.mark.parametrize("by", ["unit", "place", "category", "track"])
def test_groups_add_up_to_the_whole(town: Town, by: str) -> None:
    for state in STATES:
        make_case(town, state)
    for one in registry.measures():
        plain = sum(fact.n for fact in one.facts(Reader(scope(town))))
        assert sum(fact.n for fact in one.facts(Reader(scope(town), by))) == plain, one.code


def test_a_unit_and_a_neighbourhood_narrow_every_figure(town: Town) -> None:
    to_the_verdict(town)
    for one in registry.measures():
        inside = registry.summary(one, Reader(scope(town, unit=town.office_unit.pk, place=town.first.path))).n
        outside = registry.summary(one, Reader(scope(town, unit=town.police_unit.pk))).n
        assert outside == 0, one.code
        assert inside == registry.summary(one, Reader(scope(town, place=town.first.path))).n, one.code


def test_a_sealed_matter_counts_nowhere(town: Town) -> None:
    walk = start(town)
    case = walk.case
    case.sealed = True
    case.save(update_fields=["sealed"])
    assert [one.code for one in registry.measures() if found(town, one.code).n] == []


def test_a_month_that_is_over_keeps_its_figures(town: Town, clock: FrozenClock) -> None:
    first = dt.date(2026, 11, 1)
    start(town)
    clock.move_to(dt.date(2026, 12, 20))
    start(town)
    november = scope(town, first=first, last=dt.date(2026, 11, 30))
    assert registry.summary(measure("received"), Reader(november)).n == 1


def test_read_together_or_one_by_one_the_figures_are_the_same(town: Town, clock: FrozenClock) -> None:
    for state in STATES:
        make_case(town, state)
        clock.advance(days=2)
    together = Reader(scope(town), whole=True)
    for one in registry.measures():
        assert registry.summary(one, together) == registry.summary(one, Reader(scope(town))), one.code
