"""登录方式: see and manage one's own ways of signing in; every change needs a fresh proof of who it is."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.core import totp
from lianxin.core.crypto import DecryptError
from lianxin.journal.errors import Invalid
from lianxin.people import passwords, sealing, sessions, throttles
from lianxin.people.access import actor_of, loaded, requires, safe_next
from lianxin.people.actions.second_step import MakeRecoveryCodes, RemoveApp, SetUpApp
from lianxin.people.forms import AgainForm, AppForm
from lianxin.people.models import Account
from lianxin.people.own_ways import overview_of
from lianxin.people.policies import SIGNED_IN
from lianxin.people.throttles import OWN_PASSWORD
from lianxin.people.views.own import own_account

#: The secret of an app that is being set up, sealed, in the session until the first code was right.
_NEW_SECRET: Final = "lx_new_app"

View = Callable[..., HttpResponse]


def surely(view: View) -> View:
    """Ask for the password again first, unless the person has just shown who they are."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sessions.is_sure(request):
            return view(request, *args, **kwargs)
        back = request.path if request.method == "GET" else reverse("people:ways")
        return HttpResponseRedirect(f"{reverse('people:confirm')}?{urlencode({'next': back})}")

    return guarded


@requires(SIGNED_IN, own_account)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every way in that this account has, and what changed lately."""
    account = loaded(request, Account)
    context = {**overview_of(account), "account": account, "asked": sessions.demand(request)}
    return render(request, "people/ways.html", context)


@requires(SIGNED_IN, own_account)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Show again who one is, before something important changes."""
    account = loaded(request, Account)
    back = safe_next(request, request.POST.get("next") or request.GET.get("next", "")) or reverse("people:ways")
    form = AgainForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        throttles.hit("own_password", str(account.pk), OWN_PASSWORD)
        if passwords.fits(form.cleaned_data["password"], account):
            throttles.clear("own_password", str(account.pk))
            sessions.make_sure(request)
            return HttpResponseRedirect(back)
        form.add_error("password", _("密码不对，请再输一次。"))
    context = {"form": form, "next": back, "account": account}
    return render(request, "people/confirm.html", context, status=422 if form.errors else 200)


@requires(SIGNED_IN, own_account)
@surely
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def set_up_app(request: HttpRequest) -> HttpResponse:
    """Show a fresh secret as QR code and text; it holds once the app's first code was typed."""
    account = loaded(request, Account)
    secret = _new_secret(request, account)
    form = AppForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            SetUpApp(actor=actor_of(request), account=account, secret=secret, code=form.cleaned_data["code"]).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            del request.session[_NEW_SECRET]
            return show_codes(request, account)
    town = request.town  # type: ignore[attr-defined]
    context = {
        "form": form,
        "address": totp.address(secret, account.username, f"{_('连心桥')} {town.short_name or town.name}"),
        "secret": totp.typed_secret(secret),
    }
    return render(request, "people/set_up_app.html", context, status=422 if form.errors else 200)


def _new_secret(request: HttpRequest, account: Account) -> bytes:
    """The secret of this set-up: made at the first look, the same until it is done."""
    context = f"new-second-step:{account.pk}"
    kept = request.session.get(_NEW_SECRET)
    if kept:
        try:
            return bytes.fromhex(sealing.cipher().decrypt(kept, context))
        except DecryptError:
            pass
    secret = totp.new_secret()
    request.session[_NEW_SECRET] = sealing.cipher().encrypt(secret.hex(), context)
    return secret


def show_codes(request: HttpRequest, account: Account) -> HttpResponse:
    """Make new recovery codes and show them on this one page."""
    made = MakeRecoveryCodes(actor=actor_of(request), account=account)
    made.execute()
    context = {"codes": made.codes, "account": account, "then": _then(request)}
    return render(request, "people/recovery_codes.html", context)


def _then(request: HttpRequest) -> str:
    """Where somebody goes on who was led here after signing in."""
    return safe_next(request, request.session.get("lx_then", "")) or reverse("people:ways")


@requires(SIGNED_IN, own_account)
@surely
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes; the old ones are void."""
    return show_codes(request, loaded(request, Account))


@requires(SIGNED_IN, own_account)
@surely
@require_POST
def remove_app(request: HttpRequest) -> HttpResponse:
    """Do without the app again."""
    RemoveApp(actor=actor_of(request), account=loaded(request, Account)).execute()
    messages.success(request, _("手机动态码已经停用。"))
    return redirect("people:ways")
