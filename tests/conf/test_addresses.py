"""An address finds the view that Django's own resolver would find."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver
from django.urls.exceptions import Resolver404

from lianxin.conf.addresses import Room

#: What fits the converters of the house.
FITTING = {"int": "12", "str": "2026-000001", "slug": "a-b", "uuid": "0" * 8 + "-0000-0000-0000-" + "0" * 12}


def patterns(resolver: Any, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        else:
            yield re.sub(r"<(?:(\w+):)?\w+>", lambda found: FITTING.get(found.group(1) or "str", "x"), route)


def plain(room: Room) -> URLResolver:
    return URLResolver(room.pattern, room.urlconf_name, room.default_kwargs, room.app_name, room.namespace)


def found(resolver: Any, path: str) -> Any:
    try:
        match = resolver.resolve(path)
    except Resolver404:
        return None
    return match.func, match.args, match.kwargs, match.view_name, match.route


def test_every_address_of_the_house_finds_what_a_plain_resolver_finds() -> None:
    rooms = [one for one in get_resolver().url_patterns if isinstance(one, Room)]
    paths = sorted({path for room in rooms for path in patterns(room)})
    assert len(paths) > 300
    odd = ["", "x", "desk", "desk/", "desk/cases", "desk/cases/nobody/knows/it/", "speak", "t//", "//", "a/b/c"]
    for room in rooms:
        whole = plain(room)
        assert [found(room, path) for path in (*paths, *odd)] == [found(whole, path) for path in (*paths, *odd)]
