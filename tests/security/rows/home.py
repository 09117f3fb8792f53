"""The home of the deputies: kept by the congress office, read on the desk by the chair, public where it says so."""

import datetime as dt

from lianxin.cases.actions import RecordOpinion
from lianxin.cases.models import Case
from lianxin.core.clock import now
from lianxin.deputies.models import Deputy
from lianxin.home.models import (
    Activity,
    Attendance,
    Courtyard,
    CourtyardEvent,
    HandedMatter,
    Method,
    MethodPart,
    PerformanceEntry,
    Post,
    Reception,
    ReceptionDeputy,
    Venue,
    VenueKind,
    Visitor,
)
from lianxin.journal.actors import SYSTEM
from lianxin.places.models import Place, PlaceKind
from tests.security.matrix import Row
from tests.security.world import World


def venue_at(world: World, side: str) -> dict[str, object]:
    """A venue of the network."""
    place = Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD).order_by("id").first()
    made = Venue.objects.create(code=f"M-{side}", kind=VenueKind.POINT, name="联系点", place=place)
    return {"pk": made.pk}


def courtyard_at(world: World, side: str) -> dict[str, object]:
    """A shared courtyard."""
    place = Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD).order_by("id").first()
    return {"pk": Courtyard.objects.create(code=f"M-{side}", name="庭院", place=place).pk}


def event_at(world: World, side: str) -> dict[str, object]:
    """An event of a venue in a courtyard."""
    venue = Venue.objects.get(pk=venue_at(world, f"e-{side}")["pk"])
    venue.courtyard_id = courtyard_at(world, f"e-{side}")["pk"]
    venue.save()
    begins = now() + dt.timedelta(days=1)
    made = CourtyardEvent.objects.create(
        venue=venue, title="活动", starts_at=begins, ends_at=begins + dt.timedelta(hours=1)
    )
    return {"pk": made.pk}


def post_at(world: World, side: str) -> dict[str, object]:
    """A post of the chart."""
    return {"pk": Post.objects.create(body="chair", title="主席", valid_from=dt.date(2022, 1, 1)).pk}


def method_at(world: World, side: str) -> dict[str, object]:
    """A working method."""
    return {"pk": Method.objects.create(code=f"m-{side}", name="工作法").pk}


def part_at(world: World, side: str) -> dict[str, object]:
    """A pillar of a working method."""
    method = Method.objects.get(pk=method_at(world, f"p-{side}")["pk"])
    return {"pk": MethodPart.objects.create(method=method, title="标准化").pk}


def door_at(world: World, side: str) -> dict[str, object]:
    """The code at a venue's door."""
    return {"token": Venue.objects.get(pk=venue_at(world, f"d-{side}")["pk"]).public_token}


def gate_at(world: World, side: str) -> dict[str, object]:
    """The code at a courtyard's gate."""
    return {"token": Courtyard.objects.get(pk=courtyard_at(world, f"g-{side}")["pk"]).public_token}


def reception_of(world: World, side: str) -> Reception:
    """An announced reception to which the land's deputy was asked."""
    venue = Venue.objects.get(pk=venue_at(world, f"r-{side}")["pk"])
    begins = now() + dt.timedelta(days=8)
    made = Reception.objects.create(
        number=f"R-{side}", venue=venue, starts_at=begins, ends_at=begins + dt.timedelta(hours=2), state="announced"
    )
    deputy = Deputy.objects.filter(code="T01").first() if side == "own" else None
    ReceptionDeputy.objects.create(reception=made, deputy=deputy or world.lands[side].deputy)
    return made


def reception_at(world: World, side: str) -> dict[str, object]:
    """A reception."""
    return {"pk": reception_of(world, side).pk}


def asked_at(world: World, side: str) -> dict[str, object]:
    """A reception and a deputy who was asked to it."""
    made = reception_of(world, side)
    return {"pk": made.pk, "deputy": ReceptionDeputy.objects.get(reception=made).deputy_id}


def visitor_at(world: World, side: str) -> dict[str, object]:
    """Somebody who waits."""
    return {"pk": Visitor.objects.create(reception=reception_of(world, side), number=1, arrived_at=now()).pk}


def door_of_reception_at(world: World, side: str) -> dict[str, object]:
    """The sign-in page of a reception."""
    return {"token": reception_of(world, side).sign_in_token}


def heard_at(world: World, side: str) -> dict[str, object]:
    """Somebody who was told the right address."""
    made = Visitor.objects.get(pk=visitor_at(world, f"{side}")["pk"])
    made.heard_at, made.exit, made.address = now(), "elsewhere", "court"
    made.save()
    return {"pk": made.pk}


def deputy_of(world: World, side: str) -> Deputy:
    """The deputy of a side; the own one is who signs in."""
    deputy = Deputy.objects.filter(code="T01").first() if side == "own" else None
    return deputy or world.lands[side].deputy


def handed_at(world: World, side: str) -> dict[str, object]:
    """A matter the land's deputy is asked to carry."""
    words = {"words": "公交站撤了", "place_id": world.place(side).pk, "channel": "reception"}
    case = Case.objects.get(pk=RecordOpinion(actor=SYSTEM, **words).execute().case_id)
    made = HandedMatter.objects.create(
        reception=reception_of(world, side), case=case, deputy=deputy_of(world, side), level="district", handed_at=now()
    )
    return {"pk": made.pk}


def activity_at(world: World, side: str) -> dict[str, object]:
    """An activity of today for the land's deputy."""
    made = Activity.objects.create(
        number=f"A-{side}", kind="training", title="学习", organiser="镇人大办", starts_on=now().date()
    )
    Attendance.objects.create(activity=made, deputy=deputy_of(world, side))
    return {"pk": made.pk}


def file_at(world: World, side: str) -> dict[str, object]:
    """The file of the land's deputy."""
    return {"pk": deputy_of(world, side).pk}


def entry_at(world: World, side: str) -> dict[str, object]:
    """An entry the land's deputy was asked to look at."""
    made = PerformanceEntry.objects.create(
        deputy=deputy_of(world, side), kind="training", title="学习", happened_on=now().date(), state="notified",
        source_kind="activity", source_id=activity_at(world, f"{side}")["pk"], recorded_at=now(),
    )  # fmt: skip
    return {"pk": made.pk}


MAKERS = {
    "home_heard": heard_at,
    "home_handed": handed_at,
    "home_activity": activity_at,
    "home_file": file_at,
    "home_entry": entry_at,
    "home_reception": reception_at,
    "home_asked": asked_at,
    "home_visitor": visitor_at,
    "home_sign_in": door_of_reception_at,
    "home_venue": venue_at,
    "home_courtyard": courtyard_at,
    "home_event": event_at,
    "home_post": post_at,
    "home_method": method_at,
    "home_part": part_at,
    "home_door": door_at,
    "home_gate": gate_at,
}

READ = "200: congress_office congress_chair\n403: rest\n302: resident"
READ_ONE = "200: congress_office congress_chair\n403: rest\n302: resident"
KEEP = "200: congress_office\n403: rest\n302: resident"
KEEP_ONE = "200: congress_office\n403: rest\n302: resident"
SEND = "422: congress_office\n403: rest\n401: resident"
SEND_ONE = "422: congress_office\n403: rest\n401: resident"
DONE_ONE = "302: congress_office\n403: rest\n401: resident"
OWN = "200: deputy\n403: rest\n302: resident"
OWN_ONE = "200/404: deputy\n403: rest\n302: resident"
REFUSED_ONE = "409: congress_office\n403: rest\n401: resident"
ALL = "200: rest"
ALL_ONE = "200: rest"

ROWS = [
    Row("home:network", "GET", READ),
    Row("home:network", "GET", READ, query="?format=csv"),
    Row("home:courtyards", "GET", READ),
    Row("home:organisation", "GET", READ),
    Row("home:methods", "GET", READ),
    Row("home:venue", "GET", READ_ONE, made="home_venue"),
    Row("home:sign", "GET", READ_ONE, made="home_venue"),
    Row("home:courtyard", "GET", READ_ONE, made="home_courtyard"),
    Row("home:courtyard_sign", "GET", READ_ONE, made="home_courtyard"),
    Row("home:method", "GET", READ_ONE, made="home_method"),
    *(
        row
        for name in ("new_venue", "new_courtyard", "new_post", "new_method")
        for row in (Row(f"home:{name}", "GET", KEEP), Row(f"home:{name}", "POST", SEND))
    ),
    *(
        row
        for name, made in (
            ("change_venue", "home_venue"),
            ("day", "home_venue"),
            ("change_courtyard", "home_courtyard"),
            ("new_event", "home_courtyard"),
            ("cancel_event", "home_event"),
            ("end_post", "home_post"),
            ("change_method", "home_method"),
            ("new_part", "home_method"),
            ("change_part", "home_part"),
            ("new_measure", "home_part"),
            ("evidence", "home_part"),
        )
        for row in (
            Row(f"home:{name}", "GET", KEEP_ONE, made=made),
            Row(f"home:{name}", "POST", SEND_ONE, made=made),
        )
    ),
    *(
        row
        for name in ("hours", "members")
        for row in (
            Row(f"home:{name}", "GET", KEEP_ONE, made="home_venue"),
            Row(f"home:{name}", "POST", DONE_ONE, made="home_venue"),
        )
    ),
    Row("home:rota", "GET", READ),
    Row("home:rota", "GET", READ, query="?format=csv"),
    Row("home:reception", "GET", READ, made="home_reception"),
    Row("home:plan_reception", "GET", KEEP),
    Row("home:plan_reception", "POST", SEND),
    Row("home:ask_deputy", "GET", KEEP, made="home_reception"),
    Row("home:ask_deputy", "POST", SEND, made="home_reception"),
    Row("home:answer_for", "GET", KEEP, made="home_asked"),
    Row("home:answer_for", "POST", SEND, made="home_asked"),
    Row("home:attendance", "GET", KEEP, made="home_reception"),
    Row("home:attendance", "POST", "409: congress_office\n403: rest\n401: resident", made="home_reception"),
    Row("home:arrive", "POST", "302: congress_office\n403: rest\n401: resident", made="home_reception"),
    Row("home:hear", "GET", KEEP, made="home_visitor"),
    Row("home:hear", "POST", SEND, made="home_visitor"),
    Row("home:visitor_left", "POST", "302: congress_office\n403: rest\n401: resident", made="home_visitor"),
    *(
        Row("home:move_reception", "GET", KEEP, made="home_reception", kwargs={"code": code})
        for code in ("announce", "cancel", "close")
    ),
    Row(
        "home:move_reception",
        "POST",
        "409: congress_office\n403: rest\n401: resident",
        made="home_reception",
        kwargs={"code": "announce"},
    ),
    Row("home:move_reception", "POST", SEND, made="home_reception", kwargs={"code": "cancel"}),
    Row(
        "home:move_reception",
        "POST",
        "409: congress_office\n403: rest\n401: resident",
        made="home_reception",
        kwargs={"code": "close"},
    ),
    Row("home:invitations", "GET", "200: deputy\n403: rest\n302: resident"),
    Row("home:answer_invitation", "GET", "200/404: deputy\n403: rest\n302: resident", made="home_reception"),
    Row("home:answer_invitation", "POST", "422/404: deputy\n403: rest\n401: resident", made="home_reception"),
    Row("home:receptions", "GET", ALL, open_to_all=True),
    Row("home:sign_in", "GET", ALL, made="home_sign_in", open_to_all=True),
    Row("home:sign_in", "POST", "200: congress_office\n409: rest", made="home_sign_in", open_to_all=True),
    Row("home:public_network", "GET", ALL, open_to_all=True),
    Row("home:public_organisation", "GET", ALL, open_to_all=True),
    Row("home:my_deputy", "GET", ALL, open_to_all=True),
    Row("home:public_venue", "GET", ALL_ONE, made="home_door", open_to_all=True),
    Row("home:public_courtyard", "GET", ALL_ONE, made="home_gate", open_to_all=True),
    Row("home:public_method", "GET", "404: rest", kwargs={"code": "nothing"}, open_to_all=True),
    Row("home:venue_calendar", "GET", ALL_ONE, made="home_door", open_to_all=True),
    Row("home:courtyard_calendar", "GET", ALL_ONE, made="home_gate", open_to_all=True),
    Row("home:public_deputy", "GET", ALL_ONE, made="home_file", open_to_all=True),
    # --- handed to a district or city deputy ---
    Row("home:visitor_slip", "GET", KEEP, made="home_heard"),
    Row("home:handed", "GET", READ),
    Row("home:handed", "GET", READ, query="?format=csv"),
    Row("home:handed_one", "GET", READ_ONE, made="home_handed"),
    Row("home:take_for", "POST", DONE_ONE, made="home_handed"),
    Row("home:report_for", "GET", KEEP_ONE, made="home_handed"),
    Row("home:report_for", "POST", SEND_ONE, made="home_handed"),
    Row("home:pass_on", "GET", KEEP_ONE, made="home_handed"),
    Row("home:pass_on", "POST", SEND_ONE, made="home_handed"),
    Row("home:own_handed", "GET", OWN),
    Row("home:own_handed_one", "GET", OWN_ONE, made="home_handed"),
    Row("home:take_matter", "POST", "302/404: deputy\n403: rest\n401: resident", made="home_handed"),
    Row("home:report_matter", "GET", OWN_ONE, made="home_handed"),
    Row("home:report_matter", "POST", "422/404: deputy\n403: rest\n401: resident", made="home_handed"),
    # --- activities and performance files ---
    Row("home:activities", "GET", READ),
    Row("home:activities", "GET", READ, query="?format=csv"),
    Row("home:activity", "GET", READ_ONE, made="home_activity"),
    Row("home:new_activity", "GET", KEEP),
    Row("home:new_activity", "POST", SEND),
    *(
        row
        for name in ("invite_more", "presence", "cancel_activity")
        for row in (
            Row(f"home:{name}", "GET", KEEP_ONE, made="home_activity"),
            Row(f"home:{name}", "POST", SEND_ONE, made="home_activity"),
        )
    ),
    Row("home:hold_activity", "POST", REFUSED_ONE, made="home_activity"),
    Row("home:files", "GET", READ),
    Row("home:files", "GET", READ, query="?format=csv"),
    Row("home:file", "GET", READ_ONE, made="home_file"),
    Row("home:file_paper", "GET", READ_ONE, made="home_file"),
    Row("home:file_paper", "GET", READ_ONE, made="home_file", query="?format=xlsx"),
    Row("home:handed_out", "POST", DONE_ONE, made="home_file"),
    Row("home:entry", "GET", READ_ONE, made="home_entry"),
    Row("home:correct_entry", "GET", KEEP_ONE, made="home_entry"),
    Row("home:correct_entry", "POST", SEND_ONE, made="home_entry"),
    Row("home:entry_signed", "POST", REFUSED_ONE, made="home_entry"),
    Row("home:decide_entry", "GET", KEEP_ONE, made="home_entry", kwargs={"code": "take-out"}),
    Row("home:decide_entry", "POST", SEND_ONE, made="home_entry", kwargs={"code": "take-out"}),
    Row("home:decide_entry", "GET", KEEP_ONE, made="home_entry", kwargs={"code": "uphold"}),
    Row("home:decide_entry", "POST", SEND_ONE, made="home_entry", kwargs={"code": "uphold"}),
    Row("home:decide_entry", "GET", KEEP_ONE, made="home_entry", kwargs={"code": "object"}),
    Row("home:decide_entry", "POST", SEND_ONE, made="home_entry", kwargs={"code": "object"}),
    Row("home:own_file", "GET", "200: deputy\n403: rest\n302: resident"),
    Row("home:own_file_paper", "GET", "200: deputy\n403: rest\n302: resident"),
    Row("home:own_file_paper", "GET", "200: deputy\n403: rest\n302: resident", query="?format=xlsx"),
    Row("home:confirm_entries", "POST", "302: deputy\n403: rest\n401: resident"),
    Row("home:confirm_entry", "POST", "302/404: deputy\n403: rest\n401: resident", made="home_entry"),
    Row("home:ask_leave", "GET", OWN_ONE, made="home_activity"),
    Row("home:ask_leave", "POST", "422/404: deputy\n403: rest\n401: resident", made="home_activity"),
    Row("home:object_to_entry", "GET", OWN_ONE, made="home_entry"),
    Row("home:object_to_entry", "POST", "422/404: deputy\n403: rest\n401: resident", made="home_entry"),
]
