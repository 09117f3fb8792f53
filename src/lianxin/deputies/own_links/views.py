"""The read-only link on the desk: issued and shown once, revoked."""

from typing import Any

from django import forms as django_forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lianxin.deputies.models import Deputy, OwnLink
from lianxin.deputies.own_links.actions import IssueOwnLink, RevokeOwnLink
from lianxin.deputies.policies import KEEPERS
from lianxin.deputies.views import deputy_here
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui import forms
from lianxin.ui.acting import form_page, posted
from lianxin.ui.dates import zh_datetime


class RevokeForm(forms.Form):
    """Why."""

    because = django_forms.CharField(label=gettext_lazy("为什么停用"), max_length=200)


def link_here(_request: HttpRequest, pk: int) -> OwnLink | None:
    """A link of this town, or nothing."""
    return OwnLink.objects.filter(pk=pk).select_related("deputy").first()


@requires(KEEPERS, deputy_here)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue a link; the answer is the sheet to print, the only time the address can be read."""
    one = loaded(request, Deputy)
    back = reverse("deputies:deputy", args=[one.pk])
    if request.method == "POST":
        made = IssueOwnLink(actor=actor_of(request), deputy=one).execute()
        context = {
            "deputy": one, "back": back, "until": zh_datetime(made.link.expires_at),
            "address": _base(request) + reverse("three_by_link", args=[made.token]),
        }  # fmt: skip
        return render(request, "deputies/own_link_sheet.html", context)
    live = one.own_links.filter(revoked_at=None).order_by("-id").first()
    context = {"deputy": one, "back": back, "live": live, "since": zh_datetime(live.issued_at) if live else ""}
    return render(request, "deputies/own_link.html", context)


def _base(request: HttpRequest) -> str:
    """The address of the site; of the town where it has a host of its own."""
    if request.town.host:  # type: ignore[attr-defined]
        return request.build_absolute_uri("/").rstrip("/")
    return settings.LIANXIN_SITE_URL.rstrip("/") or request.build_absolute_uri("/").rstrip("/")


@requires(KEEPERS, link_here)
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a link."""
    one = loaded(request, OwnLink)

    def run(data: Any) -> None:
        RevokeOwnLink(actor=actor_of(request), link=one, because=data["because"]).execute()

    return form_page(
        request, RevokeForm(posted(request)), run, title=_("停用只读链接"), sub=one.deputy.display_name,
        back=reverse("deputies:deputy", args=[one.deputy_id]), done=_("链接已经停用。"),
    )  # fmt: skip
