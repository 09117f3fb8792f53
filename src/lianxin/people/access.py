"""How a view says who may open it.

Every view of the house carries a policy: ``@requires(policy)`` or ``@public``.  The matrix test reads
``view.policy`` and fails for a view without one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache

from lianxin.journal.actors import Actor, anonymous_resident
from lianxin.people import replay
from lianxin.people.policies import EVERYONE, Policy

View = Callable[..., HttpResponseBase]
V = TypeVar("V", bound=View)
T = TypeVar("T")


def actor_of(request: HttpRequest) -> Actor:
    """The actor the middleware put on the request; an anonymous resident where it did not run."""
    actor: Actor | None = getattr(request, "actor", None)
    return actor if actor is not None else anonymous_resident()


def loaded(request: HttpRequest, model: type[T]) -> T:
    """The object that ``requires(..., obj_loader=…)`` loaded and found allowed."""
    obj = getattr(request, "loaded", None)
    if not isinstance(obj, model):
        raise TypeError(f"no {model.__name__} was loaded for this view")
    return obj


def requires(policy: Policy, obj_loader: Callable[..., object] | None = None) -> Callable[[V], V]:
    """Open the view only to whom ``policy`` allows.

    * nobody signed in: to the sign-in page, which leads back here (a form that was being sent comes back too);
    * signed in, but the policy refuses in general: 403;
    * ``obj_loader(request, **kwargs)`` returns the object (or raises ``Http404``); refused for this object: 404, so
      that a foreign object does not betray that it exists.  The view reads it with :func:`loaded`.

    Pages behind a policy are never cached by browsers or proxies.
    """

    def decorate(view: V) -> V:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = actor_of(request)
            if not policy.check(actor):
                if not actor.is_known:
                    return to_sign_in(request)
                raise PermissionDenied
            if obj_loader is not None:
                obj = obj_loader(request, *args, **kwargs)
                if obj is None or not policy.check(actor, obj):
                    raise Http404
                request.loaded = obj  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        marked = never_cache(guarded)
        marked.policy = policy  # type: ignore[attr-defined]
        return cast("V", marked)

    return decorate


def public(view: V) -> V:
    """Mark a view that anybody may open."""
    view.policy = EVERYONE  # type: ignore[attr-defined]
    return view


def safe_next(request: HttpRequest, target: str) -> str:
    """``target`` when it is an address of this site below the current town, else an empty text."""
    prefix = reverse("people:sign_in").removesuffix("accounts/sign-in/")
    same_site = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and target.startswith("/")
    return target if same_site and target.startswith(prefix) else ""


def to_sign_in(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Send the visitor to the sign-in page and let it lead back.

    A form that was sent with a lost session is kept (sealed) and offered again after signing in.
    """
    if request.method == "POST" and request.headers.get("HX-Request") != "true":
        return replay.sign_in_first(request)
    facts = {"next": request.get_full_path() if request.method in {"GET", "HEAD"} else ""}
    if reason:
        facts["reason"] = reason
    address = f"{reverse('people:sign_in')}?{urlencode({k: v for k, v in facts.items() if v})}".rstrip("?")
    return to_page(request, address)


def to_page(request: HttpRequest, address: str) -> HttpResponse:
    """Send the visitor on, also from a part of a page that htmx asked for."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
