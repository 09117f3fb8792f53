"""Suggestions: signers see their own, the office what was handed in, the government what was handed over."""

from lianxin.cases.models import Suggestion, SuggestionAsk, SuggestionReply
from lianxin.core.clock import now, today
from lianxin.deputies.models import Deputy
from lianxin.people import roles
from tests.security.matrix import Row
from tests.security.world import World


def suggestion(world: World, side: str) -> dict[str, object]:
    """One that the unit of the side handles, of the deputy of the matrix on the own side."""
    land = world.lands[side]
    deputy = Deputy.objects.get(account=world.accounts[roles.DEPUTY]) if side == "own" else land.deputy
    made = Suggestion.objects.create(
        number=f"建-{side}", state="assigned", session_year=2026, deputy=deputy, title="路灯", facts="暗",
        proposal="装灯",
        made_at=now(), submitted_on=today(), registered_on=today(), handed_on=today(), assigned_on=today(),
        lead_unit=world.unit(side),
    )  # fmt: skip
    SuggestionAsk.objects.create(
        suggestion=made, kind="return", unit=world.unit(side), reason="不归我们", asked_at=now()
    )
    return {"pk": made.pk}


def answered(world: World, side: str) -> dict[str, object]:
    """The same with a signed answer."""
    found = suggestion(world, side)
    Suggestion.objects.filter(pk=found["pk"]).update(state="replied", replied_on=today())
    SuggestionReply.objects.create(
        suggestion_id=found["pk"], unit=world.unit(side), round=1, scheme="SH4", result="adopted", text="已装",
        drafted_at=now(), signed_at=now(), signed_by_label="负责人",
    )  # fmt: skip
    return found


MAKERS = {"suggestion": suggestion, "answered": answered}

DESK = "congress_office congress_chair government_desk leader"
LIST = f"200: {DESK} unit_handler unit_head\n403: rest\n302: resident"
ONE = f"200: {DESK}\n200/404: unit_handler unit_head\n403: rest\n302: resident"
OWN = "200/404: deputy\n403: rest\n302: resident"

ROWS = [
    Row("cases:suggestions", "GET", LIST),
    Row("cases:suggestion", "GET", ONE, made="suggestion"),
    Row("cases:suggestion_print", "GET", ONE, made="suggestion"),
    Row("cases:suggestion_sheet", "GET", ONE, made="suggestion", kwargs={"code": "return"}),
    Row("cases:suggestion_propose", "GET", "404: congress_office congress_chair\n403: rest\n302: resident"),
    Row("cases:suggestion_propose", "POST", "404: congress_office congress_chair\n403: rest\n401: resident"),
    Row("cases:suggestion_report", "GET", "200: congress_office congress_chair\n403: rest\n302: resident"),
    Row("cases:suggestion_do", "GET", made="suggestion", found_first=DESK, kwargs={"move": "ask_return"}, cells="""
        200/404: unit_handler unit_head
        403: rest
        302: resident
        """),
    Row("cases:suggestion_do", "POST", made="suggestion", found_first=DESK, kwargs={"move": "ask_return"}, cells="""
        422/404: unit_handler unit_head
        403: rest
        401: resident
        """),
    Row("cases:own_suggestions", "GET", "200: deputy\n403: rest\n302: resident"),
    Row("cases:suggestion_new", "GET", "200: deputy\n403: rest\n302: resident"),
    Row("cases:suggestion_new", "POST", "422: deputy\n403: rest\n401: resident"),
    Row("cases:own_suggestion", "GET", OWN, made="suggestion"),
    Row("cases:own_suggestion_print", "GET", OWN, made="suggestion"),
    Row("cases:own_suggestion_sheet", "GET", OWN, made="answered", kwargs={"code": "survey"}),
    Row("cases:own_suggestion_do", "GET", OWN, made="suggestion", kwargs={"move": "ask_withdraw"}),
    Row("cases:own_suggestion_do", "POST", made="suggestion", kwargs={"move": "ask_withdraw"}, cells="""
        422/404: deputy
        403: rest
        401: resident
        """),
]  # fmt: skip
