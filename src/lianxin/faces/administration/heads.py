"""楼组长 of one's own neighbourhood: who stands for which building, kept by the secretary and the committee.

Nobody is ranked, counted or given an account; name and number are shown masked, and a look at the number is written
down with its reason.
"""

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.core.clock import today
from lianxin.core.masking import mask_name, mask_phone
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid
from lianxin.journal.reads import log_read
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.actions.heads import KEEPERS, AppointHead, EndHead, name_of, phone_of
from lianxin.people.models import BuildingHead
from lianxin.people.policies import reach_of
from lianxin.people.selectors import heads_below
from lianxin.places.models import Place, PlaceKind
from lianxin.ui import forms
from lianxin.ui.acting import act_on, posted
from lianxin.ui.dates import zh_date

FORM = "ui/form_page.html"
BUILDINGS = (PlaceKind.BUILDING, PlaceKind.TOWER)


class HeadForm(forms.Form):
    """Who stands for a building, and from when."""

    name = django_forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    phone = django_forms.CharField(
        label=gettext_lazy("电话"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("加密保存，页面上只显示一部分。"),
    )
    valid_from = forms.DateField(label=gettext_lazy("从哪一天开始"))


class LookForm(forms.Form):
    """Why the number is looked at."""

    reason = django_forms.CharField(
        label=gettext_lazy("为什么要看"), max_length=300, help_text=gettext_lazy("例如：请帮忙送告知单。会留下记录。")
    )


class EndForm(forms.Form):
    """Nothing to fill in: ending is one press."""


def building_here(_request: HttpRequest, pk: int) -> Place | None:
    """A building of this town, or nothing."""
    return Place.objects.filter(pk=pk, kind__in=BUILDINGS).first()


def head_here(_request: HttpRequest, pk: int) -> Place | None:
    """The building of a present head, for the policy; nothing for one who is forgotten."""
    head = BuildingHead.objects.filter(pk=pk, erased_at=None).select_related("building").first()
    return head.building if head is not None else None


def buildings_of(actor: Actor) -> list[Place]:
    """The buildings within reach, in the order of their places; one statement a neighbourhood."""
    reach = reach_of(actor, *KEEPERS.roles)
    found: list[Place] = []
    for path in reach.paths or (("",) if reach.whole_town else ()):
        rows = Place.objects.filter(path__startswith=path, kind__in=BUILDINGS, is_active=True)
        found += rows.select_related("parent").order_by("path", "id")
    return found


@requires(KEEPERS)
@require_safe
def heads(request: HttpRequest) -> HttpResponse:
    """Every building of the neighbourhood and who stands for it."""
    actor = actor_of(request)
    reach = reach_of(actor, *KEEPERS.roles)
    present = {
        head.building_id: head for path in (reach.paths or ("",) * reach.whole_town) for head in heads_below(path)
    }
    rows = [_row(building, present.get(building.pk)) for building in buildings_of(actor)]
    return render(request, "administration/heads.html", {"rows": rows, "title": _("楼组长")})


def _row(building: Place, head: BuildingHead | None) -> dict[str, Any]:
    above = building.parent.label if building.parent else ""
    return {
        "building": building.pk,
        "place": f"{above} {building.label}".strip(),
        "head": head.pk if head else None,
        "name": mask_name(name_of(head)) if head else "",
        "phone": mask_phone(phone_of(head)) if head and head.phone_encrypted else "",
        "since": zh_date(head.valid_from) if head else "",
    }


@requires(KEEPERS, building_here)
@require_http_methods(["GET", "POST"])
def appoint_head(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who stands for a building; whoever did before ends the day before."""
    building = loaded(request, Place)

    def run(data: Any) -> None:
        AppointHead(actor=actor_of(request), building=building, **data).execute()

    context = {"title": _("登记楼组长"), "sub": building.label}
    form = HeadForm(posted(request), initial={"valid_from": today()})
    back = reverse("administration:heads")
    return act_on(request, form, run, template=FORM, back=back, done=_("楼组长已经登记。"), context=context)


@requires(KEEPERS, head_here)
@require_http_methods(["GET", "POST"])
def end_head(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody stands for the building no longer; name and number are erased at once."""

    def run(_data: Any) -> None:
        EndHead(actor=actor_of(request), head=BuildingHead.objects.get(pk=pk)).execute()

    sub = _("姓名和电话会马上清除，只留下从哪一天到哪一天。")
    context = {"title": _("%(place)s 的楼组长卸任") % {"place": loaded(request, Place).label}, "sub": sub}
    back = reverse("administration:heads")
    return act_on(
        request, EndForm(posted(request)), run, template=FORM, back=back, done=_("已经卸任。"), context=context
    )


@requires(KEEPERS, head_here)
@require_http_methods(["GET", "POST"])
def head_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at name and number for a reason; the look is written down before anything is shown."""
    head = BuildingHead.objects.get(pk=pk)
    form, found = LookForm(posted(request)), None
    if form.is_bound and form.is_valid():
        try:
            log_read(actor_of(request), "building_head", head.pk, "phone", form.cleaned_data["reason"])
        except Invalid as problem:
            form.take(problem)
        else:
            found = {"name": name_of(head), "phone": phone_of(head) or _("没有留电话")}
    context = {
        "title": _("查看楼组长的电话"),
        "sub": loaded(request, Place).label,
        "form": form,
        "found": found,
        "back": reverse("administration:heads"),
    }
    return render(request, "administration/head_contact.html", context, status=form.status)
