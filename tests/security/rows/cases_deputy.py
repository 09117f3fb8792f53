"""A matter on the deputy's face: the own one is found, everybody else's is not."""

from lianxin.cases.actions import RecordOpinion
from lianxin.cases.models import Case, DeputyAsk
from lianxin.core.clock import now
from lianxin.deputies.models import Deputy
from lianxin.journal.actors import SYSTEM
from lianxin.people import roles
from tests.security.matrix import Row
from tests.security.world import World


def brought(world: World, side: str) -> dict[str, object]:
    """The number of a case somebody brought; on the own side the deputy of the matrix was there."""
    ids = (Deputy.objects.get(account=world.accounts[roles.DEPUTY]).pk,) if side == "own" else ()
    receipt = RecordOpinion(
        actor=SYSTEM, words="路灯坏了", place_id=world.place(side).pk, kind="problem", deputy_ids=ids
    ).execute()
    case = Case.objects.get(pk=receipt.case_id)
    Case.objects.filter(pk=case.pk).update(number=f"{case.number}-{side}-d")
    return {"number": f"{case.number}-{side}-d"}


def asked_about(world: World, side: str) -> dict[str, object]:
    """The same matter as something to ask about."""
    number = brought(world, side)["number"]
    return {"kind": "case", "pk": Case.objects.get(number=number).pk}


def asked(world: World, side: str) -> dict[str, object]:
    """A request to press."""
    thing = asked_about(world, side)
    made = DeputyAsk.objects.create(
        object_kind="case", object_id=thing["pk"], deputy=world.lands[side].deputy, text="没有下文", made_at=now()
    )
    return {"pk": made.pk}


MAKERS = {"brought_case": brought, "asked_about": asked_about, "deputy_ask": asked}

_OFFICE = "200: congress_office congress_chair\n403: rest\n302: resident"

ROWS = [
    Row("cases:deputy_case", "GET", made="brought_case", cells="200/404: deputy\n403: rest\n302: resident"),
    Row("cases:ask_to_press", "GET", made="asked_about", cells="200/404: deputy\n403: rest\n302: resident"),
    Row("cases:ask_to_press", "POST", made="asked_about", cells="422/404: deputy\n403: rest\n401: resident"),
    Row("cases:asks", "GET", _OFFICE),
    Row("cases:answer_ask", "GET", _OFFICE, made="deputy_ask"),
    Row(
        "cases:answer_ask", "POST", "422: congress_office congress_chair\n403: rest\n401: resident", made="deputy_ask"
    ),
    Row("cases:deputy_verdict", "GET", made="brought_case", cells="302/404: deputy\n403: rest\n302: resident"),
    Row("cases:deputy_verdict", "POST", made="brought_case", cells="302/404: deputy\n403: rest\n401: resident"),
]  # fmt: skip
