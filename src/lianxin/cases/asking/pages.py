"""The deputy's form, and the office's list with its answers."""

from typing import Any, Final

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases.asking.actions import MOST, OFFICE, AnswerAsk, AskToPress
from lianxin.cases.asking.things import CASE, thing_of
from lianxin.cases.models import DeputyAsk
from lianxin.core.clock import civil_date
from lianxin.people import roles
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.policies import RolePolicy
from lianxin.records.access import Label, describe
from lianxin.ui import forms
from lianxin.ui.acting import act_on, form_page, posted
from lianxin.ui.dates import zh_date

ASK: Final = RolePolicy(roles.DEPUTY)
ANSWER: Final = RolePolicy(*OFFICE)
#: How many requests one page shows; unanswered ones first.
SHOWN: Final = 100


class AskForm(forms.Form):
    """Why."""

    text = forms.WordsField(
        label=gettext_lazy("请镇人大督促什么"), max_length=MOST, rows=4,
        help_text=gettext_lazy("一句话：到期没有答复，还是答应的事没有做到。镇人大用自己的办法督促，并把结果告诉您。"),
    )  # fmt: skip
    once = forms.OnceField()


class AnswerForm(forms.Form):
    """What was done about it."""

    text = django_forms.CharField(
        label=gettext_lazy("镇人大做了什么"), max_length=MOST, widget=django_forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("例如：已反映并督促办理；已请单位某日前当面说明；或者为什么现在不督促。"),
    )  # fmt: skip


def ask_here(_request: HttpRequest, pk: int) -> DeputyAsk | None:
    """A request of this town, or nothing."""
    return DeputyAsk.objects.filter(pk=pk).select_related("deputy").first()


@requires(ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Ask the congress to press about one thing."""
    actor = actor_of(request)
    thing = thing_of(actor, kind, pk)
    if thing is None:
        raise Http404

    def run(data: Any) -> None:
        AskToPress(actor=actor, kind=kind, object_id=pk, text=data["text"], once=data["once"] or None).execute()

    from_case = kind == CASE and request.GET.get("back") == "case"
    back = reverse("cases:deputy_case", args=[thing.number]) if from_case else reverse("three")
    label = thing.number if from_case else _("我的三件事")
    context = {"title": _("请镇人大督促"), "sub": f"{thing.number} {thing.title}", "back_label": label}
    return act_on(
        request, AskForm(posted(request)), run, template="cases/asking/ask.html", back=back,
        done=_("已经交给镇人大办，有了回音会告诉您。"), context=context,
    )  # fmt: skip


@requires(ANSWER)
@require_safe
def asks(request: HttpRequest) -> HttpResponse:
    """What deputies asked, unanswered first; four statements at most."""
    open_ones = DeputyAsk.objects.select_related("deputy").filter(answered_at=None).order_by("id")[:SHOWN]
    done = DeputyAsk.objects.select_related("deputy").exclude(answered_at=None).order_by("-answered_at")[:SHOWN]
    found = [*open_ones, *done]
    labels = describe(actor_of(request), [(one.object_kind, one.object_id) for one in found])
    rows = [_row(one, labels.get((one.object_kind, one.object_id), Label("—"))) for one in found]
    return render(request, "cases/asking/asks.html", {"rows": rows})


def _row(one: DeputyAsk, label: Label) -> dict[str, Any]:
    return {
        "id": one.pk,
        "label": label,
        "who": one.deputy.label,
        "text": one.text,
        "day": zh_date(civil_date(one.made_at)),
        "answer": one.answer,
        "is_open": one.answered_at is None,
    }


@requires(ANSWER, ask_here)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one request."""
    one = loaded(request, DeputyAsk)

    def run(data: Any) -> None:
        AnswerAsk(actor=actor_of(request), ask=one, text=data["text"]).execute()

    return form_page(
        request, AnswerForm(posted(request)), run, title=_("回复代表"), sub=f"{one.deputy.label}：{one.text}",
        back=reverse("cases:asks"), done=_("已经回复。"),
    )  # fmt: skip
