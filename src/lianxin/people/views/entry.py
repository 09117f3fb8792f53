"""Signing in with a password or printed code, and signing out."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import get_script_prefix
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.journal.actors import ACCOUNT
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people import passkeys, sessions, sign_in
from lianxin.people.access import actor_of, public, safe_next
from lianxin.people.actions.attempts import RecordSignOut
from lianxin.people.addresses import client_address
from lianxin.people.forms import CodeForm, EntryForm, PasswordForm
from lianxin.people.models import Account
from lianxin.people.oidc import provider, tokens
from lianxin.people.sign_in import Entry
from lianxin.people.throttles import SIGN_IN
from lianxin.people.views import second_step


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
        "passkeys_there": passkeys.is_there(),
        "provider": provider.registration().name if provider.registration().is_on and tokens.is_there() else "",
    }
    answer = render(request, "people/sign_in.html", context, status=status)
    if status == 429:
        answer.headers["Retry-After"] = str(int(SIGN_IN.lock.total_seconds()))
    return answer


def _try(request: HttpRequest, form: EntryForm) -> HttpResponse | None:
    """Try to let the person in; ``None`` when the form now carries what is wrong."""
    if not form.is_valid():
        return None
    address, browser = client_address(request), second_step.browser_of(request)
    try:
        if isinstance(form, CodeForm):
            entry = sign_in.with_code(form.cleaned_data["code"], address, browser)
        else:
            name, password = form.cleaned_data["username"], form.cleaned_data["password"]
            entry = sign_in.with_password(name, password, address, browser)
    except Invalid as problem:
        form.take(problem)
        return None
    except WrongState as refusal:
        form.add_error(None, _refusal(refusal))
        return None
    return welcome(request, entry)


def _refusal(refusal: WrongState) -> forms.ValidationError:
    return forms.ValidationError(refusal.message, code=refusal.code)


def welcome(request: HttpRequest, entry: Entry, then: str = "") -> HttpResponse:
    """Open the session and lead on (``then`` where no form says where to); or ask for the second step first."""
    if entry.waits:
        return second_step.ask(request, entry, then)
    if entry.account is not None:
        return second_step.go_on(request, entry, then)
    if entry.link is None:
        raise TypeError("an entry has an account or a link")
    sessions.open_for_link(request, entry.link)
    return HttpResponseRedirect(get_script_prefix() + "field/")


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out and say so."""
    if isinstance(request.user, Account) and actor_of(request).kind == ACCOUNT:
        RecordSignOut(actor=actor_of(request), account=request.user).execute()
    sessions.close(request)
    return render(request, "people/signed_out.html", {"title": _("已退出登录")})
