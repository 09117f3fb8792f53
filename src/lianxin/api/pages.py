"""Pages of the security administrator: keys listed, issued, revoked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.api import scopes
from lianxin.api.actions import IssueKey, RevokeKey
from lianxin.api.forms import KeyForm, RevokeForm
from lianxin.api.models import ApiKey
from lianxin.core.clock import now
from lianxin.journal.errors import Invalid
from lianxin.people import roles
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.policies import SECURITY_ADMIN
from lianxin.ui.acting import act_on, posted

_NAV = {"nav_face": "admin"}


def key_here(_request: HttpRequest, pk: int) -> ApiKey | None:
    """A key of this town, or nothing."""
    return ApiKey.objects.filter(pk=pk).first()


def _state(key: ApiKey) -> tuple[str, str]:
    if key.revoked_at is not None:
        return "revoked", _("已停用")
    return ("revoked", _("已过期")) if key.expires_at <= now() else ("active", _("可以用"))


def _row(key: ApiKey) -> dict[str, Any]:
    state, word = _state(key)
    where = key.unit.name if key.unit else (key.place.name if key.place else _("全镇"))
    return {
        "label": key.label,
        "owner": key.owner,
        "start": f"{key.token_start}…",
        "role": roles.label(key.role),
        "where": where,
        "scopes": scopes.words(key.scope_list),
        "expires": key.expires_at,
        "used": key.last_used_at,
        "state": state,
        "word": word,
        "revoke": reverse("api:revoke_key", args=[key.pk]) if state == "active" else "",
    }


@requires(SECURITY_ADMIN)
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Every key of the town, newest first; the secrets themselves exist nowhere."""
    found = ApiKey.objects.select_related("place", "unit").order_by("-issued_at", "-id")[:200]
    return render(request, "api/keys.html", {**_NAV, "rows": [_row(key) for key in found]})


@requires(SECURITY_ADMIN)
@require_http_methods(["GET", "POST"])
def new_key(request: HttpRequest) -> HttpResponse:
    """Issue a key; the answer is the one page on which it can be read."""
    form = KeyForm(posted(request))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            issued = IssueKey(
                actor=actor_of(request),
                label=data["label"],
                owner=data["owner"],
                role=data["role"],
                place=form.places.get(data["place"]),
                unit=form.units.get(data["unit"]),
                scopes=data["scopes"],
                days=data["days"],
            ).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            return render(request, "api/issued.html", {**_NAV, "issued": issued, "row": _row(issued.key)})
    context = {**_NAV, "title": _("发放接口密钥"), "form": form, "back": reverse("api:keys")}
    return render(request, "api/form.html", context, status=form.status)


@requires(SECURITY_ADMIN, key_here)
@require_http_methods(["GET", "POST"])
def revoke_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a key, with a reason."""
    key = loaded(request, ApiKey)
    return act_on(
        request,
        RevokeForm(posted(request)),
        lambda data: RevokeKey(actor=actor_of(request), key=key, **data).execute(),
        template="api/form.html",
        back=reverse("api:keys"),
        done=_("密钥已经停用，马上生效。"),
        context={**_NAV, "title": _("停用接口密钥"), "sub": key.label, "danger": True},
    )
