"""The electronic vote: prepared by the congress office, keys and box with scrutineers, the booth for everybody."""

import datetime as dt

from lianxin.ballots.models import Election
from lianxin.ballots.rules import frozen, preset
from lianxin.core.clock import today
from tests.ballots import sitting
from tests.security.matrix import Row
from tests.security.world import World


def election_of(side: str) -> Election:
    """An election that is being prepared."""
    return Election.objects.create(
        uuid=f"{side}-{Election.objects.count()}"[:24], meeting="会议", held_on=today(), decision="决定",
        decided_on=today() - dt.timedelta(days=1), decided_by="主席团", rule=frozen(preset("per_item", 1, 1)),
        in_office=60, items='[[1, "加装电梯"]]', ceremony="single", size=1,
    )  # fmt: skip


def election_at(_world: World, side: str) -> dict[str, object]:
    """An election."""
    return {"pk": election_of(side).pk}


def open_at(_world: World, _side: str) -> dict[str, object]:
    """An election whose box is open."""
    made = sitting.prepared("per_item", ceremony="single").envelopes(1).keys().fixed().opened()
    return {"uuid": made.election.uuid}


MAKERS = {"election": election_at, "election_open": open_at}

AT_VOTE = "200: congress_office congress_chair government_desk leader scrutineer\n403: rest\n302: resident"
OFFICE = "200: congress_office\n403: rest\n302: resident"
SEND_OFFICE = "422: congress_office\n403: rest\n401: resident"
SCRUTINEER = "200: scrutineer\n403: rest\n302: resident"
SEND_SCRUTINEER = "422: scrutineer\n403: rest\n401: resident"
BOTH = "200: congress_office scrutineer\n403: rest\n302: resident"
SEND_BOTH = "422: congress_office scrutineer\n403: rest\n401: resident"
REFUSED_BOTH = "409: congress_office scrutineer\n403: rest\n401: resident"
CHECK = "200: congress_office congress_chair government_desk leader scrutineer deputy\n403: rest\n302: resident"
SEND_CHECK = "422: congress_office congress_chair government_desk leader scrutineer deputy\n403: rest\n401: resident"


def _form(name: str, shown: str, sent: str, made: str = "election") -> tuple[Row, Row]:
    """A form page and the empty form sent."""
    return Row(f"ballots:{name}", "GET", shown, made=made), Row(f"ballots:{name}", "POST", sent, made=made)


ROWS = [
    Row("ballots:elections", "GET", AT_VOTE),
    *(Row(f"ballots:{name}", "GET", AT_VOTE, made="election") for name in ("run", "poster")),
    *_form("check", CHECK, SEND_CHECK, made=""),
    *_form("voters", OFFICE, SEND_OFFICE),
    *_form("setup", OFFICE, SEND_OFFICE),
    *_form("trustee", SCRUTINEER, SEND_SCRUTINEER),
    *_form("open", SCRUTINEER, SEND_SCRUTINEER),
    *_form("close", SCRUTINEER, SEND_SCRUTINEER),
    *_form("verify", BOTH, REFUSED_BOTH),
    *_form("break", BOTH, SEND_BOTH),
    *(
        Row(f"ballots:{name}", "GET", "200: rest", made="election_open", open_to_all=True)
        for name in ("booth", "published", "board", "state", "archive")
    ),
    Row("ballots:cast", "POST", "422: rest", made="election_open", open_to_all=True),
]
