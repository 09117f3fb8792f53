"""Every endpoint × every scope × own, foreign and other town's matters, written by hand.

An endpoint that is not listed fails; so does one that answers a key without its scope.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianxin.api import reference, scopes
from lianxin.cases.models import Suggestion
from lianxin.contact.models import Round
from lianxin.core.clock import now
from lianxin.db.scope import town_scope
from lianxin.home.models import Reception
from lianxin.people import roles
from lianxin.people.models import Throttle
from tests.api.factories import Caller, make_key
from tests.cases import suggesting
from tests.cases.factories import Town, Walk, make_case
from tests.cases.suggesting import sit
from tests.contact.factories import make_round
from tests.home.factories import make_venue
from tests.places.factories import make_town
from tests.records.test_attachments import photo

YEAR = "first=2026-01-01&last=2026-11-24"
WORDS = {"words": "路灯不亮"}


@dataclass(frozen=True)
class Line:
    """One endpoint: its scope (empty: no key), and what a key of the handling unit gets for own and foreign matters."""

    scope: str
    own: int
    foreign: int
    send: Callable[[Caller, Any], Any]


def _upload(caller: Caller, path: str) -> Any:
    files = {"file": SimpleUploadedFile("a.jpg", photo())}
    return caller.client.post(caller.base + path, files, headers=caller.headers())


def suggested(walk: Walk) -> int:
    """The suggestion of the small town that its unit has to take on; made the first time it is asked for."""
    with town_scope(walk.town.row):
        row = Suggestion.objects.first()
        if row is None:
            sit(walk.town)
            row = suggesting.walk(walk.town, "assign")
        return row.pk


def prepared_reception(walk: Walk) -> int:
    """A reception of the small town that nobody was told of yet."""
    with town_scope(walk.town.row):
        row = Reception.objects.first() or Reception.objects.create(
            number="JD-1", venue=make_venue(place=walk.town.first), starts_at=now(), ends_at=now()
        )
        return row.pk


def prepared_round(walk: Walk) -> int:
    """A contact round of the small town that is being prepared."""
    with town_scope(walk.town.row):
        return (Round.objects.first() or make_round()).pk


TABLE = {
    "speak": Line("", 201, 201, lambda c, w: c.post("/opinions", WORDS)),
    "lookup": Line("", 200, 200, lambda c, w: c.post("/opinions/lookup", {"code": w.receipt.code})),
    "status": Line("", 200, 200, lambda c, w: c.get(f"/opinions/{w.receipt.token}")),
    "add_words": Line("", 200, 200, lambda c, w: c.post(f"/opinions/{w.receipt.token}/words", {"text": "还有"})),
    "verdict": Line("", 409, 409, lambda c, w: c.post(f"/opinions/{w.receipt.token}/verdict", {"result": "solved"})),
    "add_photo": Line("", 201, 201, lambda c, w: _upload(c, f"/opinions/{w.receipt.token}/files")),
    "record": Line(scopes.OPINIONS_CREATE, 403, 403, lambda c, w: c.post("/records", WORDS)),
    "list_cases": Line(scopes.CASES_READ, 200, 200, lambda c, w: c.get("/cases")),
    "read_case": Line(scopes.CASES_READ, 200, 404, lambda c, w: c.get(f"/cases/{w.case.number}")),
    "move_case": Line(
        scopes.CASES_ACT, 200, 404,
        lambda c, w: c.post(f"/cases/{w.case.number}/moves", {"move": "accept", "expected_version": w.case.version}),
    ),
    "list_suggestions": Line(scopes.SUGGESTIONS_READ, 200, 200, lambda c, w: c.get("/suggestions")),
    "read_suggestion": Line(scopes.SUGGESTIONS_READ, 200, 404, lambda c, w: c.get(f"/suggestions/{suggested(w)}")),
    "move_suggestion": Line(
        scopes.SUGGESTIONS_ACT, 200, 404,
        lambda c, w: c.post(f"/suggestions/{suggested(w)}/moves", {"move": "take", "expected_version": 5}),
    ),
    "list_venues": Line(scopes.HOME_READ, 200, 200, lambda c, w: c.get("/venues")),
    "list_receptions": Line(scopes.HOME_READ, 200, 200, lambda c, w: c.get("/receptions")),
    # The reception is one that is being prepared: no unit sees it before it is announced.
    "read_reception": Line(scopes.HOME_READ, 404, 404, lambda c, w: c.get(f"/receptions/{prepared_reception(w)}")),
    "list_rounds": Line(scopes.CONTACT_READ, 403, 403, lambda c, w: c.get("/rounds")),
    "read_round": Line(scopes.CONTACT_READ, 403, 403, lambda c, w: c.get(f"/rounds/{prepared_round(w)}")),
    "add_file": Line(scopes.FILES_WRITE, 201, 404, lambda c, w: _upload(c, f"/cases/{w.case.number}/files")),
    "read_list": Line(scopes.LISTS_READ, 200, 200, lambda c, w: c.get("/lists/places")),
    "read_figures": Line(scopes.FIGURES_READ, 403, 403, lambda c, w: c.get(f"/figures?{YEAR}")),
}  # fmt: skip


def operations() -> dict[str, str]:
    """Every operation of the description with its scope."""
    found = reference.schema("/")["paths"].values()
    return {one["operationId"]: one.get("x-scope", "") for methods in found for one in methods.values()}


def test_every_endpoint_is_listed_with_its_scope() -> None:
    assert operations() == {name: line.scope for name, line in TABLE.items()}


@pytest.mark.parametrize("name", TABLE)
def test_own_foreign_and_other_town(town: Town, name: str) -> None:
    line, walk = TABLE[name], make_case(town, "assigned")
    own = Caller(make_key(roles.UNIT_HANDLER, unit=town.office_unit).token)
    foreign = Caller(make_key(roles.UNIT_HANDLER, unit=town.police_unit).token)
    other = make_town("QT", "other", name="另一镇")
    with town_scope(other):
        stranger = Caller(make_key(roles.CONGRESS_OFFICE).token)
    assert line.send(foreign, walk).status_code == line.foreign
    assert line.send(own, walk).status_code == line.own
    assert line.send(stranger, walk).status_code == (401 if line.scope else line.own)


@pytest.mark.parametrize("name", [name for name, line in TABLE.items() if line.scope])
def test_a_key_without_the_scope_and_nobody_are_refused(town: Town, name: str) -> None:
    line, walk = TABLE[name], make_case(town, "assigned")
    others = [scope for scope in scopes.ALL if scope != line.scope]
    without = Caller(make_key(roles.CONGRESS_OFFICE, only=others).token)
    refused = line.send(without, walk)
    assert (refused.status_code, json.loads(refused.content)["code"]) == (403, "no_scope")
    assert line.send(Caller(), walk).status_code == 401
    assert line.send(Caller("lxk_nobody"), walk).status_code == 401
    assert Throttle.objects.filter(bucket="api_wrong").exists()
