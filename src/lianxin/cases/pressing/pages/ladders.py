"""The two ladders as data: read by those who stand on them, set each by its own body."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases.pressing import policies
from lianxin.cases.pressing.pages.forms import StepForm
from lianxin.clocks.ladders.actions import KEEPERS, SetStep
from lianxin.clocks.ladders.models import Ladder, LadderStep, StepMode
from lianxin.clocks.ladders.steps import spoken, steps
from lianxin.clocks.orders.texts import not_this_party
from lianxin.journal.actors import Actor
from lianxin.journal.errors import NotAllowed
from lianxin.people import roles
from lianxin.people.access import actor_of, requires
from lianxin.ui.acting import act_on, posted


@requires(policies.SEE_LADDERS)
@require_safe
def ladders(request: HttpRequest) -> HttpResponse:
    """Both ladders side by side, every step with its source."""
    actor, rows = actor_of(request), steps()
    found = [
        {
            "label": str(Ladder(code).label),
            "rows": [_row(row, actor) for row in rows if row.ladder == code],
        }
        for code in Ladder.values
    ]
    return render(request, "cases/pressing/ladders.html", {"title": _("督促阶梯"), "ladders": found})


def _row(row: LadderStep, actor: Actor) -> dict[str, Any]:
    may = actor.has(*KEEPERS[row.ladder])
    return {
        "label": spoken(row),
        "when": when(row),
        "who": _("系统") if row.by == "system" else str(roles.LABELS.get(row.by, row.by)),
        "how": _("已关闭") if not row.enabled else str(StepMode(row.mode).label),
        "off": not row.enabled,
        "answer": _("%(n)d 个工作日") % {"n": row.answer_n} if row.answer_n else "",
        "demand": row.demand,
        "source": row.source,
        "confirmed": row.status == "confirmed",
        "href": reverse("cases:ladder_step", args=[row.ladder, row.code]) if may else "",
    }


def when(row: LadderStep) -> str:
    """When time reaches a step, in words."""
    if row.after_n is None:
        return _("由人决定")
    if row.relative_to == "overdue":
        return _("过答复期限 %(n)d 个工作日") % {"n": row.after_n}
    return _("答复时间过了 %(n)d%%") % {"n": row.after_n}


@requires(policies.SET_LADDER)
@require_http_methods(["GET", "HEAD", "POST"])
def ladder_step(request: HttpRequest, ladder: str, code: str) -> HttpResponse:
    """Set one step; the other body's ladder is refused before anything typed is looked at."""
    row = next((one for one in steps() if (one.ladder, one.code) == (ladder, code)), None)
    if row is None:
        raise Http404
    if not actor_of(request).has(*KEEPERS[ladder]):
        raise NotAllowed("not_this_party", not_this_party(spoken(row)))

    def run(data: Any) -> None:
        SetStep(actor=actor_of(request), ladder=ladder, code=code, **data).execute()

    initial = {name: getattr(row, name) for name in ("after_n", "answer_n", "demand", "enabled", "source")}
    form = StepForm(posted(request), initial={**initial, "confirmed": row.status == "confirmed"})
    if row.mode == StepMode.BY_HAND:
        del form.fields["after_n"], form.fields["enabled"]
    elif row.unit == "percent":
        form.fields["after_n"].label = _("答复时间过了百分之几")
    else:
        form.fields["after_n"].label = _("过答复期限几个工作日")
    if row.answer_n is None:
        del form.fields["answer_n"]
    context = {"title": spoken(row), "sub": str(Ladder(ladder).label)}

    def with_all(data: Any) -> None:
        run({"after_n": None, "answer_n": None, "enabled": True, **data})

    back = reverse("cases:ladders")
    return act_on(
        request, form, with_all, template="cases/pressing/form.html", back=back, done=_("这一级已经改好。"),
        context=context,
    )  # fmt: skip
