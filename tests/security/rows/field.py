"""Work without network: the phone's face, the receiver, the slip's page, and the visit links."""

from lianxin.core.clock import now, today
from lianxin.core.ids import slip_code, visit_code
from lianxin.field.models import Seat, Visit
from lianxin.journal.actors import SYSTEM
from lianxin.people.actions.links import IssueLink
from lianxin.people.models import LinkPurpose
from tests.security.matrix import Row
from tests.security.world import World


def visit_at(world: World, side: str) -> Visit:
    """A visit to the place of a side, with its link."""
    issued = IssueLink(actor=SYSTEM, purpose=LinkPurpose.VISIT, role="recorder", place=world.place(side)).execute()
    return Visit.objects.create(
        code=visit_code(), link=issued.link, title="走访", starts_on=today(), ends_on=today(), made_at=now()
    )


def link_at(world: World, side: str) -> dict[str, object]:
    """The address of a visit's link."""
    return {"pk": visit_at(world, side).pk}


def slip_at(world: World, side: str) -> dict[str, object]:
    """A slip whose record is still on the phone."""
    visit = visit_at(world, side)
    Seat.objects.create(visit=visit, recorder=1, device_digest="0" * 64, made_at=now())
    return {"slip": slip_code(visit.code, 1, 1)}


MAKERS = {"visit_link": link_at, "field_slip": slip_at}

_OUTSIDE = "recorder inspector volunteer secretary committee congress_office deputy"

ROWS = [
    Row("field:home", "GET", f"200: {_OUTSIDE}\n403: rest\n302: resident"),
    Row("field:opinion", "GET", """
        200: recorder secretary committee congress_office deputy
        403: rest
        302: resident
    """),
    Row("field:opinion", "POST", data={}, cells="""
        422: recorder secretary committee congress_office deputy
        403: rest
        401: resident
    """),
    Row("field:lists", "GET", f"200: {_OUTSIDE}\n403: rest\n302: resident"),
    Row("field:worker", "GET", "200: resident rest"),
    # The matrix sends no header of the page script: whoever may deliver at all is told that this is not our page.
    Row("field:seat", "POST", f"400: {_OUTSIDE}\n403: rest\n401: resident"),
    Row("field:receive", "POST", f"400: {_OUTSIDE}\n403: rest\n401: resident"),
    Row("field:photo", "POST", f"400: {_OUTSIDE}\n403: rest\n401: resident",
        kwargs={"key": "0" * 32, "sha256": "0" * 64}),
    Row("field:receive", "GET", f"405: {_OUTSIDE}\n403: rest\n302: resident"),
    Row("field:find_slip", "GET", "200: resident rest"),
    Row("field:find_slip", "POST", "422: resident rest", data={}),
    Row("field:slip", "GET", "200: resident rest", made="field_slip"),
    Row("field:slip", "POST", "200: resident rest", made="field_slip", data={}),
    Row("field:visit_links", "GET", "200: congress_office\n403: rest\n302: resident"),
    Row("field:visit_links", "GET", "200: congress_office\n403: rest\n302: resident", query="?format=csv"),
    Row("field:send_out", "GET", "200: congress_office\n403: rest\n302: resident"),
    Row("field:send_out", "POST", "422: congress_office\n403: rest\n401: resident", data={}),
    Row("field:revoke_link", "GET", "200: congress_office\n403: rest\n302: resident", made="visit_link"),
    Row("field:revoke_link", "POST", "422: congress_office\n403: rest\n401: resident", made="visit_link", data={}),
]  # fmt: skip
