"""The machinery of the matrix: rows, cells, the walk over all addresses, and one request per cell."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lianxin.people import roles
from tests.security.world import SIDES, World

COLUMNS = (roles.RESIDENT, *roles.ALL)
#: Statuses that say "not you" before any object was looked for.
CLOSED = frozenset({401, 403, 405})
#: Whether a role that is shut out whatever the object is asked of all three objects, or of its own one only.
EVERY_SIDE = bool(os.environ.get("LIANXIN_FULL"))


@dataclass(frozen=True)
class Row:
    """One address and method: what each role must get.  See ``matrix_table`` for the language of ``cells``."""

    url: str
    method: str
    cells: str
    made: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    query: str = ""
    htmx: bool = False
    open_to_all: bool = False  # a resident's 302 is success, not the way to the sign-in page
    found_first: str = ""  # roles whose 403 comes after the object was found: in another town they get 404

    @property
    def name(self) -> str:
        """How the row is called in a failure."""
        which = "".join(f" {name}={value}" for name, value in self.kwargs.items())
        return f"{self.method} {self.url}{self.query}{which}"

    def expected(self) -> dict[str, tuple[int, int]]:
        """Role → (own status, foreign status); a role named twice or not at all is a ``ValueError``."""
        table: dict[str, tuple[int, int]] = {}
        rest: tuple[int, int] | None = None
        for line in filter(None, (line.partition("#")[0].strip() for line in self.cells.splitlines())):
            statuses, _colon, names = line.partition(":")
            own, _slash, foreign = statuses.partition("/")
            pair = (int(own), int(foreign or own))
            for name in _names(names):
                if name == "rest":
                    rest = pair
                elif name in table or name not in COLUMNS:
                    raise ValueError(f"{self.name}: {name} is named twice or is no role")
                else:
                    table[name] = pair
        missing = [role for role in COLUMNS if role not in table]
        if missing and rest is None:
            raise ValueError(f"{self.name}: nothing is said about {missing}")
        return {**table, **dict.fromkeys(missing, rest)}  # type: ignore[dict-item]


def _names(text: str) -> Iterator[str]:
    for name in text.split():
        if name == "admins":
            yield from roles.ADMINISTRATORS
        else:
            yield name


def addresses() -> dict[str, Callable[..., Any]]:
    """Every named address of the house with its view; an address without a name is listed by its pattern."""
    return dict(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], namespace: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or pattern.pattern}", pattern.callback


def mismatches(row: Row, world: World, makers: Mapping[str, Any]) -> list[str]:
    """Every cell of a row that answers otherwise than expected, as readable lines."""
    found: list[str] = []
    world.begin_row()
    paths = {side: _path(row, world, makers, side) for side in (SIDES if row.made else SIDES[:1])}
    for role, (own, foreign) in row.expected().items():
        is_closed = own in CLOSED or (own == 302 and role == roles.RESIDENT and not row.open_to_all)
        is_closed = is_closed and role not in row.found_first.split()
        wanted = {"own": own, "foreign": foreign, "other_town": own if is_closed else 404}
        for side, path in paths.items():
            if is_closed and side != SIDES[0] and not EVERY_SIDE:
                continue
            status = _ask(row, world, role, path)
            if status != wanted[side]:
                found.append(f"{role:16} {side:10} wanted {wanted[side]}, got {status}")
    return found


@cache
def _handler() -> ClientHandler:
    """The middleware, made once for all browsers; it keeps nothing of a request."""
    return ClientHandler(enforce_csrf_checks=False)


def _path(row: Row, world: World, makers: Mapping[str, Any], side: str) -> str:
    kwargs = {**row.kwargs, **(world.made(row.made, makers[row.made], side) if row.made else {})}
    return reverse(row.url, kwargs=kwargs) + row.query


def _ask(row: Row, world: World, role: str, path: str) -> int:
    """The status of one request, made by a fresh browser with the role's session; whatever it changed is undone."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        client = Client(raise_request_exception=False)
        client.handler = _handler()
        if role != roles.RESIDENT:
            client.cookies.load(world.cookies[role])
        headers = {"HX-Request": "true"} if row.htmx else {}
        send = getattr(client, row.method.lower())
        answer = send(path, dict(row.data), headers=headers) if row.method == "POST" else send(path, headers=headers)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return int(answer.status_code)
