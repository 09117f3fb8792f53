"""The congress office sends people out: one link a place, printed as a sheet with a QR code, revoked at any time."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms as django_forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.core.clock import now, today
from lianxin.field.actions import IssuedVisit, SendOut
from lianxin.field.models import Visit
from lianxin.field.policies import SEND_OUT
from lianxin.field.views.dates import days_words, last_minute
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people import roles
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.actions.links import RevokeLink
from lianxin.people.invitations import address_of
from lianxin.places.models import PlaceKind
from lianxin.places.selectors import places_of_kind
from lianxin.ui import forms
from lianxin.ui.dates import zh_datetime
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort
from lianxin.ui.templatetags.lianxin_ui import ui_state

_PLACES: Final = (PlaceKind.TOWN, PlaceKind.AREA, PlaceKind.NEIGHBOURHOOD, PlaceKind.PARK, PlaceKind.TOWER)


class SendOutForm(forms.Form):
    """Who goes where, from when to when."""

    title = django_forms.CharField(
        label=_("哪一次活动"),
        max_length=60,
        help_text=_("例如：第二季度代表集中联系社区。会自动写进每条意见的“场合”。"),
    )
    starts_on = forms.DateField(label=_("从哪天"))
    ends_on = forms.DateField(label=_("到哪天"), help_text=_("链接到这天结束后再留两天，只为把手机上没发完的发出来。"))
    role = forms.OneChoice(
        label=_("给谁用"),
        choices=[
            (roles.RECORDER, _("记录员：记意见、拍照、上传")),
            (roles.INSPECTOR, _("检查员：以后记检查")),
            (roles.VOLUNTEER, _("志愿者：以后记志愿服务")),
        ],
        initial=roles.RECORDER,
    )
    who = django_forms.CharField(
        label=_("记录人或小组"), max_length=40, required=False, help_text=_("例如：记录员小陈、第三组。可以不写。")
    )
    places = forms.ManyChoices(
        label=_("去哪些地方"), widget=forms.CheckCards(layout="two"), help_text=_("每个地方一个链接，一人一张纸。"),
    )  # fmt: skip
    once = forms.OnceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the town's places."""
        super().__init__(*args, **kwargs)
        self.found = {str(one.pk): one for one in places_of_kind(*_PLACES)}
        field = self.fields["places"]
        assert isinstance(field, django_forms.MultipleChoiceField)
        field.error_messages["required"] = gettext("请至少选一个地方。")
        field.choices = [
            (pk, gettext("全镇") if one.kind == PlaceKind.TOWN else one.name) for pk, one in self.found.items()
        ]


class RevokeForm(forms.Form):
    """Why a link ends early."""

    reason = django_forms.CharField(label=_("停用的原因"), max_length=200, help_text=_("例如：手机遗失、人员调整。"))


def state_of(visit: Visit) -> tuple[str, str]:
    """State code and word of a visit's link."""
    link = visit.link
    if link is None or link.revoked_at is not None:
        return "revoked", gettext("已停用")
    if link.starts_at is not None and link.starts_at > now():
        return "active", gettext("还没开始")
    return ("expired", gettext("已过期")) if link.expires_at <= now() else ("active", gettext("有效"))


def _row(visit: Visit) -> Mapping[str, Any]:
    code, word = state_of(visit)
    link = visit.link
    assert link is not None
    last = gettext("%(n)d 次") % {"n": link.uses} if link.uses else gettext("还没有打开过")
    revoke = Cell(gettext("停用"), href=reverse("field:revoke_link", args=[visit.pk])) if code == "active" else ""
    return {
        "title": Cell(visit.title, sub=link.label),
        "place": link.place.name if link.place else "",
        "role": roles.label(link.role),
        "days": days_words(visit.starts_on, visit.ends_on),
        "until": last_minute(link),
        "used": last,
        "code": visit.code,
        "state": Cell(ui_state(code, word), plain=word),
        "act": revoke,
    }


LINKS: Final = ListSpec(
    name="visit-links",
    caption=_("走访链接"),
    columns=(
        Column("title", _("活动"), main=True),
        Column("place", _("地点")),
        Column("role", _("给谁")),
        Column("days", _("日期")),
        Column("until", _("链接到")),
        Column("used", _("打开")),
        Column("code", _("取单号开头")),
        Column("state", _("状态")),
        Column("act", _("操作")),
    ),
    filters=(Filter("q", _("活动名称"), lambda rows, text: rows.filter(title__icontains=text)),),
    sorts={"new": Sort(_("最新"), "made_at", descending=True)},
    row=_row,
)


def links_here() -> QuerySet[Visit]:
    """The visits that were sent out with a link."""
    return Visit.objects.exclude(link=None).exclude(title="").select_related("link", "link__place")


@requires(SEND_OUT)
@require_safe
def visit_links(request: HttpRequest) -> HttpResponseBase:
    """Every link that was handed out, newest first."""
    return LINKS.respond(request, links_here(), "field/visit_links.html", {"title": gettext("走访链接")})


@requires(SEND_OUT)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def send_out(request: HttpRequest) -> HttpResponse:
    """Issue links; the answer is the sheet to print, the only time the codes can be read."""
    posted = request.POST if request.method == "POST" else None
    form = SendOutForm(posted, initial={"starts_on": today(), "ends_on": today()})
    status = 0
    if form.is_bound and form.is_valid():
        data = dict(form.cleaned_data)
        data["places"] = [form.found[pk] for pk in data["places"]]
        try:
            made = SendOut(actor=actor_of(request), **data).execute()
        except Invalid as problem:
            form.take(problem)
        except WrongState as problem:
            form.add_error(None, problem.message)
            status = 409
        else:
            return render(request, "field/sheets.html", {"sheets": [_sheet(request, one) for one in made]})
    context = {"form": form, "title": gettext("发走访链接")}
    return render(request, "field/send_out.html", context, status=status or form.status)


def _sheet(request: HttpRequest, made: IssuedVisit) -> dict[str, Any]:
    """What stands on one sheet."""
    base = "" if settings.LIANXIN_SITE_URL else request.build_absolute_uri("/").rstrip("/")
    town = request.town  # type: ignore[attr-defined]
    return {
        "place": made.place.name,
        "title": made.visit.title,
        "label": made.issued.link.label,
        "role": roles.label(made.issued.link.role),
        "days": days_words(made.visit.starts_on, made.visit.ends_on),
        "until": zh_datetime(last_minute(made.issued.link)),
        "address": address_of(made.issued.token, town, base),
        "code": made.visit.code,
    }


def _visit_here(request: HttpRequest, pk: int) -> Visit:
    visit = links_here().filter(pk=pk).first()
    if visit is None:
        raise Http404
    return visit


@requires(SEND_OUT, _visit_here)
@require_http_methods(["GET", "POST"])
def revoke_link(request: HttpRequest, pk: int) -> HttpResponse:
    """End a link before its time; what its phones have not sent stays on them until another link is opened there."""
    visit = loaded(request, Visit)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and visit.link is not None:
        try:
            RevokeLink(actor=actor_of(request), link=visit.link, reason=form.cleaned_data["reason"]).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            return redirect("field:visit_links")
    context = {"form": form, "visit": visit, "title": gettext("停用走访链接")}
    return render(request, "field/revoke_link.html", context, status=form.status)
