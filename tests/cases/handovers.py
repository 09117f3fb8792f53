"""A register for tests of handovers: two terms of the town congress, constituencies, and matters somebody brought."""

import datetime as dt
from dataclasses import dataclass, field

from lianxin.cases.models import Case
from lianxin.core.clock import today
from lianxin.deputies.handover import planning, runs
from lianxin.deputies.handover.actions import BeginHandover, OpenHandover
from lianxin.deputies.models import (
    Constituency,
    ContactPlace,
    Deputy,
    Handover,
    Level,
    Mandate,
    Term,
)
from lianxin.journal.actors import Actor, Grant
from lianxin.people import roles
from tests.cases.factories import Town, Walk, make_case
from tests.cases.small_town import account
from tests.people.factories import actor_with

OLD_BEGINS = dt.date(2021, 11, 1)


@dataclass
class Terms:
    """Two terms of one congress; the second begins today."""

    town: Town
    level: str = Level.TOWN
    old: Term = field(init=False)
    new: Term = field(init=False)

    def __post_init__(self) -> None:
        """Both terms."""
        make = Term.objects.create
        self.old = make(code=f"{self.level}-1", level=self.level, name="第一届", starts_on=OLD_BEGINS)
        self.new = make(code=f"{self.level}-2", level=self.level, name="第二届", starts_on=today())

    def deputy(self, code: str) -> Deputy:
        """A person of the register."""
        return Deputy.objects.get_or_create(
            code=code, defaults={"label": code, "display_name": code, "sort": Deputy.objects.count()}
        )[0]

    def seat(self, who: Deputy, term: Term, where: Constituency | None = None) -> Mandate:
        """A mandate from the first day of a term."""
        unit = "示例区人民代表大会" if self.level == Level.CITY else ""
        return Mandate.objects.create(
            deputy=who, level=self.level, term=term, constituency=where, electing_unit=unit, starts_on=term.starts_on
        )

    def begin(self, actor: Actor | None = None) -> Handover:
        """Prepare, look, begin; the worker has not come yet."""
        office = actor or actor_with(roles.CONGRESS_OFFICE)
        handover = OpenHandover(actor=office, old_term=self.old, new_term=self.new).execute()
        seen = planning.seal(planning.planned(handover))
        return BeginHandover(actor=office, handover=handover, seen=seen).execute()

    def hand_over(self) -> Handover:
        """The whole change of term, worker included."""
        handover = self.begin()
        assert runs.run(handover.pk) == "done"
        handover.refresh_from_db()
        return handover


def constituency(code: str, level: str = Level.TOWN) -> Constituency:
    """A constituency without places."""
    return Constituency.objects.get_or_create(code=code, defaults={"level": level, "name": code})[0]


def contact(who: Deputy, place: object, begins: dt.date = OLD_BEGINS) -> None:
    """A contact community."""
    ContactPlace.objects.create(deputy=who, place=place, valid_from=begins)


def brought(town: Town, state: str, *deputies: Deputy, **data: object) -> Case:
    """A matter that stands in a state and was brought by some deputies."""
    walk: Walk = make_case(town, state, deputy_ids=[one.pk for one in deputies], **data)
    return walk.case


def acting(who: Deputy) -> Actor:
    """The deputy as an actor with the grant of today."""
    return account("d", Grant(roles.DEPUTY, None, "/-/", None, who.pk))
