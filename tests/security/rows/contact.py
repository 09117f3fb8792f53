"""Contact rounds: kept by the office, a visit by its neighbourhood and its recorder, confirmed by who was there."""

from lianxin.cases.actions import RecordOpinion
from lianxin.cases.models import Case, Opinion
from lianxin.contact.models import Feedback, Remark, Round, Visit, VisitDeputy, VisitItem
from lianxin.core.clock import now
from lianxin.deputies.models import Deputy
from lianxin.journal.actors import SYSTEM
from tests.contact.factories import make_round, make_visit, on_visit
from tests.security.matrix import Row
from tests.security.world import World


def round_of(world: World, side: str) -> Round:
    """A round of today, under way."""
    return make_round(state="under_way")


def visit_of(world: World, side: str) -> tuple[Visit, VisitDeputy]:
    """A visit to the place of a side with a deputy on it: on the own side the deputy of the matrix."""
    visit = make_visit(round_of(world, side), world.place(side), "14:30")
    deputy = Deputy.objects.filter(code="T01").first() if side == "own" else None
    return visit, on_visit(visit, deputy or world.lands[side].deputy, "town")


def item_of(world: World, side: str) -> VisitItem:
    """Something heard on a visit."""
    visit, _deputy = visit_of(world, side)
    receipt = RecordOpinion(actor=SYSTEM, words="灯坏了", place_id=world.place(side).pk, channel="round").execute()
    return VisitItem.objects.create(
        visit=visit, opinion=Opinion.objects.get(pk=receipt.opinion_id), case=Case.objects.get(pk=receipt.case_id),
        order=1, added_at=now(),
    )  # fmt: skip


def round_at(world: World, side: str) -> dict[str, object]:
    """A round."""
    return {"pk": round_of(world, side).pk}


def visit_at(world: World, side: str) -> dict[str, object]:
    """A visit that has not begun."""
    return {"pk": visit_of(world, side)[0].pk}


def held_visit_at(world: World, side: str) -> dict[str, object]:
    """A visit that is over."""
    visit, _deputy = visit_of(world, side)
    Visit.objects.filter(pk=visit.pk).update(state="held")
    return {"pk": visit.pk}


def sheet_at(world: World, side: str) -> dict[str, object]:
    """The code on a visit's paper."""
    return {"token": visit_of(world, side)[0].sheet_token}


def item_at(world: World, side: str) -> dict[str, object]:
    """An item."""
    return {"pk": item_of(world, side).pk}


def remark_at(world: World, side: str) -> dict[str, object]:
    """What a deputy wants added."""
    _visit, deputy = visit_of(world, side)
    return {"pk": Remark.objects.create(on_visit=deputy, kind="add", text="漏了一条", made_at=now()).pk}


def feedback_at(world: World, side: str) -> dict[str, object]:
    """What was said to an old matter."""
    item = item_of(world, side)
    return {"pk": Feedback.objects.create(visit=item.visit, case=item.case, told_at=now()).pk}


MAKERS = {
    "contact_round": round_at,
    "contact_visit": visit_at,
    "contact_held": held_visit_at,
    "contact_sheet": sheet_at,
    "contact_item": item_at,
    "contact_remark": remark_at,
    "contact_feedback": feedback_at,
}

_OUTSIDE = "recorder secretary committee congress_office"


def phone(status: int, closed: int) -> str:
    """Recorder and neighbourhood on their own visit, the office on every one."""
    return f"{status}/404: recorder secretary committee\n{status}: congress_office\n403: rest\n{closed}: resident"


def keeps(status: int, closed: int) -> str:
    """The neighbourhood its own visit, the office every one."""
    return f"{status}/404: secretary committee\n{status}: congress_office\n403: rest\n{closed}: resident"


READS_OWN = "200/404: secretary committee\n200: congress_office congress_chair\n403: rest\n302: resident"
READS_ALL = "200: congress_office congress_chair secretary committee\n403: rest\n302: resident"
OFFICE_READS = "200: congress_office congress_chair\n403: rest\n302: resident"

VISIT_ROWS = [
    *(Row(f"contact:{name}", "GET", f"200: {_OUTSIDE}\n403: rest\n302: resident")
      for name in ("visit_item", "visit_told")),
    *(Row(f"contact:{name}", "POST", f"422: {_OUTSIDE}\n403: rest\n401: resident")
      for name in ("visit_item", "visit_told")),
    Row("contact:visit_phone_move", "GET", phone(200, 302), made="contact_visit", kwargs={"code": "begin"}),
    Row("contact:visit_phone_move", "POST", phone(302, 401), made="contact_visit", kwargs={"code": "begin"}),
    Row("contact:visit_phone_move", "POST", phone(409, 401), made="contact_visit", kwargs={"code": "end"}),
    Row("contact:visit_phone_attendance", "GET", phone(200, 302), made="contact_visit"),
    Row("contact:visit_phone_attendance", "POST", phone(302, 401), made="contact_visit"),
    Row("contact:visit_sheet_door", "GET", phone(302, 302), made="contact_sheet"),
    Row("contact:visits", "GET", READS_ALL),
    Row("contact:visits", "GET", READS_ALL, query="?format=csv"),
    Row("contact:visit_list", "GET", READS_OWN, made="contact_visit"),
    Row("contact:visit_sheets", "GET", READS_OWN, made="contact_visit"),
    Row("contact:round_sheets", "GET", OFFICE_READS, made="contact_round"),
    Row("contact:visit_feedback_paper", "GET", READS_OWN, made="contact_visit"),
    Row("contact:round_feedback_paper", "GET", OFFICE_READS, made="contact_round"),
    Row("contact:visit_lines", "GET", keeps(200, 302), made="contact_visit"),
    Row("contact:visit_lines", "POST", keeps(422, 401), made="contact_visit"),
    Row("contact:visit_told_desk", "GET", keeps(200, 302), made="contact_visit"),
    Row("contact:visit_told_desk", "POST", keeps(200, 401), made="contact_visit"),
    Row("contact:visit_attendance", "GET", keeps(200, 302), made="contact_visit"),
    Row("contact:visit_attendance", "POST", keeps(302, 401), made="contact_visit"),
    *(Row("contact:visit_move", "GET", keeps(200, 302), made="contact_visit", kwargs={"code": code})
      for code in ("begin", "end", "give-in", "reopen")),
    Row("contact:visit_move", "POST", keeps(302, 401), made="contact_visit", kwargs={"code": "begin"}),
    Row("contact:visit_move", "POST", keeps(409, 401), made="contact_visit", kwargs={"code": "end"}),
    Row("contact:visit_move", "POST", keeps(409, 401), made="contact_held", kwargs={"code": "give-in"}),
    Row("contact:visit_move", "POST", made="contact_held", kwargs={"code": "reopen"},
        found_first="secretary committee",
        cells="403/404: secretary committee\n409: congress_office\n403: rest\n401: resident"),
    Row("contact:visit_same", "GET", keeps(200, 302), made="contact_item"),
    Row("contact:visit_same", "POST", keeps(302, 401), made="contact_item"),
    Row("contact:visit_remark", "GET", keeps(200, 302), made="contact_remark"),
    Row("contact:visit_remark", "POST", keeps(422, 401), made="contact_remark"),
    Row("contact:visit_verdict", "POST", keeps(302, 401), made="contact_feedback"),
    Row("contact:deputy_visits", "GET", "200: deputy\n403: rest\n302: resident"),
    Row("contact:deputy_visit", "GET", "200/404: deputy\n403: rest\n302: resident", made="contact_held"),
    Row("contact:deputy_visit", "POST", "302/404: deputy\n403: rest\n401: resident", made="contact_held"),
]  # fmt: skip

ROWS = [*VISIT_ROWS]
