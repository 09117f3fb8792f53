"""Signing in with a password or printed code, and signing out."""

from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import get_script_prefix
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people import replay, roles, sessions, sign_in
from lianxin.people.access import actor_of, public, safe_next
from lianxin.people.actions.attempts import RecordSignOut
from lianxin.people.actors import actor_of_account
from lianxin.people.addresses import client_address
from lianxin.people.forms import CodeForm, EntryForm, PasswordForm
from lianxin.people.models import Account
from lianxin.people.sign_in import Entry
from lianxin.people.throttles import SIGN_IN

#: Where each role begins, first match counts.
_HOMES: Final = (
    ((roles.SYSTEM_ADMIN,), "admin-system/"),
    ((roles.SECURITY_ADMIN,), "admin-security/"),
    ((roles.AUDIT_ADMIN,), "admin-audit/"),
    (roles.AT_THE_DESK, "desk/"),
    ((roles.DEPUTY,), "deputy/"),
    (roles.IN_THE_FIELD, "field/"),
)


def home_of(actor: Actor) -> str:
    """The first page of an actor, below the current town's path."""
    for names, path in _HOMES:
        if actor.has(*names):
            return get_script_prefix() + path
    return get_script_prefix() + ("accounts/me/" if actor.kind == ACCOUNT else "")


@public
@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """The sign-in page: password, or the code of a printed slip; either form may be sent."""
    by_code = request.method == "POST" and "code" in request.POST
    data = request.POST if request.method == "POST" else None
    password_form = PasswordForm(None if by_code else data, auto_id="password_%s")
    code_form = CodeForm(data if by_code else None, auto_id="code_%s")
    form: EntryForm = code_form if by_code else password_form
    status = 200
    if data is not None:
        answer = _try(request, form)
        if answer is not None:
            return answer
        status = 429 if form.has_error("__all__", "too_many") else 422
    context = {
        "password_form": password_form,
        "code_form": code_form,
        "by_code": by_code or request.GET.get("with") == "code",
        "next": safe_next(request, request.POST.get("next") or request.GET.get("next", "")),
        "replay": request.POST.get("replay", ""),
        "reason": request.GET.get("reason", ""),
    }
    answer = render(request, "people/sign_in.html", context, status=status)
    if status == 429:
        answer.headers["Retry-After"] = str(int(SIGN_IN.lock.total_seconds()))
    return answer


def _try(request: HttpRequest, form: EntryForm) -> HttpResponse | None:
    """Try to let the person in; ``None`` when the form now carries what is wrong."""
    if not form.is_valid():
        return None
    address = client_address(request)
    try:
        if isinstance(form, CodeForm):
            entry = sign_in.with_code(form.cleaned_data["code"], address)
        else:
            entry = sign_in.with_password(form.cleaned_data["username"], form.cleaned_data["password"], address)
    except Invalid as problem:
        form.take(problem)
        return None
    except WrongState as refusal:
        form.add_error(None, _refusal(refusal))
        return None
    return welcome(request, entry)


def _refusal(refusal: WrongState) -> forms.ValidationError:
    return forms.ValidationError(refusal.message, code=refusal.code)


def welcome(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Open the session and lead on: to the form that was interrupted, to where one wanted to go, or home."""
    target = safe_next(request, request.POST.get("next", ""))
    sealed = replay.open_sealed(request.POST.get("replay", ""))
    account = entry.account
    if account is None:
        if entry.link is None:
            raise TypeError("an entry has an account or a link")
        sessions.open_for_link(request, entry.link)
        return HttpResponseRedirect(get_script_prefix() + "field/")
    sessions.open_for_account(request, account, entry.link)
    if sealed is not None and safe_next(request, sealed.path):
        return render(request, "people/resend.html", {"form": sealed})
    return HttpResponseRedirect(target or home_of(actor_of_account(account)))


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out and say so."""
    if isinstance(request.user, Account) and actor_of(request).kind == ACCOUNT:
        RecordSignOut(actor=actor_of(request), account=request.user).execute()
    sessions.close(request)
    return render(request, "people/signed_out.html", {"title": _("已退出登录")})
