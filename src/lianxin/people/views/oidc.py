"""The way to the organisation's sign-in service and back: to sign in, or to link one's own account to it."""

import datetime as dt
from dataclasses import replace
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianxin.core.clock import now
from lianxin.core.hashing import text_digest
from lianxin.db.transactions import write
from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.journal.errors import WrongState
from lianxin.people import sessions, sign_in, texts
from lianxin.people.access import actor_of, loaded, public, requires, safe_next
from lianxin.people.actions.identities import LinkIdentity, UnlinkIdentity
from lianxin.people.actions.links import is_alive
from lianxin.people.addresses import client_address
from lianxin.people.models import AccessLink, Account, LinkedIdentity, LinkPurpose
from lianxin.people.oidc import flow, provider, tokens
from lianxin.people.oidc.flow import Failed, Purpose, Unreachable
from lianxin.people.policies import SIGNED_IN
from lianxin.people.throttles import TooMany
from lianxin.people.views.entry import welcome
from lianxin.people.views.own import own_account, own_way
from lianxin.people.views.second_step import browser_of
from lianxin.people.views.ways import surely

#: An identity that came back and waits for "yes, this account" in this browser.
_FOUND: Final = "lx_oidc_found"
_PATIENCE: Final = dt.timedelta(minutes=10)


@public
@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Off to the provider, to sign in, or with a set-up link to connect its account."""
    purpose = Purpose(then=safe_next(request, request.GET.get("next", "")))
    token = request.GET.get("invitation", "")
    if token:
        link = AccessLink.objects.filter(token_hash=text_digest(token), purpose=LinkPurpose.SET_UP).first()
        if link is None or not is_alive(link):
            return render(request, "people/dead_link.html", {"message": texts.dead_link()}, status=410)
        purpose = Purpose(link_id=link.pk)
    return _go(request, purpose)


@requires(SIGNED_IN, own_account)
@surely
@require_safe
def start_linking(request: HttpRequest) -> HttpResponse:
    """Off to the provider, to connect one's own account."""
    return _go(request, Purpose(account_id=loaded(request, Account).pk))


def _go(request: HttpRequest, purpose: Purpose) -> HttpResponse:
    if not tokens.is_there() or not provider.registration().is_on:
        return _trouble(request, texts.no_oidc(), 404)
    try:
        return HttpResponseRedirect(flow.begin(request, purpose))
    except Unreachable:
        return _trouble(request, texts.oidc_away(), 503)


@public
@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Back from the provider: sign the linked account in, or ask whether this identity is to be linked."""
    if not tokens.is_there() or not provider.registration().is_on:
        return _trouble(request, texts.no_oidc(), 404)
    try:
        sign_in.count_address(client_address(request))
        digest, purpose = flow.finish(request)
    except Unreachable:
        return _trouble(request, texts.oidc_away(), 503)
    except Failed:
        return _trouble(request, texts.oidc_failed(), 422)
    except TooMany as refusal:
        return _trouble(request, refusal.message, 429)
    if purpose.account_id is None and purpose.link_id is None:
        return _sign_in(request, digest, purpose.then)
    account = _meant(request, purpose.account_id, purpose.link_id)
    if account is None:
        return _trouble(request, texts.oidc_failed(), 422)
    sign_in.forgive_address(client_address(request))
    kept = {"digest": digest, "account": purpose.account_id, "link": purpose.link_id, "since": now().isoformat()}
    request.session[_FOUND] = {**kept, "issuer": provider.registration().issuer}
    return render(request, "people/oidc_confirm.html", {"account": account, "name": provider.registration().name})


def _sign_in(request: HttpRequest, digest: str, then: str) -> HttpResponse:
    """Sign the account of an identity in; one sentence for unknown ones and for closed accounts."""
    found = LinkedIdentity.objects.filter(digest=digest).select_related("account").first()
    if found is None or not found.account.is_active:
        return _trouble(request, texts.oidc_unknown(), 422)
    LinkedIdentity.objects.filter(pk=found.pk).update(last_used_at=now())
    entry = sign_in.with_identity(found.account, client_address(request), browser_of(request))
    return welcome(request, entry, then)


def _meant(request: HttpRequest, account_id: int | None, link_id: int | None) -> Account | None:
    """The account to be linked: the one of this session, or the one of a set-up link that still holds."""
    if account_id is not None:
        actor = actor_of(request)
        is_mine = actor.kind == ACCOUNT and actor.id == str(account_id)
        return Account.objects.filter(pk=account_id).first() if is_mine else None
    link = AccessLink.objects.filter(pk=link_id or 0, purpose=LinkPurpose.SET_UP).select_related("account").first()
    return link.account if link is not None and is_alive(link) else None


@public
@never_cache
@require_POST
def link(request: HttpRequest) -> HttpResponse:
    """Yes, this identity belongs to this account: only with the form of the page that asked."""
    kept: dict[str, Any] | None = request.session.pop(_FOUND, None)
    if kept is None or now() - dt.datetime.fromisoformat(kept["since"]) > _PATIENCE:
        return _trouble(request, texts.oidc_failed(), 422)
    account = _meant(request, kept["account"], kept["link"])
    if account is None:
        return _trouble(request, texts.oidc_failed(), 422)
    if kept["link"] is not None:
        return _by_invitation(request, account, kept)
    if not sessions.is_sure(request):
        return redirect("people:confirm")
    LinkIdentity(actor=actor_of(request), account=account, issuer=kept["issuer"], digest=kept["digest"]).execute()
    messages.success(request, _("已经关联。以后可以用统一身份认证登录。"))
    return redirect("people:ways")


def _by_invitation(request: HttpRequest, account: Account, kept: dict[str, Any]) -> HttpResponse:
    """Connect the account of a set-up link, which is spent with it, and come in."""
    actor = Actor(ACCOUNT, str(account.pk), account.display_name)
    invitation = AccessLink.objects.get(pk=kept["link"])
    try:
        with write():
            entry = sign_in.with_link(invitation, browser_of(request))
            LinkIdentity(actor=actor, account=account, issuer=kept["issuer"], digest=kept["digest"]).execute()
    except WrongState as refusal:
        return _trouble(request, refusal.message, 409)
    return welcome(request, replace(entry, account=Account.objects.get(pk=account.pk)))


def own_identity(request: HttpRequest, identity: int) -> LinkedIdentity | None:
    """One of my own linked identities, or nothing."""
    return own_way(request, LinkedIdentity, identity)


@requires(SIGNED_IN, own_identity)
@surely
@require_POST
def unlink(request: HttpRequest, identity: int) -> HttpResponse:
    """Let it open my account no more."""
    found = loaded(request, LinkedIdentity)
    UnlinkIdentity(actor=actor_of(request), account=found.account, identity=found).execute()
    messages.success(request, _("已经解除关联。"))
    return redirect("people:ways")


def _trouble(request: HttpRequest, message: str, status: int) -> HttpResponse:
    """What went wrong, and the ordinary way in."""
    return render(request, "people/oidc_trouble.html", {"message": message}, status=status)
