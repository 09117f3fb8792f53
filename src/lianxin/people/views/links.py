"""What happens behind a link or QR code: look first, come in by pressing a button."""

from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people import sign_in
from lianxin.people.access import public
from lianxin.people.actions.accounts import SetOwnPassword
from lianxin.people.actions.links import DEVICE_LIFETIME, TrustDevice
from lianxin.people.addresses import client_address
from lianxin.people.forms import EntryForm, NewPasswordForm, PinForm
from lianxin.people.models import AccessLink, Account, LinkPurpose
from lianxin.people.oidc import provider, tokens
from lianxin.people.passwords import check_strength
from lianxin.people.sign_in import Entry
from lianxin.people.throttles import TooMany
from lianxin.people.views.entry import welcome
from lianxin.people.views.second_step import browser_of

DEVICE_COOKIE: Final = "lx_device"


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open a link.

    A GET changes nothing, because messengers and scanners open links to preview them; the link is used
    by the POST of the page's one button.
    """
    try:
        link = sign_in.find_link(token, client_address(request))
        if link.purpose == LinkPurpose.DEPUTY:
            return _deputy(request, link)
        if link.purpose == LinkPurpose.SET_UP:
            return _set_up(request, link, token)
        return _once(request, link)
    except WrongState as refusal:
        status = {"too_many": 429, "not_yet": 403}.get(refusal.code, 410)
        answer = render(request, "people/dead_link.html", {"message": refusal.message}, status=status)
        if isinstance(refusal, TooMany):
            answer.headers["Retry-After"] = str(refusal.retry_after)
        return answer


def _once(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """A printed sign-in code or a visit link: one button."""
    if request.method == "POST":
        return welcome(request, sign_in.with_link(link, browser_of(request)))
    return _page(request, "people/enter.html", link, None)


def _set_up(request: HttpRequest, link: AccessLink, token: str) -> HttpResponse:
    """First set-up: choose a password, then one is in."""
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and link.account is not None:
        try:
            return welcome(request, _set_password(link, link.account, form.cleaned_data["password"], request))
        except Invalid as problem:
            form.take(problem)
    registered = provider.registration()
    shown = {"provider": registered.name if registered.is_on and tokens.is_there() else "", "token": token}
    return _page(request, "people/set_up.html", link, form, shown)


def _set_password(link: AccessLink, account: Account, password: str, request: HttpRequest) -> Entry:
    """Spend the link and set the password; a weak password is refused before the link is spent."""
    check_strength(password, account)
    entry = sign_in.with_link(link, browser_of(request))
    actor = Actor(ACCOUNT, str(account.pk), account.display_name)
    changed = SetOwnPassword(actor=actor, account=account, password=password).execute()
    return replace(entry, account=changed)


def _deputy(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """A deputy's personal link: the short code, or nothing but a button on a trusted device."""
    device_token = request.COOKIES.get(DEVICE_COOKIE, "")
    if sign_in.is_trusted(link, device_token):
        if request.method == "POST":
            entry = sign_in.with_device(link, device_token)
            if entry is not None:
                return welcome(request, entry)
        return _page(request, "people/enter.html", link, None)
    form = PinForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            entry = sign_in.with_pin(link, form.cleaned_data["pin"], client_address(request))
        except Invalid as problem:
            form.take(problem)
        else:
            answer = welcome(request, entry)
            if form.cleaned_data["trust"] and entry.account is not None:
                _trust(answer, link, entry.account)
            return answer
    return _page(request, "people/pin.html", link, form)


def _trust(answer: HttpResponse, link: AccessLink, account: Account) -> None:
    """Remember this browser: a random token in a cookie that scripts cannot read."""
    actor = Actor(ACCOUNT, str(account.pk), account.display_name)
    _device, token = TrustDevice(actor=actor, account=account, link=link).execute()
    answer.set_cookie(
        DEVICE_COOKIE,
        token,
        max_age=DEVICE_LIFETIME,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
        path=settings.SESSION_COOKIE_PATH,
    )


def _page(
    request: HttpRequest, template: str, link: AccessLink, form: EntryForm | None, more: dict[str, Any] | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"link": link, "form": form, "who": link.account or link.label, **(more or {})}
    return render(request, template, context, status=422 if form is not None and form.errors else 200)
