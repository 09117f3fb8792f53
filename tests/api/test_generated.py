"""Requests nobody would think of, made from the API's own description: never a 5xx, never a promise broken.

An ordinary run makes two hundred; ``dev.py bench --with dev api`` more than five thousand
(``LIANXIN_API_CASES``).
"""

import os
import warnings
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as some

from lianxin.api import keys, reference
from lianxin.api.endpoints import opinions
from lianxin.core.clock import now
from lianxin.home.models import Reception
from lianxin.people import roles, throttles
from lianxin.people.throttles import Limit
from tests.api.factories import make_key
from tests.cases import suggesting
from tests.cases.factories import Town, make_case
from tests.cases.suggesting import sit
from tests.contact.factories import make_round, make_visit
from tests.home.factories import make_venue

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis import GenerationMode

CASES = int(os.environ.get("LIANXIN_API_CASES", "8"))
SEED = int(os.environ.get("LIANXIN_API_SEED", "20261124"))
#: Codes an endpoint may answer with, beside its own success.
DECLARED = {400, 401, 403, 404, 405, 409, 413, 415, 422, 429}
NAMES = sorted(
    one["operationId"] for methods in reference.schema("/")["paths"].values() for one in methods.values()
)  # fmt: skip
COUNT: Counter[str] = Counter()
ANSWERED: Counter[int] = Counter()


@pytest.fixture(autouse=True)
def no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Generated requests come faster than any limit."""
    wide = Limit(10**9, throttles.SIGN_IN.window, throttles.SIGN_IN.lock)
    for place, name in ((keys, "REQUESTS"), (keys, "WRONG_KEYS"), (opinions, "SPEAKING"), (opinions, "GUESSING")):
        monkeypatch.setattr(place, name, wide)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """A request that is over leaves the test's connection open, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module", autouse=True)
def said() -> Iterator[None]:
    """How many requests were made, for whoever runs it with ``-s``."""
    yield
    total = f"{sum(COUNT.values())} generated requests: {dict(sorted(COUNT.items()))}"
    os.write(1, f"\n{total}; answers {dict(sorted(ANSWERED.items()))}\n".encode())


def _shown(name: str, town: Town) -> int:
    """A reception, or a round with a visit."""
    if name == "read_round":
        return make_visit(make_round(), town.first, "14:30").round_id
    venue = make_venue(place=town.first)
    return Reception.objects.create(number="JD-1", venue=venue, starts_at=now(), ends_at=now()).pk


def _path_values(name: str, town: Town) -> dict[str, str]:
    """Values of the path that lead somewhere, so that not every request ends at 404."""
    walk = make_case(town, "replied" if name == "verdict" else "assigned")
    if "suggestion" in name:
        sit(town)
        return {"id": str(suggesting.walk(town, "accept").pk)}
    if name in {"read_reception", "read_round"}:
        return {"id": str(_shown(name, town))}
    return {
        "read_list": {"name": "places"},
        "read_case": {"number": walk.case.number},
        "move_case": {"number": walk.case.number},
        "add_file": {"number": walk.case.number},
    }.get(name, {"token": walk.receipt.token})


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        *((name, GenerationMode.POSITIVE) for name in NAMES),
        # A token may be any text: nothing that does not fit can be made for `status`.
        *((name, GenerationMode.NEGATIVE) for name in NAMES if name != "status"),
    ],
)
def test_whatever_is_sent_is_answered_in_kind(town: Town, name: str, mode: GenerationMode) -> None:
    schema = schemathesis.openapi.from_dict(reference.schema("/t/ceshi/"))
    operation = schema.find_operation_by_id(name)
    token = make_key(roles.CONGRESS_OFFICE).token
    known: Any = _path_values(name, town) if "{" in operation.path else None
    schema.app = operation.app = WSGIHandler()

    @seed(SEED)
    @settings(
        max_examples=CASES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode), lead_on=some.booleans())
    def run(case: Any, lead_on: bool) -> None:
        if known and lead_on:
            case.path_parameters = dict(known)
        if mode is GenerationMode.POSITIVE or lead_on:
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
        with transaction.atomic():
            response = case.call()
            transaction.set_rollback(True)
        COUNT[name] += 1
        ANSWERED[response.status_code] += 1
        kind = response.headers.get("content-type", [""])[0]
        assert response.status_code < 500, case.as_curl_command()
        if response.status_code >= 400 and kind.startswith("application/problem+json"):
            body = response.json()
            assert response.status_code in DECLARED
            assert (body["status"], bool(body["title"]), bool(body["title_en"])) == (response.status_code, True, True)
        if response.status_code in {200, 201}:
            case.operation.validate_response(response)

    run()
