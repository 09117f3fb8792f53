"""What the room hangs on the house when it is ready; each of its three parts brings its own."""

from typing import Final

from lianxin.contact import citable
from lianxin.contact.results import registration as results
from lianxin.contact.rounds import registration as rounds
from lianxin.contact.visits import registration as visits
from lianxin.journal import kinds

_KINDS: Final = (
    ("contact_round", "contact.Round", "集中联系社区活动"),
    ("contact_visit", "contact.Visit", "社区走访"),
)


def register() -> None:
    """Kinds of the log, then the parts."""
    for kind in _KINDS:
        kinds.register(*kind)
    citable.register()
    rounds.register()
    visits.register()
    results.register()
