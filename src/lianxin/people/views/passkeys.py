"""Passkeys: added on one's own page, shown to sign in.  The browser's part is ``people/js/passkeys.js``."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.journal.errors import Invalid, WrongState
from lianxin.people import passkeys, sign_in, texts, ways
from lianxin.people.access import actor_of, loaded, public, requires, safe_next
from lianxin.people.actions.attempts import NOT_SIGNED_IN
from lianxin.people.actions.passkeys import AddPasskey, RemovePasskey, SuspendPasskey, UsePasskey
from lianxin.people.addresses import client_address
from lianxin.people.forms import NewPasskeyForm, PasskeyForm
from lianxin.people.models import Account, Passkey
from lianxin.people.policies import SIGNED_IN
from lianxin.people.sign_in import Entry
from lianxin.people.throttles import TooMany
from lianxin.people.views.own import own_account, own_way
from lianxin.people.views.second_step import go_on
from lianxin.people.views.ways import show_codes, surely

#: The challenge that is still open, in the session; each is good for one answer.
_MAKE, _SHOW = "lx_passkey_make", "lx_passkey_show"
_UNPROCESSABLE: Final = 422


@requires(SIGNED_IN, own_account)
@surely
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Let the browser make a key for this account, and keep it."""
    account = loaded(request, Account)
    if not passkeys.is_there():
        return render(request, "people/add_passkey.html", {"missing": True})
    form = NewPasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        had_one = ways.is_set_up(account)
        try:
            made = passkeys.made(request, request.session.pop(_MAKE, {}), form.cleaned_data["answer"])
            AddPasskey(actor=actor_of(request), account=account, made=made, name=form.cleaned_data["name"]).execute()
        except passkeys.Refused:
            form.add_error(None, _("没有添加成功，请再试一次。"))
        except Invalid as problem:
            form.take(problem)
        else:
            return _added(request, account) if had_one else show_codes(request, account)
    options, request.session[_MAKE] = passkeys.to_make(request, account)
    context = {"form": form, "options": options}
    return render(request, "people/add_passkey.html", context, status=_UNPROCESSABLE if form.errors else 200)


def _added(request: HttpRequest, _account: Account) -> HttpResponse:
    messages.success(request, _("通行密钥已经添加。"))
    return redirect("people:ways")


def own_passkey(request: HttpRequest, passkey: int) -> Passkey | None:
    """One of my own keys, or nothing."""
    return own_way(request, Passkey, passkey)


@requires(SIGNED_IN, own_passkey)
@surely
@require_POST
def remove(request: HttpRequest, passkey: int) -> HttpResponse:
    """Forget one of my keys."""
    found = loaded(request, Passkey)
    RemovePasskey(actor=actor_of(request), account=found.account, passkey=found).execute()
    messages.success(request, _("通行密钥已经删除。手机或电脑里的那一份也请删掉。"))
    return redirect("people:ways")


@public
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Sign in by showing a key."""
    if not passkeys.is_there():
        return render(request, "people/passkey.html", {"missing": True})
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        try:
            return go_on(request, _entry(request, form))
        except TooMany as refusal:
            form.add_error(None, refusal.message)
            status = 429
        except (WrongState, Invalid) as refusal:
            form.add_error(None, refusal.message)
            status = _UNPROCESSABLE
    options, request.session[_SHOW] = passkeys.to_show(request)
    target = safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    return render(request, "people/passkey.html", {"form": form, "options": options, "next": target}, status=status)


def _entry(request: HttpRequest, form: PasskeyForm) -> Entry:
    """Who showed the key; raises ``Invalid``, ``WrongState`` or ``TooMany``."""
    sign_in.count_address(client_address(request))
    state: dict[str, Any] = request.session.pop(_SHOW, {})
    if not form.is_valid():
        raise Invalid.at("answer", "wrong", texts.wrong_passkey())
    try:
        shown = passkeys.shown(request, state, form.cleaned_data["answer"])
    except passkeys.Refused:
        raise Invalid.at("answer", "wrong", texts.wrong_passkey()) from None
    try:
        used = UsePasskey(actor=NOT_SIGNED_IN, passkey=shown.passkey, sign_count=shown.sign_count).execute()
    except WrongState:
        SuspendPasskey(actor=NOT_SIGNED_IN, passkey=shown.passkey).execute()
        raise
    sign_in.forgive_address(client_address(request))
    return Entry(sign_in.record(used.account, "passkey"), None, "passkey")
