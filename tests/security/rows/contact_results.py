"""What a round brought: kept by the congress office, read by the chair; the hall's page by an issued address."""

import datetime as dt

from lianxin.contact.models import HallLink, Round, Visit, VisitDeputy
from lianxin.core.clock import now, today
from lianxin.deputies.models import Deputy
from tests.security.matrix import Row
from tests.security.world import World


def round_of(world: World, side: str) -> Round:
    """A round of today, being gathered."""
    return Round.objects.create(
        number=f"M-{side}", name="集中联系社区活动", year=today().year, ordinal=len(side), day=today(),
        visits_from=dt.time(14), visits_until=dt.time(17), state="gathering",
    )  # fmt: skip


def round_at(world: World, side: str) -> dict[str, object]:
    """A round."""
    return {"pk": round_of(world, side).pk}


def link_of(world: World, side: str) -> HallLink:
    """The address of a round's hall page."""
    return HallLink.objects.create(round=round_of(world, side), issued_at=now(), issued_by_label="测试")


def link_at(world: World, side: str) -> dict[str, object]:
    """The address, as the office takes it back."""
    return {"pk": link_of(world, side).pk}


def hall_at(world: World, side: str) -> dict[str, object]:
    """The address, as a screen opens it."""
    return {"token": link_of(world, side).token}


def coming_visit_at(world: World, side: str) -> dict[str, object]:
    """A visit of an announced round, with the land's deputy on it."""
    one = round_of(world, side)
    Round.objects.filter(pk=one.pk).update(state="announced")
    visit = Visit.objects.create(round=one, place=world.place(side), number=f"B-{side}")
    deputy = Deputy.objects.filter(code="T01").first() if side == "own" else None
    VisitDeputy.objects.create(visit=visit, deputy=deputy or world.lands[side].deputy, level="town")
    return {"pk": visit.pk}


MAKERS = {
    "coming_visit": coming_visit_at,
    "contact_gathering": round_at,
    "contact_hall_link": link_at,
    "contact_hall": hall_at,
}

READ = "200: congress_office congress_chair\n403: rest\n302: resident"
KEEP = "200: congress_office\n403: rest\n302: resident"
SEND = "422: congress_office\n403: rest\n401: resident"
DONE = "302: congress_office\n403: rest\n401: resident"

ROWS = [
    *(Row(f"contact:{name}", "GET", READ, made="contact_gathering") for name in ("summary", "ending", "documents")),
    *(
        Row("contact:paper", "GET", READ, made="contact_gathering", kwargs={"code": code})
        for code in ("summary", "report", "statistics")
    ),
    Row("contact:summary", "GET", READ, made="contact_gathering", query="?format=csv"),
    Row("contact:take_in", "POST", DONE, made="contact_gathering"),
    Row("contact:earlier_round", "GET", KEEP),
    Row("contact:earlier_round", "POST", SEND),
    Row("contact:take_in_teams", "GET", KEEP, made="contact_gathering"),
    Row("contact:take_in_teams", "POST", SEND, made="contact_gathering"),
    Row("contact:level", "GET", "302: congress_office resident\n403: rest", made="contact_gathering"),
    Row("contact:level", "POST", DONE, made="contact_gathering"),
    Row("contact:transfer", "GET", KEEP, made="contact_gathering"),
    Row("contact:transfer", "POST", DONE, made="contact_gathering"),
    Row(
        "contact:ending",
        "POST",
        "409: congress_office\n403: rest\n401: resident",
        made="contact_gathering",
        found_first="congress_chair",
    ),
    Row("contact:round_text", "GET", KEEP, made="contact_gathering"),
    Row("contact:round_text", "POST", SEND, made="contact_gathering"),
    Row("contact:hall_links", "GET", KEEP, made="contact_gathering"),
    Row("contact:issue_hall", "POST", DONE, made="contact_gathering"),
    Row("contact:withdraw_hall", "POST", DONE, made="contact_hall_link"),
    Row(
        "briefing",
        "GET",
        made="coming_visit",
        cells="200/404: deputy secretary committee\n200: congress_office congress_chair\n403: rest\n302: resident",
    ),
    Row("contact:hall", "GET", "200: rest", made="contact_hall", open_to_all=True),
    Row("contact:hall_state", "GET", "200: rest", made="contact_hall", open_to_all=True),
]
