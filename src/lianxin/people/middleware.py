"""Puts the actor on every request, and signs idle desks out."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from lianxin.journal.actors import Actor
from lianxin.people import sessions
from lianxin.people.access import to_sign_in

#: Faces that are signed out after a while without a request.
IDLE_FACES: Final = ("/desk/", "/admin-system/", "/admin-security/", "/admin-audit/")


class ActorRequest(HttpRequest):
    """A request as views see it: somebody acts."""

    actor: Actor
    loaded: object


class ActorMiddleware:
    """Sets ``request.actor``: at most two statements, and one when the grants in the session still hold."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request as the actor of its session."""
        actor = sessions.actor_of(request)
        if actor.is_known and request.path_info.startswith(IDLE_FACES) and sessions.is_idle(request):
            sessions.close(request)
            return to_sign_in(request, reason="idle")
        if actor.is_known:
            sessions.touch(request)
        request.actor = actor  # type: ignore[attr-defined]
        return self.get_response(request)
