"""Rounds, visits and who is on them, made directly."""

import datetime as dt
from itertools import count

from lianxin.contact.models import Round, RoundDeputy, RoundState, Visit, VisitDeputy, VisitState
from lianxin.core.clock import TOWN_TZ, UTC, today
from lianxin.deputies.models import Deputy, Level
from lianxin.places.models import Place

T = dt.time.fromisoformat
_numbers = count(1)


def make_round(day: dt.date | None = None, state: str = RoundState.PREPARING, **more: object) -> Round:
    """A round of today: plenary at 13:30, two sessions of 50 minutes at 14:30 and 15:40."""
    on = day or today()
    n = next(_numbers)
    given = {
        "number": f"R-{n:03d}", "name": f"第{n}次集中联系社区活动", "year": on.year, "ordinal": 100 + n, "day": on,
        "state": state,
        "visits_from": T("14:00"), "visits_until": T("17:00"), "sessions": "870 940", "plenary_from": T("13:30"),
    }  # fmt: skip
    return Round.objects.create(**(given | more))


def make_visit(round: Round, place: Place, start: str = "", state: str = VisitState.PLANNED, **more: object) -> Visit:
    """A visit of a round; with ``start`` (``"14:30"``) its time is known."""
    begins = dt.datetime.combine(round.day, T(start), TOWN_TZ).astimezone(UTC) if start else None
    ends = begins + dt.timedelta(minutes=round.visit_minutes) if begins else None
    number = more.pop("number", f"{round.number}-{next(_numbers):03d}")
    return Visit.objects.create(
        round=round, place=place, number=number, starts_at=begins, ends_at=ends, state=state, **more
    )


def on_round(round: Round, deputy: Deputy, level: str = Level.DISTRICT, **more: object) -> RoundDeputy:
    """A city or district deputy on a round."""
    return RoundDeputy.objects.create(round=round, deputy=deputy, level=level, **more)


def on_visit(visit: Visit, deputy: Deputy, level: str = Level.DISTRICT, **more: object) -> VisitDeputy:
    """A deputy on a visit."""
    return VisitDeputy.objects.create(visit=visit, deputy=deputy, level=level, **more)
