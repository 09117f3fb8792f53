"""The example town on the day of a round: a visit a recorder, a city and a district deputy on each, a link for a phone.

Django must be set up before this is imported (`bench.common.set_up`).
"""

import datetime as dt
from typing import Final

from bench.town import PROFILE
from lianxin.contact.models import Round, Visit, VisitDeputy
from lianxin.core.clock import now, today
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.deputies.models import Deputy, Level, Mandate, Term
from lianxin.field.actions import free_code
from lianxin.field.models import Visit as FieldVisit
from lianxin.journal.actors import SYSTEM
from lianxin.people.actions.links import IssueLink
from lianxin.people.invitations import path_of
from lianxin.people.models import LinkPurpose
from lianxin.places.models import Place, PlaceKind
from lianxin.places.profiles.loading import load_profile

WORDS: Final = (
    "我们楼的电梯三天两头停，老人下不了楼，什么时候能换？",
    "小区门口晚上路灯不亮，买菜回来看不见台阶。",
    "垃圾房离窗户太近，夏天一开窗全是味道，能不能挪一挪。",
    "非机动车充电的地方不够，有人飞线充电，看着害怕。",
    "楼道里堆的东西清了又堆，希望有人长期管。",
    "活动室下午四点就关门，上班的人用不上。",
)


def make(recorders: int) -> tuple[Town, list[str]]:
    """The town and the path of each recorder's link."""
    row = load_profile(PROFILE)
    with town_scope(row):
        places = list(Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD).order_by("code")[:recorders])
        if len(places) < recorders:
            raise SystemExit(f"示例镇只有 {len(places)} 个居民区")
        deputies = [_deputy(n) for n in range(27)]
        one = Round.objects.create(
            number="bench-1", name="集中联系社区", year=today().year, ordinal=1, day=today(), state="under_way",
            visits_from=dt.time(0, 0), visits_until=dt.time(23, 59), sessions="870",
        )  # fmt: skip
        return row, [_visit(one, place, deputies, n) for n, place in enumerate(places)]


def _deputy(number: int) -> tuple[Deputy, str]:
    """A city or district deputy in office."""
    level = Level.CITY if number < 5 else Level.DISTRICT
    begins = today() - dt.timedelta(days=400)
    term, _made = Term.objects.get_or_create(
        code=f"bench-{level}", defaults={"level": level, "name": str(level.label), "starts_on": begins}
    )
    deputy = Deputy.objects.create(
        code=f"bench-{number:02}", label=f"代表{number:02}", display_name=f"代表{number:02}", sort=number
    )
    Mandate.objects.create(
        deputy=deputy, level=level, term=term, starts_on=begins,
        electing_unit="示例区人民代表大会" if level == Level.CITY else "",
    )  # fmt: skip
    return deputy, str(level)


def _visit(one: Round, place: Place, deputies: list[tuple[Deputy, str]], number: int) -> str:
    """A visit under way; the path of its link."""
    issued = IssueLink(
        actor=SYSTEM, purpose=LinkPurpose.VISIT, role="recorder", place=place, label=place.label
    ).execute()
    recording = FieldVisit.objects.create(
        code=free_code(), link=issued.link, title=one.name, starts_on=today(), ends_on=today(), made_at=now()
    )
    visit = Visit.objects.create(
        round=one, place=place, number=f"bench-1-{number + 1:02}", state="under_way", recording=recording
    )
    for deputy, level in (deputies[number % 27], deputies[(number + 9) % 27]):
        VisitDeputy.objects.create(visit=visit, deputy=deputy, level=level, by_plan=True)
    return path_of(issued.token)
