"""The register of deputies: read by the office and the chair, kept by the office alone."""

import datetime as dt

from lianxin.core.clock import now, today
from lianxin.deputies.models import Constituency, Deputy, Handover, HandoverLine, Leave, Level, Mandate, OwnLink, Term
from tests.deputies.factories import TERM_BEGINS
from tests.security.matrix import Row
from tests.security.world import World


def term_at(world: World, side: str) -> dict[str, object]:
    """A term."""
    return {"pk": Term.objects.create(code=f"S-{side}", level=Level.TOWN, name="第五届", starts_on=TERM_BEGINS).pk}


def mandate_at(world: World, side: str) -> dict[str, object]:
    """A mandate of a town deputy."""
    seat = Constituency.objects.create(code=f"S-{side}", level=Level.TOWN, name="第一选区")
    deputy = Deputy.objects.create(code=f"S-{side}", label="代表", display_name="代表")
    term = Term.objects.get(pk=term_at(world, f"m-{side}")["pk"])
    made = Mandate.objects.create(deputy=deputy, level=Level.TOWN, term=term, constituency=seat, starts_on=TERM_BEGINS)
    return {"pk": made.pk}


def deputy_at(world: World, side: str) -> dict[str, object]:
    """A deputy without a mandate."""
    return {"pk": Deputy.objects.create(code=f"D-{side}", label="代表", display_name="代表").pk}


def leave_at(world: World, side: str) -> dict[str, object]:
    """A leave of a deputy."""
    deputy = Deputy.objects.get(pk=deputy_at(world, f"l-{side}")["pk"])
    made = Leave.objects.create(
        deputy=deputy, starts_on=today(), ends_on=today(), reason="出差", granted_by="主席", granted_on=today(),
        made_by_label="x",
    )  # fmt: skip
    return {"pk": made.pk}


def handover_at(world: World, side: str) -> dict[str, object]:
    """A change of term that is being prepared: one deputy leaves."""
    mandate = Mandate.objects.select_related("term", "deputy").get(pk=mandate_at(world, f"h-{side}")["pk"])
    begins = today() + dt.timedelta(days=9)
    new = Term.objects.create(code=f"N-{side}", level=Level.TOWN, name="第六届", starts_on=begins)
    made = Handover.objects.create(
        kind="term", level=Level.TOWN, old_term=mandate.term, new_term=new, day=new.starts_on, made_at=now(),
        touched_at=now(), made_by_label="x",
    )  # fmt: skip
    HandoverLine.objects.create(handover=made, deputy=mandate.deputy, fate="leaves", basis="hand")
    return {"pk": made.pk}


def successor_at(world: World, side: str) -> dict[str, object]:
    """Who leaves in a handover."""
    made = handover_at(world, f"s-{side}")
    return {**made, "deputy": HandoverLine.objects.get(handover_id=made["pk"]).deputy_id, "place": 0}


def own_link_at(world: World, side: str) -> dict[str, object]:
    """A read-only link of a deputy."""
    deputy = Deputy.objects.get(pk=deputy_at(world, f"o-{side}")["pk"])
    made = OwnLink.objects.create(
        deputy=deputy, token_hash=f"h-{side}", issued_at=now(), issued_by_label="x", expires_at=now()
    )
    return {"pk": made.pk}


MAKERS = {
    "own_link": own_link_at,
    "register_leave": leave_at, "handover": handover_at, "handover_successor": successor_at,
    "register_term": term_at, "register_mandate": mandate_at, "register_deputy": deputy_at,
}  # fmt: skip

READ = "200: congress_office congress_chair\n403: rest\n302: resident"
KEEP = "200: congress_office\n403: rest\n302: resident"
SEND = "422: congress_office\n403: rest\n401: resident"

ROWS = [
    Row("deputies:register", "GET", READ),
    Row("deputies:register", "GET", READ, query="?format=csv"),
    Row("deputies:terms", "GET", READ),
    Row("deputies:deputy", "GET", READ, made="register_deputy"),
    Row("deputies:elected", "GET", KEEP),
    Row("deputies:elected", "POST", SEND),
    Row("deputies:elected_template", "GET", KEEP),
    Row("deputies:new", "GET", KEEP),
    Row("deputies:new", "POST", SEND),
    Row("deputies:new_term", "GET", KEEP),
    Row("deputies:new_term", "POST", SEND),
    *(
        row
        for name, made in (
            ("end_term", "register_term"),
            ("begin_mandate", "register_deputy"),
            ("change_mandate", "register_mandate"),
            ("end_mandate", "register_mandate"),
        )
        for row in (Row(f"deputies:{name}", "GET", KEEP, made=made), Row(f"deputies:{name}", "POST", SEND, made=made))
    ),
    Row("deputies:contacts", "GET", KEEP, made="register_deputy"),
    Row("deputies:own_link", "GET", KEEP, made="register_deputy"),
    Row("deputies:own_link", "POST", "200: congress_office\n403: rest\n401: resident", made="register_deputy"),
    Row("deputies:revoke_own_link", "GET", KEEP, made="own_link"),
    Row("deputies:revoke_own_link", "POST", SEND, made="own_link"),
    Row("deputies:handovers", "GET", READ),
    Row("deputies:waiting", "GET", READ),
    Row("deputies:open_handover", "GET", KEEP),
    Row("deputies:open_handover", "POST", SEND),
    *(
        row
        for name, made in (("leave", "register_deputy"), ("leave_back", "register_leave"), ("reelected", "handover"))
        for row in (Row(f"deputies:{name}", "GET", KEEP, made=made), Row(f"deputies:{name}", "POST", SEND, made=made))
    ),
    Row("deputies:handover", "GET", READ, made="handover"),
    Row(
        # the chair reads; what it sends is refused
        "deputies:handover",
        "POST",
        "302: congress_office\n403: congress_chair rest\n401: resident",
        made="handover",
        data={"seen": "0"},
        found_first="congress_chair",
    ),
    Row("deputies:handover_print", "GET", READ, made="handover"),
    Row("deputies:name_successor", "GET", KEEP, made="handover_successor"),
    Row("deputies:name_successor", "POST", "302: congress_office\n403: rest\n401: resident", made="handover_successor"),
    Row("deputies:give", "GET", "404: congress_office\n403: rest\n302: resident", kwargs={"kind": "case", "pk": 1}),
    Row("deputies:give", "POST", "404: congress_office\n403: rest\n401: resident", kwargs={"kind": "case", "pk": 1}),
    Row("deputies:contacts", "POST", "302: congress_office\n403: rest\n401: resident", made="register_deputy"),
]
