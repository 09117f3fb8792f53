"""The code on the printed sheet of a contact visit binds a photographed sheet to that visit."""

import re
from typing import Final
from urllib.parse import urlsplit

from lianxin.aggregation.sheets.binding import Bound, resolver
from lianxin.contact import base
from lianxin.contact.visits.policies import RECORD_ON_VISIT
from lianxin.journal.actors import Actor

_TOKEN: Final = re.compile(r"/([A-Za-z0-9_-]{16,64})/?$")


@resolver
def of_visit(actor: Actor, code: str) -> Bound | None:
    """The visit whose sheet carries the code, for somebody who records on it; two statements."""
    found = _TOKEN.search(urlsplit(code).path)
    visit = base.visits().filter(sheet_token=found.group(1)).first() if found is not None else None
    if visit is None or not RECORD_ON_VISIT.check(actor, visit):
        return None
    name = visit.round.name
    return Bound(f"{name} · {visit.place.label}", visit.place_id, name[:60], "round")
