"""The page about what was learned, and the way back to an earlier model."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.aggregation.actions.learning import WithdrawModel
from lianxin.aggregation.engine import VERSION
from lianxin.aggregation.engine.learning import has_library
from lianxin.aggregation.forms import WithdrawForm
from lianxin.aggregation.models import LearnedKind
from lianxin.aggregation.policies import MODELS
from lianxin.aggregation.selectors import learned
from lianxin.people.access import actor_of, requires
from lianxin.ui.acting import form_page, posted


@requires(MODELS)
@require_safe
def models(request: HttpRequest) -> HttpResponse:
    """Figures, learning curve, calibration, what is sent to people, whether it got worse."""
    context = {
        "title": _("模型"),
        "kinds": learned.pages(),
        "sent": learned.sent_to_people(),
        "engine": VERSION,
        "library": has_library(),
    }
    return render(request, "aggregation/models.html", context)


@requires(MODELS)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, kind: str) -> HttpResponse:
    """Go back to the model before."""
    if kind not in LearnedKind.values:
        raise Http404

    def run(data: Mapping[str, Any]) -> None:
        WithdrawModel(actor=actor_of(request), kind=LearnedKind(kind), reason=data["reason"]).execute()

    return form_page(
        request, WithdrawForm(posted(request)), run, title=_("退回模型：%(kind)s") % {"kind": LearnedKind(kind).label},
        back=reverse("aggregation:models"), done=_("已退回，以后用上一个；没有上一个的，用起步的算法。"),
        sub=_("退回以后，等人看的各对按上一个模型重新排队；已经答过的不变。"),
    )  # fmt: skip
