"""Pages of the security administrator: who may come in, and as what."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.core.clock import now, today
from lianxin.faces.administration import security_lists as lists
from lianxin.faces.administration.pages import form_page, posted, show
from lianxin.faces.administration.security_forms import GrantForm, LinkForm, NameForm, NewAccountForm, ReasonForm
from lianxin.journal.errors import Invalid
from lianxin.people import roles, ways
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.actions.accounts import (
    CloseAccount,
    CreateAccount,
    RenameAccount,
    ReopenAccount,
    UnlockAccount,
)
from lianxin.people.actions.grants import EndGrant, GrantRole
from lianxin.people.actions.links import ForgetDevice, Issued, IssueLink, RevokeLink
from lianxin.people.actions.locks import ClearThrottle
from lianxin.people.invitations import address_of
from lianxin.people.models import AccessLink, Account, LinkPurpose, RoleGrant, Throttle, TrustedDevice
from lianxin.people.policies import SECURITY_ADMIN


def account_here(_request: HttpRequest, pk: int) -> Account | None:
    """An account of this town, or nothing."""
    return lists.accounts_here().filter(pk=pk).first()


def grant_here(_request: HttpRequest, pk: int) -> RoleGrant | None:
    """A grant of this town, or nothing."""
    return lists.grants_here().filter(pk=pk).first()


def link_here(_request: HttpRequest, pk: int) -> AccessLink | None:
    """A link of this town, or nothing."""
    return lists.links_here().filter(pk=pk).first()


def device_here(_request: HttpRequest, pk: int) -> TrustedDevice | None:
    """A trusted device of this town, or nothing."""
    return TrustedDevice.objects.filter(pk=pk).first()


def throttle_here(_request: HttpRequest, pk: int) -> Throttle | None:
    """A limit of this town, or nothing."""
    return Throttle.objects.filter(pk=pk).first()


@requires(SECURITY_ADMIN)
@require_safe
def accounts(request: HttpRequest) -> HttpResponseBase:
    """The accounts of the town: the first page of the security administrator."""
    context = {"nav_face": "admin", "title": _("账号"), "new_href": reverse("administration:new_account")}
    return lists.ACCOUNTS.respond(request, lists.accounts_here(), "administration/list.html", context)


@requires(SECURITY_ADMIN)
@require_safe
def grants(request: HttpRequest) -> HttpResponseBase:
    """Who holds what, until when."""
    context = {"nav_face": "admin", "title": _("授权")}
    return lists.GRANTS.respond(request, lists.grants_here(), "administration/list.html", context)


@requires(SECURITY_ADMIN)
@require_safe
def links(request: HttpRequest) -> HttpResponseBase:
    """Every link and code that was handed out; the secrets themselves exist nowhere."""
    context = {"nav_face": "admin", "title": _("登录链接")}
    return lists.LINKS.respond(request, lists.links_here(), "administration/list.html", context)


@requires(SECURITY_ADMIN)
@require_safe
def locks(request: HttpRequest) -> HttpResponse:
    """What is locked at this moment, and a button to lift each lock."""
    locked = lists.accounts_here().filter(locked_until__gt=now()).order_by("locked_until")
    limits = Throttle.objects.filter(locked_until__gt=now()).order_by("locked_until")
    buckets = {"sign_in_address": _("登录（按来源地址）"), "sign_in_name": _("登录（按不存在的用户名）")}
    rows = [{"pk": one.pk, "what": buckets.get(one.bucket, one.bucket), "until": one.locked_until} for one in limits]
    return show(request, "locks.html", {"title": _("登录暂停"), "accounts": locked, "limits": rows})


@requires(SECURITY_ADMIN)
@require_http_methods(["GET", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """Make an account; its page then offers to grant a role and to issue a set-up link."""
    form = NewAccountForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            account = CreateAccount(actor=actor_of(request), **form.cleaned_data).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            return HttpResponseRedirect(_href(account))
    context = {"title": _("新建账号"), "form": form, "back": reverse("administration:accounts")}
    return show(request, "form.html", context, form.status)


@requires(SECURITY_ADMIN, account_here)
@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: roles, links, devices, and what can be done."""
    found = loaded(request, Account)
    state = lists.account_state(found)
    grants_of = lists.grants_here().filter(account_id=found.pk).order_by("-granted_at")
    context = {
        "title": found.display_name,
        "account": found,
        "kind": roles.label(found.admin_role) if found.admin_role else _("普通账号"),
        "state": state,
        "second_step": ways.second_step_of(found),
        "grants": [_grant_facts(grant) for grant in grants_of],
        "links": [
            _link_facts(link) for link in lists.links_here().filter(account_id=found.pk).order_by("-issued_at")[:20]
        ],
        "devices": TrustedDevice.objects.filter(account_id=found.pk, revoked_at=None, expires_at__gt=now()),
    }
    return show(request, "account.html", context)


@requires(SECURITY_ADMIN, account_here)
@require_http_methods(["GET", "POST"])
def rename_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name people read."""
    found = loaded(request, Account)
    return form_page(
        request,
        NameForm(posted(request), initial={"display_name": found.display_name}),
        lambda data: RenameAccount(actor=actor_of(request), account=found, **data).execute(),
        title=_("修改显示名称"),
        back=_href(found),
        done=_("名称已经改好。"),
    )


@requires(SECURITY_ADMIN, account_here)
@require_http_methods(["GET", "POST"])
def close_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, with a reason."""
    found = loaded(request, Account)
    return form_page(
        request,
        ReasonForm(posted(request)),
        lambda data: CloseAccount(actor=actor_of(request), account=found, **data).execute(),
        title=_("停用账号"),
        sub=_("停用后马上退出所有登录，记录都保留，可以再恢复。"),
        back=_href(found),
        done=_("账号已经停用。"),
        danger=True,
    )


@requires(SECURITY_ADMIN, account_here)
@require_POST
def reopen_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    ReopenAccount(actor=actor_of(request), account=loaded(request, Account)).execute()
    return HttpResponseRedirect(_href(loaded(request, Account)))


@requires(SECURITY_ADMIN, account_here)
@require_POST
def unlock_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody try again before the lock ends by itself."""
    UnlockAccount(actor=actor_of(request), account=loaded(request, Account)).execute()
    return HttpResponseRedirect(_href(loaded(request, Account)))


@requires(SECURITY_ADMIN, account_here)
@require_http_methods(["GET", "POST"])
def grant_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account a role."""
    found = loaded(request, Account)
    form = GrantForm(found, posted(request), initial={"valid_from": today()})

    def run(data: Any) -> None:
        GrantRole(
            actor=actor_of(request),
            account=found,
            role=data["role"],
            place=form.places.get(data["place"]),
            unit=form.units.get(data["unit"]),
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            reason=data["reason"],
        ).execute()

    title = _("给 %(name)s 授权") % {"name": found.display_name}
    return form_page(request, form, run, title=title, back=_href(found), done=_("已经授权，马上生效。"))


@requires(SECURITY_ADMIN, grant_here)
@require_http_methods(["GET", "POST"])
def end_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """End a grant, with a reason."""
    grant = loaded(request, RoleGrant)
    return form_page(
        request,
        ReasonForm(posted(request)),
        lambda data: EndGrant(actor=actor_of(request), grant=grant, **data).execute(),
        title=_("结束授权"),
        sub=f"{grant.account.display_name}　{roles.label(grant.role)}　{lists.where_of(grant)}",
        back=_href(grant.account),
        done=_("授权已经结束，马上生效。"),
        danger=True,
    )


@requires(SECURITY_ADMIN, account_here)
@require_http_methods(["GET", "POST"])
def issue_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue a link or code; its secrets are shown once, on this answer, to be printed or handed over."""
    found = loaded(request, Account)
    form = LinkForm(posted(request))
    if form.is_bound and form.is_valid():
        purpose = LinkPurpose(form.cleaned_data["purpose"])
        try:
            issued = IssueLink(actor=actor_of(request), account=found, purpose=purpose).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            return _show_issued(request, issued, found)
    title = _("给 %(name)s 发登录链接") % {"name": found.display_name}
    return show(request, "form.html", {"title": title, "form": form, "back": _href(found)}, form.status)


def _show_issued(request: HttpRequest, issued: Issued, found: Account) -> HttpResponse:
    """The one page on which the secrets can be read."""
    base = request.build_absolute_uri("/").rstrip("/")
    town = request.town  # type: ignore[attr-defined]
    context = {
        "title": issued.link.get_purpose_display(),
        "account": found,
        "issued": issued,
        "address": address_of(issued.token, town, base),
        "by_code": issued.link.purpose == LinkPurpose.SIGN_IN,
        "replaces": issued.link.purpose == LinkPurpose.SECOND_STEP,
        "back": _href(found),
    }
    return show(request, "issued.html", context)


@requires(SECURITY_ADMIN, link_here)
@require_http_methods(["GET", "POST"])
def revoke_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a link, with a reason."""
    link = loaded(request, AccessLink)
    back = _href(link.account) if link.account else reverse("administration:links")
    return form_page(
        request,
        ReasonForm(posted(request)),
        lambda data: RevokeLink(actor=actor_of(request), link=link, **data).execute(),
        title=_("停用链接"),
        sub=f"{link.account or link.label}　{link.get_purpose_display()}",
        back=back,
        done=_("链接已经停用，用它打开的登录也结束了。"),
        danger=True,
    )


@requires(SECURITY_ADMIN, device_here)
@require_POST
def forget_device(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop trusting somebody's device."""
    device = ForgetDevice(actor=actor_of(request), device=loaded(request, TrustedDevice)).execute()
    return HttpResponseRedirect(reverse("administration:account", args=[device.account_id]))


@requires(SECURITY_ADMIN, throttle_here)
@require_POST
def clear_limit(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a limit."""
    ClearThrottle(actor=actor_of(request), throttle=loaded(request, Throttle)).execute()
    return HttpResponseRedirect(reverse("administration:locks"))


def _href(account: Account) -> str:
    return reverse("administration:account", args=[account.pk])


def _grant_facts(grant: RoleGrant) -> dict[str, Any]:
    return {
        "pk": grant.pk,
        "role": roles.label(grant.role),
        "where": lists.where_of(grant),
        "from": grant.valid_from,
        "to": grant.valid_to,
        "reason": grant.reason,
        "is_open": lists.grant_state(grant) == "active",
    }


def _link_facts(link: AccessLink) -> dict[str, Any]:
    state, word = lists.link_state(link)
    return {
        "pk": link.pk,
        "purpose": link.get_purpose_display(),
        "expires": link.expires_at,
        "state": state,
        "word": word,
        "is_open": state == "active",
    }
