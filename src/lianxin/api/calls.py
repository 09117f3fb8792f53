"""What every endpoint shares: who calls with which scope, the idempotency key, reading a case."""

from typing import Any, Final

from django.http import HttpRequest
from ninja.security import HttpBearer

from lianxin.api import answers, scopes
from lianxin.api.keys import ANONYMOUS, Caller, find_key
from lianxin.api.parts import LARGEST_ID
from lianxin.api.problems import Problem, ProblemOut
from lianxin.cases import policies
from lianxin.cases.models import Case
from lianxin.cases.selectors import case_page
from lianxin.core.hashing import text_digest
from lianxin.core.ids import typed_id
from lianxin.core.text import normalise
from lianxin.db.scope import current_town_id_or_none
from lianxin.people.addresses import client_address
from lianxin.records import attachments
from lianxin.ui.keyset import Place

#: What any endpoint may answer beside its success.
PROBLEMS: Final = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 422, 429), ProblemOut)


class Key(HttpBearer):
    """A key of another system with one scope, as ``Authorization: Bearer lxk_…``."""

    def __init__(self, scope: str) -> None:
        """Take the scope the endpoint needs."""
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The caller; 401 without a valid key, 403 without the scope."""
        _in_a_town()
        caller = find_key(token[:200], client_address(request))
        if caller is None or caller.key is None:
            raise Problem(401)
        if self.scope not in caller.key.scope_list:
            raise Problem(403, "no_scope", f"{scopes.LABELS[self.scope]} ({self.scope})")
        return caller


def nobody(request: HttpRequest) -> Caller:
    """A resident: no key is asked, and one that is sent is not looked at."""
    _in_a_town()
    return ANONYMOUS


def _in_a_town() -> None:
    if current_town_id_or_none() is None:
        raise Problem(404, "no_town")


def caller_of(request: HttpRequest) -> Caller:
    """Who was let in."""
    found = getattr(request, "auth", None)
    if not isinstance(found, Caller):
        raise Problem(401)
    return found


def only_known(request: HttpRequest, *names: str) -> None:
    """Refuse parameters nobody asked for, and those sent twice."""
    for name, values in request.GET.lists():
        if name not in names or len(values) > 1:
            raise Problem(422, "extra_forbidden", f"query: {name[:80]}")


def once(request: HttpRequest, caller: Caller) -> str:
    """The idempotency key of a write, apart for every caller; 422 where the header is missing or of another shape."""
    sent = request.headers.get("Idempotency-Key", "")
    if not 16 <= len(sent) <= 64 or not all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in sent):
        raise Problem(422, "idempotency_key", "Idempotency-Key: 16-64 A-Z a-z 0-9 - _")
    return text_digest(f"api|{caller.name}|{sent}")


def case_of(caller: Caller, number: str) -> Case:
    """The case of a number, joined for its page; 404 for one that does not exist or may not be seen."""
    case = case_page.numbered(normalise(number)[:40])
    if case is None or not policies.SEE_CASE.check(caller.actor, case):
        raise Problem(404, "no_such_case")
    return case


def show(caller: Caller, case: Case) -> dict[str, Any]:
    """The case in full, as it stands now."""
    return answers.case(case_page.page_of(caller.actor, case), attachments.of("case", case.pk))


def id_of(text: str) -> int:
    """The id of an address; 0, which nothing has, for a word that is none."""
    return typed_id(text) or 0


def page_place(cursor: str, kind: type) -> Place | None:
    """Where a page begins, by values of one kind; 422 for a cursor we did not write."""
    if not cursor:
        return None
    place = Place.read(cursor)
    if place is None or type(place.value) is not kind or not 0 < place.pk <= LARGEST_ID:
        raise Problem(422, "cursor", "cursor")
    return place
