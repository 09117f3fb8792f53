"""Figures of suggestions: by state, in time, results, grades, handled again; each with its list."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianxin.cases.figures import suggestion_rows
from lianxin.cases.models import Suggestion
from lianxin.clocks.models import Promise
from lianxin.core.clock import today
from lianxin.deputies.models import Term
from lianxin.people import roles
from lianxin.reports import registry
from lianxin.reports.figures.model import Reader, Scope
from tests.cases.desk import signed_in
from tests.cases.factories import Town
from tests.cases.suggesting import REPLY, do, make, sit, walk
from tests.cases.test_figures import found, measure, parts, request_of, scope
from tests.conftest import FrozenClock

CODES = [one.code for one in registry.measures() if one.code.startswith("suggestion_")]


@pytest.fixture
def mandates(town: Town) -> Term:
    """Both deputies of the small town sit in the town congress."""
    return sit(town)


@pytest.fixture
def year(town: Town, mandates: Term, clock: FrozenClock) -> dict[str, Suggestion]:
    """One suggestion each: handling, late, answered, judged, again, closed; a draft and a withdrawn one beside."""
    rows = {"late": walk(town, "take"), "draft": make(town)}
    clock.advance(days=30)
    rows["closed"] = do(town, walk(town, "sign"), "evaluate", "deputy", attitude="good", result="good")
    do(town, rows["closed"], "close", "office", text="路灯已装")
    rows["judged"] = do(town, walk(town, "sign"), "evaluate", "deputy", attitude="fair", result="fair")
    rows["again"] = walk(town, "sign")
    do(town, rows["again"], "evaluate", "deputy", attitude="good", result="bad", reason="还是不亮")
    rows["replied"] = walk(town, "sign")
    rows["twice"] = walk(town, "sign")
    do(town, rows["twice"], "evaluate", "deputy", attitude="good", result="bad", reason="还是不亮")
    day = today() + dt.timedelta(days=3)
    do(town, rows["twice"], "reply", "handler", **{**REPLY, "result": "planned", "promise_on": day})
    do(town, rows["twice"], "sign", "head")
    rows["gone"] = do(town, walk(town, "take"), "ask_withdraw", "deputy", reason="情况变了")
    do(town, rows["gone"], "withdraw", "office")
    clock.advance(days=95)
    rows["handling"] = walk(town, "take")
    return rows


def all_time(town: Town) -> Scope:
    """From before the first one on."""
    return scope(town, first=today() - dt.timedelta(days=200), last=today())


def counts(town: Town, code: str) -> dict[str, int]:
    """The parts of a figure over all of the time."""
    return parts(registry.summary(measure(code), Reader(all_time(town))))


def test_every_one_stands_once_where_it_is(town: Town, year: dict[str, Suggestion]) -> None:
    assert counts(town, "suggestion_state") == {
        "handling": 2, "replied": 2, "rehandling": 1, "judged": 1, "closed": 1,
    }  # fmt: skip


def test_in_time_counts_first_answers_that_fell_due(town: Town, year: dict[str, Suggestion]) -> None:
    summed = registry.summary(measure("suggestion_on_time"), Reader(all_time(town)))
    assert parts(summed) == {"met": 5, "missing": 1}
    assert (summed.numerator, summed.n) == (5, 6)


def test_the_last_answer_counts_with_its_category_and_grades(town: Town, year: dict[str, Suggestion]) -> None:
    assert counts(town, "suggestion_results") == {"adopted": 4, "planned": 1}
    assert counts(town, "suggestion_attitude") == {"good": 2, "fair": 1, "none": 2}
    assert counts(town, "suggestion_judged") == {"good": 1, "fair": 1, "bad": 1, "none": 2}
    assert counts(town, "suggestion_again") == {"again": 2, "once": 2}


def test_a_co_signers_voice_is_not_counted(town: Town, mandates: Term) -> None:
    row = do(town, make(town), "invite", "deputy", deputies=[town.other_deputy.pk])
    row = walk(town, "sign", do(town, row, "agree", "other"))
    do(town, row, "evaluate_too", "other", attitude="bad", result="bad", reason="没有见到人")
    assert counts(town, "suggestion_judged") == {"none": 1}
    assert counts(town, "suggestion_again") == {}


def test_what_is_promised_counts_when_it_falls_due(town: Town, year: dict[str, Suggestion]) -> None:
    assert counts(town, "suggestion_promises") == {"missed": 1}
    Promise.objects.update(state="kept", settled_on=today() - dt.timedelta(days=93))
    assert counts(town, "suggestion_promises") == {"kept": 1}
    assert counts(town, "promises") == {"kept": 1}, "promises to deputies are promises of the unit like any other"
    _spec, rows = measure("promises").rows(request_of(roles.CONGRESS_OFFICE), all_time(town), "kept")
    assert [one.owner_id for one in rows] == [year["twice"].pk]


def test_publication_stands_beside_who_did_not_consent(town: Town, mandates: Term) -> None:
    do(town, walk(town, "sign"), "publish", "office", with_result=True)
    walk(town, "sign")
    walk(town, "sign", make(town, confidential=True))
    assert counts(town, "suggestion_public") == {"published": 1, "not_yet": 1, "no_consent": 1}


def test_how_it_stood_at_the_cut_off_is_told_from_the_days(town: Town, year: dict[str, Suggestion]) -> None:
    before = today() - dt.timedelta(days=96)
    then = replace(all_time(town), as_of=before)
    assert parts(registry.summary(measure("suggestion_state"), Reader(then))) == {"handling": 1}
    assert registry.summary(measure("suggestion_results"), Reader(then)).n == 0


@pytest.mark.parametrize("code", CODES)
def test_the_suggestions_behind_are_the_ones_counted(town: Town, year: dict[str, Suggestion], code: str) -> None:
    one, whole, request = measure(code), all_time(town), request_of(roles.CONGRESS_OFFICE)
    summed = registry.summary(one, Reader(whole))
    assert summed.n
    for part, n in [("", summed.n), *((part.code, n) for part, n in summed.parts)]:
        _spec, rows = one.rows(request, whole, part)
        assert rows.count() == n, part


@pytest.mark.parametrize("code", CODES)
def test_a_unit_narrows_and_a_neighbourhood_or_another_track_counts_none(
    town: Town, year: dict[str, Suggestion], code: str
) -> None:
    def n(**more: object) -> int:
        return registry.summary(measure(code), Reader(replace(all_time(town), **more))).n

    assert n(unit=town.office_unit.pk) == n(track="suggestion") == n()
    assert {n(unit=town.centre_unit.pk), n(place=town.first.path), n(track="resident")} == {0}
    for by in ("unit", "place", "category", "track"):
        assert sum(fact.n for fact in measure(code).facts(Reader(all_time(town), by))) >= n()


def test_read_together_they_cost_one_statement_and_are_the_same(town: Town, year: dict[str, Suggestion]) -> None:
    together = Reader(all_time(town), whole=True)
    with CaptureQueriesContext(connection) as seen:
        suggestion_rows.REGISTERED.facts(together)
        summaries = {code: registry.summary(measure(code), together) for code in CODES}
    assert len(seen) <= 2, "one for the facts, one for the calendar at most"
    assert summaries == {code: registry.summary(measure(code), Reader(all_time(town))) for code in CODES}
    assert found(town, "received").n == 0, "a suggestion is no matter of a resident"


def test_the_page_shows_counts_and_leads_to_the_list(town: Town, year: dict[str, Suggestion]) -> None:
    page = signed_in(roles.CONGRESS_OFFICE)
    asked = {"first": (today() - dt.timedelta(days=200)).isoformat(), "last": today().isoformat(), "part": "rehandling"}
    shown = page.get(reverse("reports:measure", args=["suggestion_state"]), asked).content.decode()
    row = year["again"]
    assert reverse("cases:suggestion", args=[row.pk]) in shown
    assert reverse("cases:suggestion", args=[year["closed"].pk]) not in shown
    assert "再次办理" in shown
