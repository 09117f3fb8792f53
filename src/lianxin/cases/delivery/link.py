"""The carrying link: whoever carries opens it by the QR of the sheet and marks numbers; nobody's words stand there."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianxin.cases.delivery import rules, selectors
from lianxin.cases.delivery.actions import carrier_of, mark_all, may_mark
from lianxin.cases.delivery.forms import MarkForm
from lianxin.cases.delivery.pages import row_of
from lianxin.cases.models import DeliveryRun, Result
from lianxin.core.hashing import text_digest
from lianxin.people.access import public
from lianxin.ui.dates import zh_date


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def carry(request: HttpRequest, token: str) -> HttpResponse:
    """Numbers and buildings; 送到 · 没人 · 不收 · 搬走, then the box that was ticked.  A dead link says so with 410."""
    run = DeliveryRun.objects.select_related("place").filter(token_digest=text_digest(token)).first()
    if run is None:
        raise Http404
    actor = carrier_of(run)
    if not may_mark(actor, run):
        return render(request, "cases/delivery/dead.html", {"run": run}, status=410)
    items = selectors.items_of(run)
    if request.method == "POST":
        form = MarkForm(request.POST)
        item = next((one for one in items if str(one.pk) == request.POST.get("item", "")), None)
        if form.is_valid() and item is not None and (form.cleaned_data["outcome"] or form.cleaned_data["tick"]):
            outcome = form.cleaned_data["outcome"] or rules.DELIVERED
            done = mark_all(actor, items, [rules.Typed(item.order, outcome, form.cleaned_data["tick"])])
            for order, sentence in done.refused:
                messages.warning(request, _("第 %(n)d 号：%(why)s") % {"n": order, "why": sentence})
            if not done.refused:
                messages.success(request, _("第 %(n)d 号记下了。") % {"n": item.order})
            return redirect("cases:carry", token=token)
        messages.warning(request, _("请按一个按钮。"))
        return redirect("cases:carry", token=token)
    rows = [{**row_of(item), "id": item.pk, "judges": not item.is_news and not item.tick} for item in items]
    context = {
        "run": run,
        "rows": rows,
        "token": token,
        "day": zh_date(run.day),
        "until": zh_date(run.carry_until),
        "results": Result.choices,
    }
    return render(request, "cases/delivery/carry.html", context)
