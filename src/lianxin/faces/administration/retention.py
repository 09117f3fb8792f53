"""How long personal fields are kept: the rules with their source, the last run, what would go, and running them."""

import datetime as dt
from typing import Any, Final

from django import forms as django_forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.core.clock import now
from lianxin.db.models import Town
from lianxin.faces.administration.pages import form_page, posted, show
from lianxin.journal import jobs
from lianxin.journal.models import JobSlot
from lianxin.people.access import actor_of, requires
from lianxin.people.policies import SYSTEM_ADMIN
from lianxin.records import retention
from lianxin.records.retention_job import AskRetention, run_retention
from lianxin.ui import forms
from lianxin.ui.dates import zh_datetime

JOB: Final = "records.retention"


class RetentionForm(forms.Form):
    """A decided period."""

    days = django_forms.IntegerField(label=gettext_lazy("保存天数"), min_value=1, max_value=retention.LONGEST)
    source = django_forms.CharField(label=gettext_lazy("依据"), max_length=300)
    confirmed = django_forms.BooleanField(label=gettext_lazy("依据已经核对"), required=False, widget=forms.YesNo())


@requires(SYSTEM_ADMIN)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule: period, source, how much its next run would erase."""
    slot = JobSlot.objects.filter(name=JOB).first()
    job = next((one for one in jobs.known() if one.name == JOB), None)
    next_run = jobs.slot_start(job, now()) + dt.timedelta(days=1) if job is not None else None
    waiting = retention.waiting()
    context = {
        "title": _("保存期限"),
        "rows": [{**row, "waiting": waiting.get(str(row["code"]))} for row in retention.rules()],
        "last_run": zh_datetime(slot.done_at) if slot and slot.done_at else _("还没有运行过"),
        "next_run": zh_datetime(next_run),
    }
    return show(request, "retention.html", context)


@requires(SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def change_rule(request: HttpRequest, code: str) -> HttpResponse:
    """Decide another period, with its basis."""
    row = next((one for one in retention.rules() if one["code"] == code), None)
    if row is None:
        raise Http404
    initial = {"days": row["days"], "source": row["source"], "confirmed": row["status"] == retention.CONFIRMED}

    def run(data: Any) -> None:
        retention.SetRetention(actor=actor_of(request), code=code, **data).execute()

    form = RetentionForm(posted(request), initial=initial)
    back = reverse("administration:retention")
    return form_page(request, form, run, title=str(row["label"]), back=back, done=_("保存期限已经改好。"))


@requires(SYSTEM_ADMIN)
@require_POST
def run_now(request: HttpRequest) -> HttpResponse:
    """Let the worker erase what is due, without waiting for the night."""
    town: Town = request.town  # type: ignore[attr-defined]
    AskRetention(actor=actor_of(request), town=town).execute()
    transaction.on_commit(lambda: run_retention.enqueue(town.pk))
    messages.success(request, _("已经交给后台，几分钟内完成。"))
    return redirect("administration:retention")
