"""What the pages of the electronic vote need: one being prepared, one that is open, one with its verified result."""

from collections.abc import Mapping
from typing import Any

from lianxin.ballots.actions import VerifyResult
from lianxin.people import roles
from tests.accessibility.pages import Row
from tests.ballots import sitting
from tests.cases.small_town import Town

_OFFICE = roles.CONGRESS_OFFICE
_SCRUTINEER = roles.SCRUTINEER

ROWS = (
    Row("ballots:elections", _OFFICE),
    Row("ballots:check", roles.DEPUTY),
    *(Row(f"ballots:{name}", _OFFICE, "election_new") for name in ("run", "voters", "setup", "break")),
    Row("ballots:trustee", _SCRUTINEER, "election_new"),
    *(Row(f"ballots:{name}", _SCRUTINEER, "election_open") for name in ("run", "open", "close", "poster")),
    *(Row(f"ballots:{name}", _SCRUTINEER, "election_done") for name in ("run", "verify")),
    *(Row(f"ballots:{name}", made="election_booth") for name in ("booth", "board")),
    Row("ballots:board", made="election_result"),
)
#: Addresses of machines.
NO_PAGE = {
    f"ballots:{name}": "for the booth's script and for auditors; looked at in tests/ballots/test_sitting.py"
    for name in ("published", "cast", "state", "archive")
}


def ballots(_town: Town) -> Mapping[str, Mapping[str, Any]]:
    """The arguments of their addresses."""
    new = sitting.prepared(ceremony="single")
    opened = sitting.prepared("per_item", ceremony="single").envelopes(3).keys().fixed().opened(void=1)
    done = sitting.prepared(ceremony="single").envelopes(2).keys().fixed().opened()
    done.cast(0, [[0, 1, 1, 0]])
    done.closed().decrypted(1)
    VerifyResult(actor=sitting.OFFICE, election=done.again()).execute()
    return {
        "election_new": {"pk": new.election.pk}, "election_open": {"pk": opened.election.pk},
        "election_done": {"pk": done.election.pk}, "election_booth": {"uuid": opened.election.uuid},
        "election_result": {"uuid": done.election.uuid},
    }  # fmt: skip
