"""The second step of a sign-in, and the page for those who have to set one up first."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.journal.errors import Invalid
from lianxin.people import passkeys, replay, second_step, sessions, ways
from lianxin.people.access import actor_of, loaded, public, requires, safe_next
from lianxin.people.actions.second_step import TrustBrowser
from lianxin.people.actors import actor_of_account
from lianxin.people.forms import SecondStepForm
from lianxin.people.homes import home_of
from lianxin.people.models import Account
from lianxin.people.policies import SIGNED_IN
from lianxin.people.second_step import Waiting
from lianxin.people.sign_in import Entry
from lianxin.people.throttles import TooMany
from lianxin.people.views.own import own_account

BROWSER_COOKIE: Final = "lx_browser"


def browser_of(request: HttpRequest) -> str:
    """The token of a trusted browser, if this is one."""
    return request.COOKIES.get(BROWSER_COOKIE, "")


def ask(request: HttpRequest, entry: Entry, then: str = "") -> HttpResponse:
    """Ask for the second step: the answer to a right password."""
    second_step.remember(request, entry)
    return _page(request, SecondStepForm(ways.policy().trust_days), 200, then)


@public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_step_page(request: HttpRequest) -> HttpResponse:
    """Take the code; without a first step in this browser, back to the beginning."""
    who = second_step.waiting(request)
    if who is None:
        return HttpResponseRedirect(f"{reverse('people:sign_in')}?reason=late")
    form = SecondStepForm(ways.policy().trust_days, request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, form, 422 if form.is_bound else 200)
    return _take(request, who, form)


def _take(request: HttpRequest, who: Waiting, form: SecondStepForm) -> HttpResponse:
    try:
        entry = second_step.take(who, form.cleaned_data["code"])
    except Invalid as problem:
        form.take(problem)
        return _page(request, form, 422)
    except TooMany as refusal:
        form.add_error(None, refusal.message)
        answer = _page(request, form, 429)
        answer.headers["Retry-After"] = str(refusal.retry_after)
        return answer
    answer = go_on(request, entry)
    if form.cleaned_data.get("trust") and entry.account is not None and not entry.method.endswith("replaced"):
        _trust(answer, entry.account)
    return answer


def _trust(answer: HttpResponse, account: Account) -> None:
    """Remember this browser: a random token in a cookie that scripts cannot read."""
    actor = Actor(ACCOUNT, str(account.pk), account.display_name)
    device, token = TrustBrowser(actor=actor, account=account).execute()
    answer.set_cookie(
        BROWSER_COOKIE,
        token,
        max_age=device.expires_at - device.created_at,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
        path=settings.SESSION_COOKIE_PATH,
    )


def go_on(request: HttpRequest, entry: Entry, then: str = "") -> HttpResponse:
    """Open the session of an account and lead on: to the interrupted form, to where one wanted to go, or home."""
    account = entry.account
    if account is None:
        raise TypeError("an account is signed in here")
    target = safe_next(request, request.POST.get("next", "") or then)
    sealed = replay.open_sealed(request.POST.get("replay", ""))
    sessions.open_for_account(request, account, entry.link)
    actor = sessions.actor_of(request)
    if sealed is not None and safe_next(request, sealed.path):
        return render(request, "people/resend.html", {"form": sealed})
    home = target or home_of(actor if actor.is_known else actor_of_account(account))
    if sessions.demand(request) is not None:
        request.session["lx_then"] = home
        return HttpResponseRedirect(reverse("people:second_step_due"))
    return HttpResponseRedirect(home)


@requires(SIGNED_IN, own_account)
@require_safe
def second_step_due(request: HttpRequest) -> HttpResponse:
    """Why a second step is needed and how to get one; until the day comes, also a way past."""
    asked = sessions.demand(request)
    home = safe_next(request, request.session.get("lx_then", "")) or home_of(actor_of(request))
    if asked is None:
        return HttpResponseRedirect(home)
    row = ways.second_step_of(loaded(request, Account))
    context = {"asked": asked, "home": home, "lost": row is not None and row.must_renew}
    context["passkeys_there"] = passkeys.is_there()
    return render(request, "people/second_step_due.html", context)


def _page(request: HttpRequest, form: SecondStepForm, status: int, then: str = "") -> HttpResponse:
    context = {
        "form": form,
        "next": safe_next(request, request.POST.get("next", "") or then),
        "replay": request.POST.get("replay", ""),
        "passkeys_there": passkeys.is_there(),
    }
    return render(request, "people/second_step.html", context, status=status)
