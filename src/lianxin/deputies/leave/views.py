"""Leaves on the desk: entered and taken back by the office."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.core.clock import today
from lianxin.deputies.leave import forms
from lianxin.deputies.leave.actions import GrantLeave, TakeLeaveBack
from lianxin.deputies.models import Deputy, Leave
from lianxin.deputies.policies import KEEPERS
from lianxin.deputies.views import deputy_here
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.acting import form_page, posted


def leave_here(_request: HttpRequest, pk: int) -> Leave | None:
    """A leave of this town, or nothing."""
    return Leave.objects.filter(pk=pk).select_related("deputy").first()


@requires(KEEPERS, deputy_here)
@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a leave."""
    one = loaded(request, Deputy)

    def run(data: Any) -> None:
        GrantLeave(actor=actor_of(request), deputy=one, **data).execute()

    form = forms.LeaveForm(posted(request), initial={"granted_on": today()})
    return form_page(
        request, form, run, title=_("登记请假"), sub=one.display_name,
        back=reverse("deputies:deputy", args=[one.pk]), done=_("请假已经登记；选代表的地方都看得到。"),
    )  # fmt: skip


@requires(KEEPERS, leave_here)
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a leave back."""
    one = loaded(request, Leave)

    def run(data: Any) -> None:
        TakeLeaveBack(actor=actor_of(request), leave=one, **data).execute()

    return form_page(
        request, forms.BackForm(posted(request)), run, title=_("销假"), sub=one.deputy.display_name,
        back=reverse("deputies:deputy", args=[one.deputy_id]), done=_("已经销假。"),
    )  # fmt: skip
