"""What hangs on a mandate in the home: it ends with the mandate and passes to the successor."""

import datetime as dt
from collections.abc import Iterator

import pytest

from lianxin.core.clock import now, today
from lianxin.db.scope import town_scope
from lianxin.deputies.handover import runs
from lianxin.deputies.models import Deputy, Passed
from lianxin.home.actions import SetMembers, SetVenue
from lianxin.home.actions.venues import VenueFacts
from lianxin.home.models import Answer, ReceptionDeputy, Venue, VenueKind, VenueMember
from lianxin.home.receptions.actions import PlanReception
from lianxin.home.selectors.venues import members_on
from tests.cases.factories import Town, make_town
from tests.cases.handovers import Terms, constituency


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    """The small town with its two deputies, in scope."""
    made = make_town()
    with town_scope(made.row):
        yield made


def _venue(town: Town, head: Deputy) -> Venue:
    facts = VenueFacts(kind=VenueKind.ROOM, name="第一代表工作室", place=town.first, head=head)
    venue = SetVenue(actor=town.office, code="R1", facts=facts).execute()
    SetMembers(actor=town.office, venue=venue, deputies=(head,)).execute()
    return venue


def test_seat_head_and_invitation_pass_to_the_successor_and_nobody_sits_twice(town: Town) -> None:
    terms, seat = Terms(town), constituency("X1")
    terms.seat(town.deputy, terms.old, seat)
    terms.seat(town.other_deputy, terms.new, seat)
    venue = _venue(town, town.deputy)
    begins = now() + dt.timedelta(days=5)
    reception = PlanReception(
        actor=town.office, venue=venue, starts_at=begins, ends_at=begins + dt.timedelta(hours=1),
        deputies=(town.deputy,),
    ).execute()  # fmt: skip
    terms.hand_over()
    venue.refresh_from_db()
    assert venue.head_id == town.other_deputy.pk
    assert [one.deputy_id for one in members_on(today())] == [town.other_deputy.pk]
    asked = {one.deputy_id: one for one in ReceptionDeputy.objects.filter(reception=reception)}
    assert asked[town.deputy.pk].answer == Answer.DECLINED
    assert asked[town.other_deputy.pk].stands_in_for_id == town.deputy.pk
    assert {one.object_kind for one in Passed.objects.all()} == {"venue_head", "venue_member", "reception_deputy"}


def test_whose_mandate_ended_is_no_member_from_the_next_day_on_also_before_anybody_takes_over(town: Town) -> None:
    terms = Terms(town)
    mandate = terms.seat(town.deputy, terms.old, constituency("X1"))
    venue = _venue(town, town.deputy)
    mandate.ends_on = today()
    mandate.save()
    assert members_on(today()).count() == 1
    assert members_on(today() + dt.timedelta(days=1)).count() == 0
    assert VenueMember.objects.get(venue=venue).valid_to is None


def test_without_a_successor_the_seat_ends_and_the_head_is_nobody(town: Town) -> None:
    terms = Terms(town)
    terms.seat(town.deputy, terms.old, constituency("X1"))
    venue = _venue(town, town.deputy)
    handover = terms.hand_over()
    venue.refresh_from_db()
    assert venue.head_id is None
    assert VenueMember.objects.get(venue=venue).valid_to is not None
    assert Passed.objects.get(object_kind="venue_head").successor_id is None
    assert runs.run(handover.pk) == ""
