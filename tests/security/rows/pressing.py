"""Orders, congress steps, ladders, disputes, the leader's page: a unit sees what is its own, each body its means."""

from lianxin.cases.actions import RecordOpinion
from lianxin.cases.models import Case, Dispute
from lianxin.clocks.models import CongressStep, SupervisionOrder
from lianxin.core.clock import now
from lianxin.journal.actors import anonymous_resident
from lianxin.places.models import Category
from tests.security.matrix import Row
from tests.security.world import World


def case_of_unit(world: World, side: str) -> dict[str, object]:
    """A case the unit of the side works on."""
    receipt = RecordOpinion(
        actor=anonymous_resident(), words="路灯坏了", place_id=world.place(side).pk, kind="problem"
    ).execute()
    rows = Case.objects.filter(pk=receipt.case_id)
    number = f"{rows.get().number}-press-{side}"
    rows.update(number=number, reached_desk=True, state="contacted", lead_unit=world.unit(side))
    return {"number": number}


def case_at_desk(world: World, side: str) -> dict[str, object]:
    """A case that lies at the desk."""
    number = case_of_unit(world, side)["number"]
    Case.objects.filter(number=number).update(state="transferred", lead_unit=None)
    return {"number": number}


def order_for(world: World, side: str) -> dict[str, object]:
    """An order issued to the unit of the side."""
    made = SupervisionOrder.objects.create(
        number=f"督-{side}", step="oversee", state="issued", unit=world.unit(side), verb="assign", title="督办",
        demand="请办", answer_n=3, drafted_at=now(), drafted_by_label="交办台", issuer_role="government_desk",
        issued_at=now(), issued_by_label="交办台",
    )  # fmt: skip
    return {"pk": made.pk}


def step_for(world: World, side: str) -> dict[str, object]:
    """A congress step that was started."""
    made = CongressStep.objects.create(
        number=f"监-{side}", step="reflect", state="started", title="反映", ask="请督促", drafted_at=now(),
        drafted_by_label="人大办", started_at=now(),
    )  # fmt: skip
    return {"pk": made.pk}


def dispute_of(world: World, side: str) -> dict[str, object]:
    """A sheet to which the unit of the side is a party."""
    case = Case.objects.get(number=case_at_desk(world, side)["number"])
    category = Category.objects.first() or Category.objects.create(code="other", name="其他")
    made = Dispute.objects.create(
        number=f"商-{side}", reason="units", case=case, category=category, unit_path=f"/{world.unit(side).pk}/",
        opened_at=now(), opened_by_label="交办台",
    )  # fmt: skip
    return {"pk": made.pk}


MAKERS = {
    "pressed_case": case_of_unit,
    "undecided_case": case_at_desk,
    "order": order_for,
    "congress_step": step_for,
    "dispute": dispute_of,
}

#: Those whose 403 comes after the object was found.
FIRST_DESK = "government_desk leader"
FIRST_UNIT = "leader unit_handler unit_head"
FIRST_OFFICE = "congress_office congress_chair leader"
DESK_ONLY = "200: government_desk\n403: rest\n302: resident"
ORDER = "200: government_desk leader\n200/404: unit_handler unit_head\n403: rest\n302: resident"
STEP = "200: congress_office congress_chair government_desk leader\n403: rest\n302: resident"

ROWS = [
    Row("leader", "GET", "200: leader congress_chair congress_office government_desk\n403: rest\n302: resident"),
    Row("cases:orders", "GET", "200: government_desk leader unit_handler unit_head\n403: rest\n302: resident"),
    Row("cases:order", "GET", ORDER, made="order"),
    Row("cases:order_print", "GET", ORDER, made="order"),
    Row("cases:order_do", "GET", made="order", found_first=FIRST_DESK, kwargs={"move": "answer"}, cells="""
        200/404: unit_handler unit_head
        403: rest
        302: resident
    """),
    Row("cases:order_do", "POST", made="order", found_first=FIRST_DESK, kwargs={"move": "answer"}, cells="""
        422/404: unit_handler unit_head
        403: rest
        401: resident
    """),
    Row("cases:order_do", "GET", made="order", query="?withdraw", found_first=FIRST_UNIT,
        kwargs={"move": "withdraw"}, cells="""
        200: government_desk
        403/404: unit_handler unit_head
        403: rest
        302: resident
    """),
    Row("cases:order_new", "GET", DESK_ONLY, made="pressed_case"),
    Row("cases:order_new", "POST", made="pressed_case", cells="""
        422: government_desk
        403: rest
        401: resident
    """),
    Row("cases:urge_print", "GET", DESK_ONLY, made="pressed_case"),
    Row("cases:steps", "GET", STEP),
    Row("cases:step", "GET", STEP, made="congress_step"),
    Row("cases:step_print", "GET", STEP, made="congress_step"),
    Row("cases:step_do", "GET", made="congress_step", found_first=FIRST_DESK, kwargs={"move": "conclude"}, cells="""
        200: congress_office congress_chair
        403: rest
        302: resident
    """),
    Row("cases:step_do", "POST", made="congress_step", found_first=FIRST_OFFICE, kwargs={"move": "report"}, cells="""
        422: government_desk
        403: rest
        401: resident
    """),
    Row("cases:step_new", "GET", made="pressed_case", cells="""
        200: congress_office congress_chair
        403: rest
        302: resident
    """),
    Row("cases:step_new", "POST", made="pressed_case", cells="""
        422: congress_office congress_chair
        403: rest
        401: resident
    """),
    Row("cases:ladders", "GET", STEP),
    Row("cases:ladder_step", "GET", DESK_ONLY, kwargs={"ladder": "government", "code": "oversee"}),
    Row("cases:ladder_step", "POST", kwargs={"ladder": "government", "code": "oversee"}, cells="""
        422: government_desk
        403: rest
        401: resident
    """),
    Row("cases:ladder_step", "GET", query="?congress", kwargs={"ladder": "congress", "code": "reflect"}, cells="""
        200: congress_office congress_chair
        403: rest
        302: resident
    """),
    Row("cases:disputes", "GET", "200: government_desk leader unit_handler unit_head\n403: rest\n302: resident"),
    Row("cases:dispute", "GET", ORDER, made="dispute"),
    Row("cases:dispute_print", "GET", ORDER, made="dispute"),
    Row("cases:dispute_do", "GET", made="dispute", found_first=FIRST_UNIT, kwargs={"move": "meet"}, cells="""
        200: government_desk
        403/404: unit_handler unit_head
        403: rest
        302: resident
    """),
    Row("cases:dispute_do", "POST", made="dispute", found_first=FIRST_UNIT, kwargs={"move": "drop"}, cells="""
        422: government_desk
        403/404: unit_handler unit_head
        403: rest
        401: resident
    """),
    Row("cases:dispute_new", "GET", DESK_ONLY, made="undecided_case"),
    Row("cases:dispute_new", "POST", made="undecided_case", cells="""
        422: government_desk
        403: rest
        401: resident
    """),
    Row("cases:returns", "GET", "200: government_desk leader\n403: rest\n302: resident"),
]  # fmt: skip
