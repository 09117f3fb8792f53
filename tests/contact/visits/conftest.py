"""A round of today in the small town, with a visit to its first neighbourhood, and the clock of the field's tests."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client

from lianxin.contact.models import Round, Visit, VisitDeputy
from lianxin.core.clock import now, today
from lianxin.core.ids import visit_code
from lianxin.db.scope import town_scope
from lianxin.deputies.models import Mandate
from lianxin.field.models import Visit as FieldVisit
from tests.cases.conftest import clock
from tests.cases.factories import Town, make_town
from tests.contact.factories import make_round, make_visit, on_visit
from tests.deputies.factories import TERM_BEGINS, make_term
from tests.field.factories import Phone, visit_link

__all__ = ["clock"]


@pytest.fixture
def town(db: None, clock: object) -> Iterator[Town]:
    """The small town as the default one, with both deputies in office."""

    made = make_town()
    made.row.is_default = True
    made.row.save()
    with town_scope(made.row):
        for deputy, level in ((made.deputy, "city"), (made.other_deputy, "town")):
            Mandate.objects.create(deputy=deputy, level=level, term=make_term(level), starts_on=TERM_BEGINS)
        yield made


@dataclass
class Afternoon:
    """A round, a visit on it, the two deputies who come, and the link of its recorder."""

    town: Town
    round: Round
    visit: Visit
    city: VisitDeputy
    local: VisitDeputy
    link: object = None

    def phone(self) -> Phone:
        """A phone that came in by the visit's link and has its number."""
        made = Phone(Client(), self.link)  # type: ignore[arg-type]
        made.come_in()
        made.take_seat()
        return made

    def fresh(self) -> Visit:
        """The visit as it is stored now."""
        return Visit.objects.select_related("round", "place").get(pk=self.visit.pk)


def make_afternoon(town: Town, state: str = "under_way", **more: object) -> Afternoon:
    """A visit under way with a recording link."""
    one = make_round(state="under_way", **more)
    link = visit_link(town.first, lifetime=dt.timedelta(days=3))
    recording = FieldVisit.objects.create(
        code=visit_code(), link=link.link, title=one.name, starts_on=today(), ends_on=today(), made_at=now()
    )
    visit = make_visit(one, town.first, "14:30", state=state, recording=recording, meeting_point="青枫会所")
    city, local = on_visit(visit, town.deputy, "city", by_plan=True), on_visit(visit, town.other_deputy, "town")
    return Afternoon(town, one, visit, city, local, link)


@pytest.fixture
def afternoon(town: Town) -> Afternoon:
    """A visit under way."""
    return make_afternoon(town)
