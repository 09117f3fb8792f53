"""Puts the account and the actor on every request, and signs idle desks out."""

from collections.abc import Callable
from typing import Final

from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.people import sessions
from lianxin.people.access import to_page, to_sign_in
from lianxin.people.models import Account

#: Faces that are signed out after a while without a request.
IDLE_FACES: Final = ("/desk/", "/admin-system/", "/admin-security/", "/admin-audit/")
#: What somebody can open who has to set up a second step first: the own account, language and text size.
OPEN_WHILE_DUE: Final = ("/accounts/", "/preferences/", "/about/")


class ActorRequest(HttpRequest):
    """A request as views see it: somebody acts."""

    actor: Actor
    loaded: object


class AccountMiddleware(AuthenticationMiddleware):
    """Django's ``request.user``, taken from the row that was read with the session when it may be believed."""

    def process_request(self, request: HttpRequest) -> None:
        """Put the account on the request; nothing is read before somebody asks."""
        request.user = SimpleLazyObject(lambda: _account_of(request))  # type: ignore[assignment]


def _account_of(request: HttpRequest) -> Account | AnonymousUser:
    """The account of the session; whatever is not plainly in order is left to Django, which asks the database.

    In order means: the signed data name this account, it is active, and its password is the one it signed in with.
    """
    session = request.session
    wanted = session.get(auth.SESSION_KEY)
    account: Account | None = getattr(session, "account", None)
    if account is None or not account.is_active or wanted != str(account.pk):
        return auth.get_user(request)
    if constant_time_compare(session.get(auth.HASH_SESSION_KEY, ""), account.get_session_auth_hash()):
        return account
    return auth.get_user(request)


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
        asked = sessions.demand(request) if actor.kind == ACCOUNT else None
        if asked is not None and asked.now and not request.path_info.startswith(OPEN_WHILE_DUE):
            return to_page(request, reverse("people:second_step_due"))
        return self.get_response(request)
