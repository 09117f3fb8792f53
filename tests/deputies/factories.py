"""Deputies with a mandate, made directly."""

import datetime as dt

from lianxin.deputies.models import Constituency, ConstituencyPlace, ContactPlace, Deputy, Level, Mandate, Term
from lianxin.people.models import Account
from lianxin.places.models import Place

TERM_BEGINS = dt.date(2022, 1, 1)


def make_term(level: str = Level.TOWN, code: str = "") -> Term:
    """The present term of a level."""
    term, _made = Term.objects.get_or_create(
        code=code or f"{level}-now", defaults={"level": level, "name": f"{level} term", "starts_on": TERM_BEGINS}
    )
    return term


def make_constituency(code: str = "X1", level: str = Level.TOWN, *places: Place) -> Constituency:
    """A constituency of some places."""
    made = Constituency.objects.create(code=code, level=level, name=code)
    for place in places:
        ConstituencyPlace.objects.create(constituency=made, place=place)
    return made


def make_deputy(
    code: str = "T01",
    level: str = Level.TOWN,
    *,
    account: Account | None = None,
    constituency: Constituency | None = None,
    contacts: tuple[Place, ...] = (),
    ends_on: dt.date | None = None,
) -> Deputy:
    """A deputy in office since the term began."""
    deputy = Deputy.objects.create(code=code, label=code, display_name=f"代表{code}", account=account)
    Mandate.objects.create(
        deputy=deputy,
        level=level,
        term=make_term(level),
        constituency=constituency,
        electing_unit="示例区人民代表大会" if level == Level.CITY else "",
        starts_on=TERM_BEGINS,
        ends_on=ends_on,
    )
    for place in contacts:
        ContactPlace.objects.create(deputy=deputy, place=place, valid_from=TERM_BEGINS)
    return deputy
