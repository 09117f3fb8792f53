"""A matter on the deputy's face: the own one is found, everybody else's is not."""

from lianxin.cases.actions import RecordOpinion
from lianxin.cases.models import Case
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


MAKERS = {"brought_case": brought}

ROWS = [
    Row("cases:deputy_case", "GET", made="brought_case", cells="200/404: deputy\n403: rest\n302: resident"),
    Row("cases:deputy_verdict", "GET", made="brought_case", cells="302/404: deputy\n403: rest\n302: resident"),
    Row("cases:deputy_verdict", "POST", made="brought_case", cells="302/404: deputy\n403: rest\n401: resident"),
]  # fmt: skip
