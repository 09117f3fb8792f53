"""Keys and calls for tests of the API."""

import json
from collections.abc import Sequence
from typing import Any

from django.test import Client

from lianxin.api import scopes
from lianxin.api.actions import IssueKey, NewKey
from lianxin.core.ids import random_token
from lianxin.journal.actors import ACCOUNT, Actor, Grant
from lianxin.people import roles
from lianxin.places.models import Place, Unit

SECURITY = Actor(ACCOUNT, "9001", "安全管理员甲", (Grant(roles.SECURITY_ADMIN),))


def make_key(
    role: str = roles.CONGRESS_OFFICE,
    *,
    place: Place | None = None,
    unit: Unit | None = None,
    only: Sequence[str] = scopes.ALL,
    days: int = 30,
) -> NewKey:
    """A key for a role, with every scope unless said otherwise."""
    return IssueKey(
        actor=SECURITY, label="区平台", owner="区数据局", role=role, place=place, unit=unit, scopes=only, days=days
    ).execute()


class Caller:
    """Another system: sends JSON with its key, and a fresh idempotency key with every write."""

    def __init__(self, token: str = "", town: str = "ceshi") -> None:
        self.client = Client(raise_request_exception=False)
        self.token, self.base = token, f"/t/{town}/api/v1"

    def headers(self, once: str = "") -> dict[str, str]:
        """The key and the idempotency key."""
        found = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {**found, "Idempotency-Key": once or random_token()[:40]}

    def get(self, path: str, **headers: str) -> Any:
        """Ask."""
        return self.client.get(self.base + path, headers={**self.headers(), **headers})

    def post(self, path: str, body: object, once: str = "") -> Any:
        """Send JSON."""
        return self.client.post(
            self.base + path, json.dumps(body), content_type="application/json", headers=self.headers(once)
        )
