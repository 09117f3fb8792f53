"""One's own account: what one may do here, the password, trusted devices."""

from typing import TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.core.clock import now
from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.journal.errors import Invalid
from lianxin.people import roles, sessions, throttles
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.actions.accounts import SetOwnPassword, is_self
from lianxin.people.actions.links import ForgetDevice
from lianxin.people.forms import ChangePasswordForm
from lianxin.people.models import Account, LinkedIdentity, Passkey, TrustedDevice
from lianxin.people.policies import SIGNED_IN
from lianxin.people.selectors import grants_today
from lianxin.people.throttles import OWN_PASSWORD

Way = TypeVar("Way", LinkedIdentity, Passkey, TrustedDevice)


def _has_account(actor: Actor) -> bool:
    return actor.kind == ACCOUNT


def own_way(request: HttpRequest, model: type[Way], pk: int) -> Way | None:
    """A key, linked identity or trusted device of one's own, or nothing."""
    found = model.objects.filter(pk=pk).select_related("account").first()
    return found if found is not None and is_self(actor_of(request), found.account) else None


def own_account(request: HttpRequest) -> Account:
    """The account of this session; 404 for sessions without one."""
    if not isinstance(request.user, Account) or not _has_account(actor_of(request)):
        raise Http404
    return request.user


@requires(SIGNED_IN, own_account)
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """My roles and until when, my devices, my password."""
    account = loaded(request, Account)
    devices = TrustedDevice.objects.filter(account_id=account.pk, revoked_at=None, expires_at__gt=now())
    grants = [
        {
            "role": roles.label(grant.role),
            "where": grant.unit.name if grant.unit else (grant.place.name if grant.place else _("全镇")),
            "until": grant.valid_to,
            "reason": grant.reason,
            "waits": grant.role in roles.NOT_YET,
        }
        for grant in grants_today(account)
    ]
    context = {"account": account, "grants": grants, "devices": devices.order_by("-created_at")}
    return render(request, "people/me.html", context)


@requires(SIGNED_IN, own_account)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change the password; this session goes on under a new key, every other one ends."""
    account = loaded(request, Account)
    form = ChangePasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        throttles.hit("own_password", str(account.pk), OWN_PASSWORD)
        try:
            changed = SetOwnPassword(
                actor=actor_of(request),
                account=account,
                password=form.cleaned_data["password"],
                current=form.cleaned_data["current"],
            ).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            throttles.clear("own_password", str(account.pk))
            sessions.open_for_account(request, changed)
            messages.success(request, _("密码已经改好。其他设备上的登录都已退出。"))
            return redirect("people:me")
    status = 422 if form.errors else 200
    return render(request, "people/password.html", {"form": form}, status=status)


def own_device(request: HttpRequest, device: int) -> TrustedDevice | None:
    """One of my own devices, or nothing."""
    return own_way(request, TrustedDevice, device)


@requires(SIGNED_IN, own_device)
@require_POST
def forget_device(request: HttpRequest, device: int) -> HttpResponse:
    """Stop trusting one of my devices."""
    ForgetDevice(actor=actor_of(request), device=loaded(request, TrustedDevice)).execute()
    messages.success(request, _("这台设备下次要再验证一次。"))
    return redirect("people:me")
