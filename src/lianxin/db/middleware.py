"""Which town a request is about: its path prefix ``/t/<slug>/``, its host name, or the default town."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, set_script_prefix

from lianxin.db import prepared
from lianxin.db.models import Town, slug_rule
from lianxin.db.scope import town_scope

#: What a path that names its town begins with.
PREFIX = "/t/"


def split_path(path_info: str) -> tuple[str, str]:
    """Split ``/t/<slug>/rest`` into ``("<slug>", "/rest")``; a path without a town gives ``("", path_info)``."""
    if not path_info.startswith(PREFIX):
        return "", path_info
    slug, _slash, rest = path_info.removeprefix(PREFIX).partition("/")
    return slug, f"/{rest}"


def town_of(slug: str, host: str) -> Town | None:
    """The town named by the path, else by the host name (without port), else the default town; or None."""
    if slug:
        return _by_slug(slug) if re.match(slug_rule.regex, slug) else None
    host = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    towns = sorted(_by_host(host.lower()), key=lambda town: town.host != host.lower())
    return towns[0] if towns else None


def _by_slug(slug: str) -> Town | None:
    return prepared.first("town.slug", lambda slug: Town.objects.filter(slug=slug), slug)


def _by_host(host: str) -> list[Town]:
    """The towns that a host name may mean: its own and the default one."""
    return prepared.objects(
        "town.host", lambda host: Town.objects.filter(Q(is_default=True) | Q(host=host) & ~Q(host="")), host
    )


class TownMiddleware:
    """Puts the town on ``request.town`` and runs the rest of the request, streamed answers included, in its scope."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        # Django adds the script prefix to a relative STATIC_URL at first use and keeps it: let that be now.
        _ = settings.STATIC_URL

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; raises `Http404` for a slug that no town has."""
        slug, rest = split_path(request.path_info)
        town = town_of(slug, request.get_host())
        if town is None and slug:
            raise Http404("No such town.")
        if town is None:
            request.town = None  # type: ignore[attr-defined]
            return self.get_response(request)
        before = get_script_prefix()
        if slug:
            _mount(request, slug, rest)
        try:
            with town_scope(town):
                request.town = town  # type: ignore[attr-defined]
                response = self.get_response(request)
            _keep_scope(response, town)
        finally:
            set_script_prefix(before)
        return response


def _mount(request: HttpRequest, slug: str, rest: str) -> None:
    """Move ``/t/<slug>`` from the path into the script name, so that reverse() and redirects keep it."""
    script = get_script_prefix().rstrip("/") + PREFIX + slug
    request.path_info = rest
    request.META["PATH_INFO"] = rest
    request.META["SCRIPT_NAME"] = script
    set_script_prefix(script + "/")


def _keep_scope(response: HttpResponseBase, town: Town) -> None:
    """Run each step of a streamed answer inside the town's scope and script prefix."""
    if response.streaming:
        content: Any = response.streaming_content  # type: ignore[attr-defined]
        response.streaming_content = _in_scope(content, town, get_script_prefix())  # type: ignore[attr-defined]


def _in_scope(chunks: Iterable[bytes], town: Town, prefix: str) -> Iterator[bytes]:
    """The same chunks, each made inside the scope; between two chunks the server's thread is outside of it."""
    source = iter(chunks)
    while True:
        before = get_script_prefix()
        set_script_prefix(prefix)
        try:
            with town_scope(town):
                chunk = next(source)
        except StopIteration:
            return
        finally:
            set_script_prefix(before)
        yield chunk
