"""Over random registers and handovers no open matter or promise is without a living mandate or the office's list."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.cases import workflow as w
from lianxin.cases.heirs.estates import cases_waiting
from lianxin.cases.models import Case
from lianxin.clocks.models import Promise
from lianxin.clocks.promises import UNSETTLED
from lianxin.core import clock
from lianxin.core.clock import today
from lianxin.db.transactions import write
from lianxin.deputies.actions import EndMandate
from lianxin.deputies.handover import planning, runs
from lianxin.deputies.handover.actions import BeginHandover
from lianxin.deputies.models import Deputy, EndReason, Handover, HandoverState, Level, Mandate, Passed
from lianxin.journal.errors import ActionError
from lianxin.people import roles
from tests.cases.factories import START, Town
from tests.cases.handovers import Terms, brought, constituency, contact
from tests.examples import examples
from tests.people.factories import actor_with

STATES = (w.RECEIVED, w.CONTACTED, w.REPLIED, w.TRACKING, w.CLOSED)
PEOPLE = 6


@dataclass
class _Undo(Exception):
    """Ends an example without a trace."""


#: For each of six people: where elected before and after (0: not at all), whether the mandate ends in between.
register = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.booleans()), min_size=PEOPLE, max_size=PEOPLE
)  # fmt: skip
#: Matters: who brought it (one or two people), its state, which of two places.
matters = st.lists(
    st.tuples(st.sets(st.integers(0, PEOPLE - 1), min_size=1, max_size=2), st.sampled_from(STATES), st.booleans()),
    min_size=1, max_size=5,
)  # fmt: skip


@given(
    people=register, spoken=matters, city=st.booleans(), at_once=st.booleans(), stops=st.integers(0, 3),
)  # fmt: skip
@settings(
    max_examples=examples(6, 40),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nothing_open_is_ever_without_somebody(
    town: Town, people: Any, spoken: Any, city: bool, at_once: bool, stops: int
) -> None:
    clock.set_fixed(START)
    try:
        with write():
            _live(town, people, spoken, city=city, at_once=at_once, stops=stops)
            raise _Undo
    except _Undo:
        pass


def _live(town: Town, people: Any, spoken: Any, *, city: bool, at_once: bool, stops: int) -> None:
    """A register, its matters, some who leave early, and then the change of term; looked at after every step."""
    terms = Terms(town, Level.CITY if city else Level.TOWN)
    terms.new.starts_on = today() + dt.timedelta(days=5)
    terms.new.save()
    who = [terms.deputy(f"P{number}") for number in range(PEOPLE)]
    _seat(town, terms, people, who, city=city)
    cases = [_matter(town, who, one) for one in spoken]
    brought_by = {case.pk: case.deputy_path for case in cases}
    _look(brought_by)
    office = actor_with(roles.CONGRESS_OFFICE)
    for number, (_before, _after, leaves) in enumerate(people):
        mandate = Mandate.objects.filter(deputy=who[number], term=terms.old, ends_on=None).first()
        if leaves and mandate is not None:
            EndMandate(actor=office, mandate=mandate, ends_on=today(), reason=EndReason.RESIGNED).execute()
            _look(brought_by)
    clock.set_fixed(terms.new.starts_on)
    _look(brought_by)
    if at_once:
        _hand_over_the_ones(office)
        _look(brought_by)
    handover = terms.begin(office)
    for deputy in runs.waiting_deputies(handover)[:stops]:
        runs.HandOver(actor=office, handover=handover, deputy=deputy).execute()
        _look(brought_by)
    assert runs.run(handover.pk) == HandoverState.DONE
    _look(brought_by)
    _hand_over_the_ones(office)
    _look(brought_by)


def _seat(town: Town, terms: Terms, people: Any, who: list[Deputy], *, city: bool) -> None:
    """Mandates of both terms; city deputies keep in touch with one of two neighbourhoods."""
    homes = {1: town.first, 2: town.second}
    for number, (before, after, _leaves) in enumerate(people):
        for where, term in ((before, terms.old), (after, terms.new)):
            if where:
                terms.seat(who[number], term, None if city else constituency(f"X{where}"))
                if city:
                    contact(who[number], homes[where], term.starts_on)


def _matter(town: Town, who: list[Deputy], one: Any) -> Case:
    numbers, state, first = one
    place = town.first if first else town.second
    return brought(town, state, *(who[number] for number in sorted(numbers)), place_id=place.pk)


def _hand_over_the_ones(office: Any) -> None:
    """The office works off what single deputies left, as far as it can be done now."""
    for handover in Handover.objects.filter(kind="one", state=HandoverState.OPEN, day__lte=today()):
        try:
            seen = planning.seal(planning.planned(handover))
            BeginHandover(actor=office, handover=handover, seen=seen).execute()
        except ActionError:
            continue
        assert runs.run(handover.pk) == HandoverState.DONE


def _look(brought_by: dict[int, str]) -> None:
    """Every open matter, and every matter with an open promise, has somebody; nobody's name was taken away."""
    day = today()
    living = {
        one.deputy_id for one in Mandate.objects.all() if one.starts_on <= day and (one.ends_on or day) >= day
    }  # fmt: skip
    promised = set(Promise.objects.filter(owner_kind="case", state__in=UNSETTLED).values_list("owner_id", flat=True))
    listed = {item.id for item in cases_waiting(1000)}
    for case in Case.objects.filter(pk__in=brought_by):
        assert case.deputy_path == brought_by[case.pk]
        is_owed = case.is_open or case.pk in promised
        has_somebody = bool(living & (case.deputy_ids | case.heir_ids))
        assert (case.pk in listed) == (is_owed and not has_somebody)
    for one in Passed.objects.exclude(successor=None):
        assert one.successor_id != one.deputy_id
