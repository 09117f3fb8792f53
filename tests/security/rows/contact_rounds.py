"""Rounds on the desk: kept by the congress office, read by the chair; a visit is prepared by its neighbourhood."""

from lianxin.contact.models import AgendaItem, AgendaQuestion, Apart, PlanDraft, Round, Visit, Wish
from lianxin.contact.rounds.drafts import work_out
from lianxin.core.clock import now
from lianxin.deputies.models import Deputy, Level
from lianxin.places.models import Place
from tests.contact.factories import make_round, make_visit, on_round, on_visit
from tests.deputies.factories import make_deputy
from tests.security.matrix import Row
from tests.security.world import World


def planned(world: World, side: str) -> tuple[Round, Visit, Deputy]:
    """A round in preparation with a visit and a district deputy."""
    one = make_round()
    visit = make_visit(one, world.place(side), "14:30")
    deputy = make_deputy(f"D-{side}", Level.DISTRICT)
    on_round(one, deputy)
    return one, visit, deputy


def prepared_at(world: World, side: str) -> dict[str, object]:
    """A round in preparation."""
    return {"pk": planned(world, side)[0].pk}


def person_at(world: World, side: str) -> dict[str, object]:
    """A deputy of a round."""
    one, _visit, deputy = planned(world, side)
    return {"pk": one.pk, "deputy": deputy.pk}


def place_at(world: World, side: str) -> dict[str, object]:
    """A place of a round."""
    one, visit, _deputy = planned(world, side)
    return {"pk": one.pk, "visit": visit.pk}


def draft_at(world: World, side: str) -> dict[str, object]:
    """A plan that was worked out."""
    one, _visit, _deputy = planned(world, side)
    made = work_out(one, "fallback")
    draft = PlanDraft.objects.create(
        round=one, made_at=now(), made_by_label="人大办", method="fallback", points=0, plan=made.content
    )
    return {"pk": one.pk, "draft": draft.pk}


def seat_at(world: World, side: str) -> dict[str, object]:
    """Somebody who goes to a place."""
    one, visit, deputy = planned(world, side)
    return {"pk": one.pk, "row": on_visit(visit, deputy).pk}


def wish_at(world: World, side: str) -> dict[str, object]:
    """A wish."""
    one, visit, deputy = planned(world, side)
    made = Wish.objects.create(round=one, deputy=deputy, place=Place.objects.get(pk=visit.place_id), kind="wish")
    return {"pk": one.pk, "kind": "wish", "row": made.pk}


def pair_at(world: World, side: str) -> dict[str, object]:
    """Two who are kept apart."""
    one, _visit, deputy = planned(world, side)
    other = make_deputy(f"E-{side}", Level.DISTRICT)
    made = Apart.objects.create(round=one, one=deputy, other=other, reason="同一单位")
    return {"pk": one.pk, "kind": "apart", "row": made.pk}


def agenda_item_at(world: World, side: str) -> dict[str, object]:
    """An item of the agenda."""
    return {"pk": AgendaItem.objects.create(round=make_round(), order=1, kind="briefing", title="通报").pk}


def question_at(world: World, side: str) -> dict[str, object]:
    """A question without an answer."""
    item = AgendaItem.objects.get(pk=agenda_item_at(world, side)["pk"])
    return {"pk": AgendaQuestion.objects.create(item=item, asked_by="代表", question="何时？", asked_at=now()).pk}


MAKERS = {
    "contact_prepared": prepared_at,
    "contact_person": person_at,
    "contact_place": place_at,
    "contact_draft": draft_at,
    "contact_seat": seat_at,
    "contact_wish": wish_at,
    "contact_pair": pair_at,
    "contact_agenda": agenda_item_at,
    "contact_question": question_at,
}

READS = "200: congress_office congress_chair\n403: rest\n302: resident"
OPENS = "200: congress_office\n403: rest\n302: resident"


def sent(status: int) -> str:
    """What the office gets for sending; nobody else."""
    return f"{status}: congress_office\n403: rest\n401: resident"


def kept(status: int, closed: int) -> str:
    """The neighbourhood its own visit, the office every one."""
    return f"{status}/404: secretary committee\n{status}: congress_office\n403: rest\n{closed}: resident"


SEES_VISIT = "200/404: secretary committee\n200: congress_office congress_chair\n403: rest\n302: resident"

ROWS = [
    Row("contact:rounds", "GET", READS),
    Row("contact:rounds", "GET", READS, query="?format=csv"),
    *(
        Row(f"contact:{name}", "GET", READS, made="contact_prepared")
        for name in (
            "round", "round_people", "round_places", "board", "agenda", "agenda_sheet", "plenary", "plenary_sheet",
            "progress", "assign",
        )
    ),
    Row("contact:draft", "GET", READS, made="contact_draft"),
    Row("contact:new_round", "GET", OPENS),
    Row("contact:new_round", "POST", sent(422)),
    *(
        Row(f"contact:{name}", "GET", OPENS, made="contact_prepared")
        for name in ("change_round", "round_wish", "round_apart", "choose_places", "new_item", "replan", "links")
    ),
    *(
        Row(f"contact:{name}", "POST", sent(422), made="contact_prepared")
        for name in ("change_round", "round_wish", "round_apart", "choose_places", "new_item", "replan")
    ),
    *(
        Row("contact:move_round", "GET", OPENS, made="contact_prepared", kwargs={"code": code})
        for code in ("announce", "begin", "gather", "cancel")
    ),
    Row("contact:move_round", "POST", sent(422), made="contact_prepared", kwargs={"code": "announce"}),
    Row("contact:move_round", "POST", sent(409), made="contact_prepared", kwargs={"code": "begin"}),
    Row("contact:move_round", "POST", sent(409), made="contact_prepared", kwargs={"code": "gather"}),
    Row("contact:move_round", "POST", sent(422), made="contact_prepared", kwargs={"code": "cancel"}),
    Row("contact:links", "POST", sent(200), made="contact_prepared"),
    Row("contact:assign", "POST", found_first="congress_chair", made="contact_prepared",
        cells="200: congress_office\n404: congress_chair\n403: rest\n401: resident"),
    Row("contact:plenary", "POST", found_first="congress_chair", made="contact_prepared",
        cells="409: congress_office\n404: congress_chair\n403: rest\n401: resident"),
    Row("contact:adopt", "POST", sent(302), made="contact_draft"),
    Row("contact:round_person", "GET", OPENS, made="contact_person"),
    Row("contact:round_person", "POST", sent(302), made="contact_person"),
    Row("contact:hosting", "GET", OPENS, made="contact_place"),
    Row("contact:hosting", "POST", sent(422), made="contact_place"),
    Row("contact:board_visit", "GET", OPENS, made="contact_place"),
    Row("contact:board_change", "GET", "404: congress_office\n403: rest\n302: resident", made="contact_prepared"),
    Row("contact:board_change", "POST", sent(404), made="contact_prepared"),
    Row("contact:fix", "POST", sent(302), made="contact_seat"),
    Row("contact:take_back", "POST", sent(302), made="contact_wish"),
    *(
        row
        for name in ("change_item", "drop_item", "question", "cite")
        for row in (
            Row(f"contact:{name}", "GET", OPENS, made="contact_agenda"),
            Row(f"contact:{name}", "POST", sent(422), made="contact_agenda"),
        )
    ),
    Row("contact:move_item", "POST", sent(302), made="contact_agenda", kwargs={"where": "up"}),
    Row("contact:answer_question", "GET", OPENS, made="contact_question"),
    Row("contact:answer_question", "POST", sent(422), made="contact_question"),
    Row("contact:visit", "GET", SEES_VISIT, made="contact_visit"),
    Row("contact:prepare", "GET", kept(200, 302), made="contact_visit"),
    Row("contact:prepare", "POST", kept(302, 401), made="contact_visit"),
]  # fmt: skip
