"""What a session remembers about who signed in, and how it is believed or ended.

The session holds the account (Django's own keys), the town and link it was opened with, the moment of
the last request, and a copy of the grants together with the account's ``access_version``, the town and the
civil date they hold for.  A changed version makes the copy worthless at the next request.
"""

import datetime as dt
from typing import Any, Final

from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from lianxin.core.clock import now, today
from lianxin.db.scope import current_town_id, current_town_id_or_none
from lianxin.journal.actors import Actor, Grant, anonymous_resident
from lianxin.people import ways
from lianxin.people.actors import actor_of_account, actor_of_link, grants_on, pack, unpack
from lianxin.people.models import AccessLink, Account

#: Desk and administrators are signed out after this time without a request.
IDLE: Final = dt.timedelta(minutes=30)
#: The moment of the last request is written again only when it is older than this.
SEEN_EVERY: Final = dt.timedelta(minutes=1)
#: Sessions opened by a deputy's personal link last this long.
DEPUTY_SESSION: Final = dt.timedelta(days=30)

_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
_LINK, _TOWN, _SEEN, _GRANTS, _SURE = "lx_link", "lx_town", "lx_seen", "lx_grants", "lx_sure"


def open_for_account(request: HttpRequest, account: Account, link: AccessLink | None = None) -> None:
    """Sign an account in: a new session key, nothing kept from before; ``link`` is the link it came with."""
    request.session.flush()
    login(request, account, backend=_BACKEND)
    _begin(request, link)
    make_sure(request)
    if link is not None and link.purpose == "deputy":
        request.session.set_expiry(DEPUTY_SESSION)


def open_for_link(request: HttpRequest, link: AccessLink) -> None:
    """Open a session for a visit link, which has no account; it ends with the link."""
    request.session.flush()
    rotate_token(request)
    _begin(request, link)
    request.session.set_expiry(max(link.expires_at - now(), dt.timedelta(seconds=1)))


def close(request: HttpRequest) -> None:
    """Sign out: the session and its key are gone."""
    logout(request)


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request; a session that is no longer believed is closed here."""
    session = request.session
    if current_town_id_or_none() is None or not session.session_key:
        return anonymous_resident()
    if request.user.is_authenticated:
        return _account_actor(request, request.user)
    if _LINK in session:
        return _link_actor(request)
    return anonymous_resident()


def is_idle(request: HttpRequest) -> bool:
    """Whether the last request of this session is longer ago than :data:`IDLE`."""
    seen = request.session.get(_SEEN)
    return seen is not None and now() - dt.datetime.fromisoformat(seen) > IDLE


def touch(request: HttpRequest) -> None:
    """Note that the session is in use."""
    seen = request.session.get(_SEEN)
    if seen is None or abs(now() - dt.datetime.fromisoformat(seen)) >= SEEN_EVERY:
        request.session[_SEEN] = now().isoformat()


def make_sure(request: HttpRequest) -> None:
    """Note that the person has just shown who they are."""
    request.session[_SURE] = now().isoformat()


def is_sure(request: HttpRequest) -> bool:
    """Whether the person showed who they are a short while ago (``ways.SURE_FOR``), as changes of the ways in need."""
    shown = request.session.get(_SURE)
    return shown is not None and now() - dt.datetime.fromisoformat(shown) <= ways.SURE_FOR


def demand(request: HttpRequest) -> ways.Demand | None:
    """The second step this session's account still has to set up, as of the last look at its grants."""
    found = request.session.get(_GRANTS, {}).get("demand")
    return None if found is None else ways.Demand(dt.date.fromisoformat(found["since"]), found["now"])


def link_id(request: HttpRequest) -> int | None:
    """The link this session was opened with, if any."""
    return request.session.get(_LINK)


def _begin(request: HttpRequest, link: AccessLink | None) -> None:
    request.session[_SEEN] = now().isoformat()
    if link is not None:
        request.session[_LINK] = link.pk
        request.session[_TOWN] = link.town_id


def _account_actor(request: HttpRequest, account: Account) -> Actor:
    """The actor of a signed-in account; sessions opened by a link count in that link's town only."""
    session = request.session
    if _TOWN in session and session[_TOWN] != current_town_id():
        return anonymous_resident()
    copy: dict[str, Any] = session.get(_GRANTS, {})
    stamp = [account.access_version, current_town_id(), today().isoformat()]
    if copy.get("stamp") == stamp:
        return actor_of_account(account, unpack(copy["grants"]))
    if _LINK in session and not _link_still_stands(session[_LINK], account):
        close(request)
        return anonymous_resident()
    grants: tuple[Grant, ...] = grants_on(account.pk, today())
    asked = None if _comes_by_personal_link(session, account) else ways.demand_on(account, grants)
    kept = None if asked is None else {"since": asked.since.isoformat(), "now": asked.now}
    session[_GRANTS] = {"stamp": stamp, "grants": pack(grants), "demand": kept}
    return actor_of_account(account, grants)


def _comes_by_personal_link(session: Any, account: Account) -> bool:
    """Whether the session was opened by a deputy's link and code, which are two steps already."""
    links = AccessLink.objects.filter(pk=session.get(_LINK, 0), account_id=account.pk)
    return _LINK in session and links.filter(purpose="deputy").exists()


def _link_still_stands(pk: int, account: Account) -> bool:
    """Whether the personal link of this session has neither been revoked nor run out (one-time codes are spent)."""
    link = AccessLink.objects.filter(pk=pk, account_id=account.pk).first()
    if link is None or link.revoked_at is not None:
        return False
    return link.purpose != "deputy" or link.expires_at > now()


def _link_actor(request: HttpRequest) -> Actor:
    link = AccessLink.objects.filter(pk=request.session[_LINK]).select_related("place").first()
    if request.session.get(_TOWN) != current_town_id():
        return anonymous_resident()
    if link is None or link.revoked_at is not None or link.expires_at <= now():
        close(request)
        return anonymous_resident()
    return actor_of_link(link)
